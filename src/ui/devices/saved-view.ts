// What a file holds of a virtio-net: the fields of its last complete state, read from the spans where they lie.
import { findByPath, readValue, vmstateOf } from '../../engine/capture/span-query.ts';
import { deviceOf } from '../../engine/devices/virtio-net-names.ts';
import type { FileDocument } from '../../store/documents.ts';
import { queueName } from '../stream/queue-name.ts';

export interface SavedQueue {
  readonly index: number;
  readonly name: string;
  readonly num: number;
  readonly desc: bigint;
  readonly lastAvailIdx: number;
  /** Row of its element, to select it. */
  readonly row: number;
}

export interface SavedNic {
  readonly idstr: string;
  readonly row: number;
  readonly status: number;
  readonly features: bigint;
  readonly mac: Uint8Array | null;
  readonly linkUp: boolean | null;
  readonly promiscuous: boolean | null;
  readonly queues: readonly SavedQueue[];
}

/** The NICs of a file, each by the last section that holds its state. */
export function savedNics(document: FileDocument): readonly SavedNic[] {
  const { spans, sections } = document.inspection;
  const found = new Map<string, SavedNic>();
  for (const { row, idstr, type } of sections) {
    const name = deviceOf(idstr);
    if ((type !== 1 && type !== 4) || !name.endsWith('/virtio-net')) continue;
    const vmstate = vmstateOf(spans, row);
    if (vmstate < 0) continue;
    const nic = readNic(document, vmstate, name);
    if (nic) found.set(name, nic);
  }
  return [...found.values()];
}

function readNic(document: FileDocument, vmstate: number, idstr: string): SavedNic | null {
  const { spans } = document.inspection;
  const value = (path: string): bigint | null => {
    const row = findByPath(spans, vmstate, path);
    const read = row < 0 || spans.next[row] !== row + 1 ? null : readValue(document.stream, spans, row);
    return typeof read === 'bigint' ? read : null;
  };
  const status = value('virtio/status');
  if (status === null) return null;
  const count = Number(value('virtio/queues') ?? 0n);
  const queues: SavedQueue[] = [];
  for (let index = 0; index < Math.min(count, 1024); index++) {
    const num = value(`virtio/vqs/${index}/vring.num`);
    const last = value(`virtio/vqs/${index}/last_avail_idx`);
    if (num === null || last === null) break;
    const row = findByPath(spans, vmstate, `virtio/vqs/${index}`);
    queues.push({
      index,
      name: queueName(index, count),
      num: Number(num),
      desc: value(`virtio/vqs/${index}/vring.desc`) ?? 0n,
      lastAvailIdx: Number(last),
      row,
    });
  }
  const device = 'virtio/virtio-net-device';
  const macRow = findByPath(spans, vmstate, `${device}/mac`);
  const mac = macRow < 0 ? null : readValue(document.stream, spans, macRow);
  const flag = (path: string): boolean | null => {
    const read = value(path);
    return read === null ? null : (read & 1n) === 1n;
  };
  return {
    idstr,
    row: vmstate,
    status: Number(status),
    features: value('virtio/64bit_features/guest_features') ?? value('virtio/guest_features') ?? 0n,
    mac: mac instanceof Uint8Array ? mac.slice() : null,
    linkUp: flag(`${device}/status`),
    promiscuous: flag(`${device}/promisc`),
    queues,
  };
}
