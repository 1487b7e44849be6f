// virtio_net_load_state() of the RFC's patch 4: flags in a START, PART or END of `…/virtio-net-iterative`, and after
// INIT_STATE the vmstate, loaded early. What that load answers is ignored there; but a file's error sticks. With this
// project's proposal `delta` a PART may carry changes, and a FULL section of version 12 carries the last of them.
import { Errno } from '../bytes/errno.ts';
import type { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import { hex } from '../bytes/text.ts';
import { LoadError } from '../vmstate/errors.ts';
import type { LoadConsole } from './virtio-net-load-rings.ts';
import {
  VNET_MIG_F_DELTA,
  VNET_MIG_F_END_DATA,
  VNET_MIG_F_FINAL,
  VNET_MIG_F_INIT_STATE,
  VNET_MIG_F_NO_DATA,
} from './virtio-net.ts';

/** Takes in changes; 0 or a negative errno, or throws LoadError. */
export type LoadChanges = (isLast: boolean) => number;

/** Reads the flags of one section; `loadState` loads the vmstate. 0 or a negative errno. */
export function loadIterative(
  file: QemuFileReader,
  console: LoadConsole,
  loadState: () => void,
  loadChanges?: LoadChanges,
): number {
  let flag = file.u64();
  if (flag === VNET_MIG_F_NO_DATA) return 0;
  while (flag !== VNET_MIG_F_END_DATA) {
    if (flag === VNET_MIG_F_DELTA && loadChanges) {
      const code = told(console, () => loadChanges(false));
      if (code !== 0) return code;
    } else if (flag === VNET_MIG_F_INIT_STATE) loadState();
    else {
      console.guestErrors.push(`virtio_net_load_state: Uknown flag ${hex(flag)}`);
      return Errno.EINVAL;
    }
    flag = file.u64();
  }
  return 0;
}

/** Reads a FULL section of version 12. 0 or a negative errno. */
export function loadFinal(file: QemuFileReader, console: LoadConsole, loadChanges: LoadChanges): number {
  return told(console, () => {
    const expect = (wanted: bigint): void => {
      const at = file.offset;
      const flag = file.u64();
      if (flag !== wanted)
        throw new LoadError([`virtio_net_load_final: flag ${hex(flag)} where ${hex(wanted)} is due`], Errno.EINVAL, at);
    };
    expect(VNET_MIG_F_FINAL);
    const code = loadChanges(true);
    if (code === 0) expect(VNET_MIG_F_END_DATA);
    return code;
  });
}

function told(console: LoadConsole, load: () => number): number {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    console.stderr.push(...error.lines);
    return error.code;
  }
}
