// virtio_net_load_state() of the RFC's patch 4: flags in a START, PART or END of `…/virtio-net-iterative`, and after
// INIT_STATE the vmstate, loaded early. What that load answers is ignored there; but a file's error sticks.
import { Errno } from '../bytes/errno.ts';
import type { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import { hex } from '../bytes/text.ts';
import type { LoadConsole } from './virtio-net-load-rings.ts';
import { VNET_MIG_F_END_DATA, VNET_MIG_F_INIT_STATE, VNET_MIG_F_NO_DATA } from './virtio-net.ts';

/** Reads the flags of one section; `loadState` loads the vmstate. 0 or a negative errno. */
export function loadIterative(file: QemuFileReader, console: LoadConsole, loadState: () => void): number {
  let flag = file.u64();
  if (flag === VNET_MIG_F_NO_DATA) return 0;
  while (flag !== VNET_MIG_F_END_DATA) {
    if (flag !== VNET_MIG_F_INIT_STATE) {
      console.guestErrors.push(`virtio_net_load_state: Uknown flag ${hex(flag)}`);
      return Errno.EINVAL;
    }
    loadState();
    flag = file.u64();
  }
  return 0;
}
