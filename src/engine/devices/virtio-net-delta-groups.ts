// Groups of fields of a virtio-net's vmstate that strategy `delta` sends by themselves. A proposal of this project, in no
// QEMU. A group names its place in vmstate `virtio-net`; its bytes are those of the same field descriptions.
import type { Field, Vmstate, WireState } from '../vmstate/description.ts';
import { virtioNetRss1 } from './virtio-net.ts';

/** A step of a group's path: the name of the structure, subsection or array. */
export interface Step {
  readonly kind: 'struct' | 'subsection' | 'array';
  readonly name: string;
}

export interface DeltaGroup {
  /** On the wire, u16. */
  readonly id: number;
  readonly name: string;
  /** Keys from the root of the wire state to the object that holds the fields. */
  readonly path: readonly string[];
  /** The same steps as QEMU's own description has them. */
  readonly steps: readonly Step[];
  /** Whether the last step of the path is an array, of which a record carries one element. */
  readonly perIndex: boolean;
  /** Bit in the bitmap of subsections of the state, or -1: always there. */
  readonly presence: number;
  /** Moves with every packet: not worth a PART by itself. */
  readonly volatile: boolean;
  readonly vmstate: Vmstate;
}

/** Subsections that may be absent, by their bit; the path leads to the object that is there or not. In wire order. */
export const OPTIONAL: readonly (readonly string[])[] = [
  ['virtio', 'deviceEndian'],
  ['virtio', 'features64'],
  ['virtio', 'virtqueues'],
  ['virtio', 'ringsize'],
  ['virtio', 'broken'],
  ['virtio', 'extraState', 'extraState', 'modernState'],
  ['virtio', 'started'],
  ['virtio', 'packedVirtqueues'],
  ['virtio', 'disabled'],
  ['virtio', 'device', 'rss'],
  ['virtio', 'device', 'backend'],
];

/** Fields whose condition is about the group itself and stays. */
const OWN_CONDITION = new Set(['macTable', 'unused']);

function fieldsAt(path: readonly string[], steps: Step[]): readonly Field[] {
  let fields = virtioNetRss1.fields;
  let subsections = virtioNetRss1.subsections;
  for (const key of path) {
    const field = fields.find((one) => one.key === key);
    if (field?.kind === 'array') {
      fields = field.fields;
      subsections = undefined;
      steps.push({ kind: 'array', name: field.name });
      continue;
    }
    const of = field?.kind === 'struct' ? field.of : subsections?.find((one) => one.key === key)?.of;
    if (!of) throw new RangeError(`no ${key} in ${path.join('/')}`);
    steps.push(field ? { kind: 'struct', name: field.name } : { kind: 'subsection', name: of.name });
    ({ fields, subsections } = of);
  }
  return fields;
}

/**
 * `keys`: those of the object's fields that are meant, in the order of the vmstate; none: all. `marks`: `each` for one
 * record an element, `volatile`.
 */
function group(id: number, name: string, where: string, keys: string, marks = ''): DeltaGroup {
  const perIndex = marks.includes('each');
  const path = where.split('/');
  const wanted = new Set(keys.split(' ').filter((key) => key !== ''));
  const steps: Step[] = [];
  const fields = fieldsAt(path, steps)
    .filter(({ key }) => wanted.size === 0 || wanted.has(key))
    .map(({ when, ...field }) => (when && OWN_CONDITION.has(field.key) ? { ...field, when } : field) as Field);
  const presence = OPTIONAL.findIndex((optional) => optional.every((key, i) => path[i] === key));
  const vmstate: Vmstate = { name: `virtio-net-delta/${name}`, versionId: 1, minimumVersionId: 1, fields };
  return { id, name, path, steps, perIndex, presence, volatile: marks.includes('volatile'), vmstate };
}

const MODERN = 'virtio/extraState/extraState/modernState';

export const DELTA_GROUPS: readonly DeltaGroup[] = [
  group(1, 'pci', 'virtio', 'pci'),
  group(2, 'msix', 'virtio', 'msixTable msixPba configVector'),
  group(3, 'status', 'virtio', 'status queueSel'),
  group(4, 'features', 'virtio', 'guestFeatures'),
  group(5, 'config', 'virtio', 'configLen config'),
  group(6, 'queues', 'virtio', 'queues'),
  group(7, 'vring', 'virtio/vqs', 'num desc', 'each'),
  group(8, 'vector', 'virtio/vqs', 'vector', 'each'),
  group(9, 'last_avail_idx', 'virtio/vqs', 'lastAvailIdx', 'each volatile'),
  group(10, 'mac', 'virtio/device', 'mac'),
  group(11, 'tx_waiting', 'virtio/device', 'txWaiting', 'volatile'),
  group(12, 'mode', 'virtio/device', 'mergeableRxBufs status promisc allmulti alluni nomulti nouni nobcast'),
  group(13, 'mac_table', 'virtio/device', 'macTableInUse macTable unused multiOverflow uniOverflow'),
  group(14, 'vlans', 'virtio/device', 'vlans'),
  group(15, 'peer', 'virtio/device', 'hasVnetHdr hasUfo'),
  group(16, 'queue_pairs', 'virtio/device', 'maxQueuePairs currQueuePairs'),
  group(17, 'offloads', 'virtio/device', 'currGuestOffloads'),
  group(18, 'rss', 'virtio/device/rss', ''),
  group(19, 'backend', 'virtio/device/backend', ''),
  group(20, 'tx_waiting_rest', 'virtio/device', 'txWaitingRest', 'volatile'),
  group(21, 'isr', 'virtio', 'isr', 'volatile'),
  group(32, 'device_endian', 'virtio/deviceEndian', ''),
  group(33, '64bit_features', 'virtio/features64', ''),
  group(34, 'virtqueue', 'virtio/virtqueues/vqs', '', 'each'),
  group(35, 'ringsize', 'virtio/ringsize/vqs', '', 'each'),
  group(36, 'broken', 'virtio/broken', ''),
  group(37, 'modern_state', MODERN, 'dfselect gfselect guestFeatures'),
  group(38, 'modern_queue', `${MODERN}/vqs`, '', 'each'),
  group(39, 'started', 'virtio/started', ''),
  group(40, 'packed_virtqueue', 'virtio/packedVirtqueues/vqs', '', 'each volatile'),
  group(41, 'disabled', 'virtio/disabled', ''),
];

/** What stands at a path of a wire state, or of offsets in its shape. */
export function at(tree: WireState, path: readonly string[]): unknown {
  let here: unknown = tree;
  for (const key of path) here = (here as WireState | undefined)?.[key];
  return here;
}

/** Which subsections a state has, as the bitmap of the wire. */
export function presenceOf(wire: WireState): number {
  return OPTIONAL.reduce((bits, path, bit) => (at(wire, path) === undefined ? bits : bits | (1 << bit)), 0);
}
