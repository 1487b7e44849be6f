// What the strip over an opened file shows: an icicle by offset (groups, sections, pages and fields) and how much of each
// stretch is not zero. Positions in bytes.
import type { ByteSource } from '../../engine/bytes/byte-source.ts';
import { SpanKind } from '../../engine/capture/spans.ts';
import type { FileDocument } from '../../store/documents.ts';

export interface Block {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  /** What is written where the label has no room; empty when nothing shorter says it. */
  readonly short: string;
  readonly row: number;
  readonly strong: boolean;
}

export interface FileModel {
  readonly groups: readonly Block[];
  readonly sections: readonly Block[];
  readonly parts: readonly Block[];
  /** Non-zero bytes in every block of NON_ZERO_BLOCK bytes; empty when the file is too large to count at once. */
  readonly nonZero: Uint16Array;
  /** Whether the stream ends before its end mark. */
  readonly cut: boolean;
}

export const NON_ZERO_BLOCK = 256;
const COUNTED_AT_MOST = 64 << 20;
const MOST_PARTS = 20_000;

const known = new WeakMap<FileDocument, FileModel>();

/** Made once for a document. */
export function fileModel(document: FileDocument): FileModel {
  let model = known.get(document);
  if (!model) known.set(document, (model = makeFileModel(document)));
  return model;
}

function makeFileModel(document: FileDocument): FileModel {
  const { spans, frames, sections } = document.inspection;
  const groups: Block[] = [];
  const bars: Block[] = [];
  const parts: Block[] = [];
  for (const frame of document.frames) {
    const strong = frame.idstr.includes('/virtio-net');
    const block: Block = {
      start: frame.start,
      end: frame.end,
      label: `${frame.type} ${frame.idstr}`,
      short: strong ? frame.flag || frame.type : '',
      row: frame.row,
      strong,
    };
    bars.push(block);
    const group = strong
      ? 'virtio-net'
      : frame.idstr === 'ram'
        ? 'memory'
        : frame.type === 'VMDESC'
          ? 'description'
          : frame.sectionId >= 0
            ? 'devices'
            : '';
    const last = groups[groups.length - 1];
    if (group === '') continue;
    if (last && last.label === group) groups[groups.length - 1] = { ...last, end: frame.end };
    else groups.push({ ...block, label: group, short: strong ? 'NIC' : '' });
  }
  for (const row of frames) {
    for (let child = row + 1; child < spans.next[row]! && parts.length < MOST_PARTS;) {
      const kind = spans.kind[child]!;
      const descend = kind === SpanKind.Vmstate && spans.next[child]! > child + 1;
      if (!descend && kind !== SpanKind.SectionHeader && kind !== SpanKind.Footer) {
        const strong = spans.names[spans.name[row]!]!.includes('/virtio-net');
        parts.push({
          start: spans.start[child]!,
          end: spans.end[child]!,
          label: spans.names[spans.name[child]!]!,
          short: strong ? 'NIC' : '',
          row: child,
          strong,
        });
      }
      child = descend ? child + 1 : spans.next[child]!;
    }
  }
  return {
    groups,
    sections: bars,
    parts,
    nonZero: countNonZero(document.stream),
    cut: sections.some(({ complete }) => !complete),
  };
}

function countNonZero(stream: ByteSource): Uint16Array {
  if (!(stream instanceof Uint8Array) || stream.length > COUNTED_AT_MOST) return new Uint16Array(0);
  const counts = new Uint16Array(Math.ceil(stream.length / NON_ZERO_BLOCK));
  for (let i = 0; i < stream.length; i++) if (stream[i] !== 0) counts[i >> 8]!++;
  return counts;
}
