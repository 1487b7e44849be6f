// What virtio-net-pci refuses while its fields are read, in QEMU's order and words (QEMU hw/pci/pci.c,
// hw/virtio/virtio-pci.c, virtio_load() in hw/virtio/virtio.c, hw/net/virtio-net.c). Called by name from the descriptions.
import { hex } from '../bytes/text.ts';
import type { WireState } from '../vmstate/description.ts';
import { Errno } from '../bytes/errno.ts';
import { LoadError, ProgramAbort } from '../vmstate/errors.ts';
import type { CheckPoint } from '../vmstate/load.ts';
import { nicConfigMasks } from './virtio-net-pci-config.ts';
import { changeNumQueues, NO_VECTOR, type NicState } from './virtio-net-state.ts';
import { VIRTIO_QUEUE_MAX } from './virtio.ts';

type Check = (own: WireState, state: NicState, at: CheckPoint) => void;

function refuse(at: CheckPoint, code: number, ...lines: readonly string[]): never {
  throw new LoadError(lines, code, at.offset);
}

const number = (own: WireState, key: string): number => own[key] as number;

/** get_pci_config_device(): the first byte that differs where it must not. */
const pciConfig: Check = (own, state, at) => {
  const read = own.config as Uint8Array;
  const device = state.pciConfig;
  const { cmask, wmask } = nicConfigMasks(state.own.config);
  for (let i = 0; i < device.length; i++) {
    if (((read[i]! ^ device[i]!) & cmask[i]! & ~wmask[i]!) === 0) continue;
    const [r, d, c, w] = [read[i]!, device[i]!, cmask[i]!, wmask[i]!].map((byte) => byte.toString(16));
    const line = `get_pci_config_device: Bad config data: i=${hex(i)} read: ${r} device: ${d} cmask: ${c} wmask: ${w} w1cmask:0`;
    refuse(at, Errno.EINVAL, line);
  }
};

/** get_pci_irq_state() */
export function checkIrqState(own: WireState, at: CheckPoint): void {
  for (const level of own.irqState as number[])
    if (level !== 0 && level !== 1) refuse(at, Errno.EINVAL, `irq state ${level | 0}: must be 0 or 1.`);
}

const vector =
  (key: string): Check =>
  (own, state, at) => {
    const value = number(own, key);
    if (value !== NO_VECTOR && value >= state.own.vectors) refuse(at, Errno.EINVAL);
  };

/** The number of queues, and the device's own becoming as many before they are read. */
const queues: Check = (own, state, at) => {
  const count = number(own, 'queues');
  if (count > VIRTIO_QUEUE_MAX) refuse(at, Errno.EPERM, `Invalid number of virtqueues: ${hex(count)}`);
  // 10.0 gives up without a word where 7.2 takes a pair away that is not there.
  if (count === 0 && state.own.flavour !== '7.2') refuse(at, Errno.EPERM);
  resizeQueues(state, count);
};

/** Of the proposal's arrays: as many entries as there are queues, so no more than a device could have. */
const entries: Check = (own, _, at) => {
  const count = number(own, 'count');
  if (count > VIRTIO_QUEUE_MAX) refuse(at, Errno.EINVAL, `Invalid number of virtqueues: ${hex(count)}`);
};

const queue: Check = (own, _, at) => {
  const last = number(own, 'lastAvailIdx');
  if (own.desc === 0n && last !== 0)
    refuse(at, Errno.EPERM, `VQ ${at.index} address 0x0 inconsistent with Host index ${hex(last)}`);
};

const CHECKS: Readonly<Record<string, Check>> = {
  'virtio.count': entries,
  'pci.config': pciConfig,
  'pci.irq_state': (own, _, at) => checkIrqState(own, at),
  'virtio-pci.config_vector': vector('configVector'),
  'virtio-pci.vector': vector('vector'),
  'virtio.queue_sel': (own, _, at) => {
    if (number(own, 'queueSel') >= VIRTIO_QUEUE_MAX) refuse(at, Errno.EPERM);
  },
  'virtio.queues': queues,
  'virtio.queue': queue,
  'virtio-net.has_vnet_hdr': (own, state, at) => {
    if (number(own, 'hasVnetHdr') !== 0 && !state.own.hasVnetHdr)
      refuse(at, Errno.EINVAL, 'virtio-net: saved image requires vnet_hdr=on');
  },
  'virtio-net.has_ufo': (own, state, at) => {
    if (number(own, 'hasUfo') !== 0 && !state.own.hasUfo)
      refuse(at, Errno.EINVAL, 'virtio-net: saved image requires TUN_F_UFO support');
  },
  'virtio-net.curr_queue_pairs': (own, state, at) => {
    const { maxQueuePairs } = state.own;
    const current = number(own, 'currQueuePairs');
    if (current > maxQueuePairs) {
      const line = `virtio-net: curr_queue_pairs ${current.toString(16)} > max_queue_pairs ${maxQueuePairs.toString(16)}`;
      refuse(at, Errno.EINVAL, line);
    }
  },
};

/** Runs the check of that name; names that are nobody's pass. */
export function checkNicField(name: string, own: WireState, state: NicState, at: CheckPoint): void {
  CHECKS[name]?.(own, state, at);
}

/** Where the assertions stand in the QEMUs that the references come from. */
const ASSERTIONS = { '7.2': '../../hw/net/virtio-net.c:2937', other: '../q10p/hw/net/virtio-net.c:3054' } as const;

/** virtio_net_change_num_queues(), which ends the program when the queues that are there make no sense. */
export function resizeQueues(state: NicState, count: number): void {
  const defect = changeNumQueues(state, count);
  if (defect === null) return;
  if (defect === 'twice') throw new ProgramAbort('SIGSEGV');
  const [file, line] = (state.own.flavour === '7.2' ? ASSERTIONS['7.2'] : ASSERTIONS.other).split(':');
  const at = `${file}:${Number(line) + (defect === 'old_num_queues >= 3' ? 0 : 1)}`;
  throw new ProgramAbort('SIGABRT', `${at}: virtio_net_change_num_queues: Assertion \`${defect}' failed.`);
}
