// Where in an open stream an error's message points to. Each answers an offset, or -1 when the stream has no such place.
import { findByPath, vmstateOf } from '../../../engine/capture/span-query.ts';
import { SpanKind } from '../../../engine/capture/spans.ts';
import type { OpenDocument } from '../../../store/documents.ts';
import type { Frame } from '../../../store/frames.ts';

type Place = (document: OpenDocument, found: readonly string[]) => number;

function nameAt(document: OpenDocument, row: number): string {
  const { spans } = document.inspection;
  return spans.names[spans.name[row]!]!;
}

/** First span below `root` (-1: in all) that `wanted` accepts. */
function firstSpan(document: OpenDocument, root: number, wanted: (row: number) => boolean): number {
  const { spans } = document.inspection;
  const end = root < 0 ? spans.length : spans.next[root]!;
  for (let row = root < 0 ? 0 : root + 1; row < end; row++) if (wanted(row)) return spans.start[row]!;
  return -1;
}

const lastOf = (document: OpenDocument, idstr: string): Frame | undefined =>
  document.frames.findLast((frame) => frame.idstr === idstr && frame.type !== 'VMDESC');

/** Beginning of the first section of the idstr in the first group. */
export const sectionNamed: Place = (document, [idstr]) =>
  document.frames.find((frame) => frame.idstr === idstr)?.start ?? -1;

/** Footer of the last section of the idstr in the first group; its end when it has none. */
export const footerOf: Place = (document, [idstr]) => {
  const frame = lastOf(document, idstr ?? '');
  if (!frame) return -1;
  const { spans } = document.inspection;
  const at = firstSpan(document, frame.row, (row) => spans.kind[row] === SpanKind.Footer);
  return at < 0 ? frame.end : at;
};

/** First section with the id in the first group, decimal. */
export const sectionOfId: Place = (document, [id]) =>
  document.frames.find(({ sectionId }) => sectionId === Number(id))?.start ?? -1;

export const atStart: Place = () => 0;
export const atVersion: Place = (document) => (document.stream.length >= 8 ? 4 : -1);
export const atEnd: Place = (document) => document.stream.length - 1;

/** The machine's name in the configuration. */
export const machineName: Place = (document) => {
  const frame = document.frames.find(({ type }) => type === 'CONFIG');
  return frame ? firstSpan(document, frame.row, (row) => nameAt(document, row) === 'name') : -1;
};

export const capabilities: Place = (document) =>
  firstSpan(document, -1, (row) => nameAt(document, row) === 'configuration/capabilities');

/** The RAM block of the name in the first group; the block list when there is none. */
export const ramBlock: Place = (document, [name]) => {
  const { spans } = document.inspection;
  const block = firstSpan(
    document,
    -1,
    (row) => spans.kind[row] === SpanKind.RamBlock && nameAt(document, row) === name,
  );
  return block >= 0 ? block : sectionNamed(document, ['ram']);
};

/** The last section that carries virtio-net's state: the one that a destination reads last. */
function net(document: OpenDocument): Frame | undefined {
  return document.frames.findLast(({ type, idstr }) => type === 'FULL' && idstr.endsWith('/virtio-net'));
}

function inNet(document: OpenDocument, path: string): number {
  const frame = net(document);
  if (!frame) return -1;
  const { spans } = document.inspection;
  const vmstate = vmstateOf(spans, frame.row);
  const row = vmstate < 0 ? -1 : findByPath(spans, vmstate, path);
  return row < 0 ? frame.start : spans.start[row]!;
}

/** last_avail_idx of the queue whose number is the first group. */
export const lastAvailIdx: Place = (document, [queue]) => inNet(document, `virtio/vqs/${queue ?? '0'}/last_avail_idx`);
/** The address of the first queue's descriptor table. */
export const ringAddress: Place = (document) => inNet(document, 'virtio/vqs/0/vring.desc');
export const guestFeatures: Place = (document) => {
  const wide = inNet(document, 'virtio/64bit_features/guest_features');
  return wide === (net(document)?.start ?? -1) ? inNet(document, 'virtio/guest_features') : wide;
};
export const queueCount: Place = (document) => inNet(document, 'virtio/queues');
export const pairs: Place = (document) => inNet(document, 'virtio/virtio-net-device/curr_queue_pairs');
export const vnetHdr: Place = (document) => inNet(document, 'virtio/virtio-net-device/has_vnet_hdr');
export const hasUfo: Place = (document) => inNet(document, 'virtio/virtio-net-device/has_ufo');
export const pciVersion: Place = (document) => inNet(document, 'virtio/pci/version_id');

/** The byte of virtio-net's config space whose number is the first group, hexadecimal. */
export const configByte: Place = (document, [index]) => {
  const config = inNet(document, 'virtio/pci/config');
  return config < 0 ? -1 : config + parseInt(index ?? '0', 16);
};

/** The first flag of the iterative section. */
export const iterativeFlag: Place = (document) => {
  const { spans } = document.inspection;
  const frame = document.frames.find(({ idstr }) => idstr.endsWith('/virtio-net-iterative'));
  if (!frame) return -1;
  const flag = firstSpan(document, frame.row, (row) => spans.kind[row] === SpanKind.Flag);
  return flag < 0 ? frame.start : flag;
};

/** A field by its vmstate and name: `Failed to load virtio/virtqueues:vq`. */
export const fieldNamed: Place = (document, [vmstate, field]) => {
  const { spans } = document.inspection;
  const last = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
  return firstSpan(document, -1, (row) => {
    if (nameAt(document, row) !== field) return false;
    for (let at = spans.parent[row]!; at >= 0; at = spans.parent[at]!)
      if (last(nameAt(document, at)) === last(vmstate ?? '')) return true;
    return false;
  });
};

export const description: Place = (document) => document.frames.find(({ type }) => type === 'VMDESC')?.start ?? -1;

/** The command of that name; the first command when there is none. */
export const command =
  (name: string): Place =>
  (document) => {
    const commands = document.frames.filter(({ type }) => type === 'COMMAND');
    const plain = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z]+/g, '_');
    return (commands.find(({ idstr }) => plain(idstr).includes(plain(name))) ?? commands[0])?.start ?? -1;
  };
