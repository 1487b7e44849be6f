// What a row of the field tree says: its name and its value in words.
import { formatBytes, groupThousands, hex } from '../../engine/bytes/text.ts';
import { childrenOf, isLeaf, isUsed, valueText } from '../../engine/capture/span-query.ts';
import { isRun, SpanKind } from '../../engine/capture/spans.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { RamFlag } from '../../engine/ram/ram-flags.ts';
import { frameAt } from './current-frame.ts';
import { absentBelow } from './absent.ts';
import { queueName } from './queue-name.ts';
import type { TreeRow } from './tree-rows.ts';

export interface TreeText {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly length: number;
}

export function treeText(document: OpenDocument, item: TreeRow): TreeText {
  const { spans, records, blocks } = document.inspection;
  const start = spans.start[item.row]!;
  const length = spans.end[item.row]! - start;
  if (item.kind === 'fold') return foldText(document, item);
  if (item.kind === 'absent') {
    const { name, why } = absentBelow(spans, item.row)[item.from]!;
    return { name, value: `absent: ${why}`, start: start + length, length: 0 };
  }
  if (item.kind === 'record') {
    const record = spans.value[item.row]! + item.from;
    const at = records.offset[record]!;
    const last = item.from + 1 >= spans.index[item.row]!;
    const end = last ? spans.end[item.row]! : records.offset[record + 1]!;
    const zero = (records.flags[record]! & RamFlag.Zero) !== 0;
    const block = blocks[records.block[record]!]?.idstr ?? 'unknown block';
    return {
      name: `${block} ${hex(records.page[record]! * 4096, 6)}`,
      value: zero ? 'zero page' : 'page',
      start: at,
      length: end - at,
    };
  }
  return { name: spanName(document, item.row), value: spanValue(document, item.row), start, length };
}

/** A fold says which children it holds, and the bytes from the first of them to the last. */
function foldText(document: OpenDocument, item: TreeRow): TreeText {
  const { spans } = document.inspection;
  const name = `${item.from} … ${item.to}`;
  if (isRun(spans, item.row)) {
    const first = treeText(document, { ...item, kind: 'record', to: item.from });
    const last = treeText(document, { ...item, kind: 'record', from: item.to });
    return { name, value: '', start: first.start, length: last.start + last.length - first.start };
  }
  let row = item.row + 1;
  for (let i = 0; i < item.from; i++) row = spans.next[row]!;
  const start = spans.start[row]!;
  for (let i = item.from; i < item.to; i++) row = spans.next[row]!;
  return { name, value: '', start, length: spans.end[row]! - start };
}

function spanName(document: OpenDocument, row: number): string {
  const { spans } = document.inspection;
  const name = spans.names[spans.name[row]!]!;
  const kind = spans.kind[row];
  const parent = spans.parent[row]!;
  if (kind === SpanKind.Element || (parent >= 0 && spans.kind[parent] === SpanKind.Array)) {
    const index = spans.index[row]!;
    const queue = name === 'vqs' ? ` ${queueName(index, spans.value[parent]!)}` : '';
    return name === 'vqs' || name === 'vq' ? `queue ${index}${queue}` : `${name}[${index}]`;
  }
  if (kind === SpanKind.Section) {
    const frame = frameAt(document.frames, spans.start[row]!);
    return `${frame?.type ?? ''} ${name.slice(name.lastIndexOf('/') + 1)}`;
  }
  if (kind === SpanKind.Vmstate && spans.value[row]! > 0) return `${name} v${spans.value[row]!}`;
  return name;
}

function spanValue(document: OpenDocument, row: number): string {
  const { spans, sections } = document.inspection;
  switch (spans.kind[row]) {
    case SpanKind.Section: {
      const section = sections.find((entry) => entry.row === row);
      if (!section) return '';
      return section.instanceId < 0
        ? `id ${section.sectionId}`
        : `id ${section.sectionId}, inst ${section.instanceId}, v${section.versionId}`;
    }
    case SpanKind.Array:
      return arrayValue(document, row);
    case SpanKind.PageRun:
    case SpanKind.ZeroRun:
    case SpanKind.MixedRun:
      return groupThousands(spans.index[row]!);
    case SpanKind.RamBlock:
      return formatBytes(spans.value[row]!);
    case SpanKind.Missing:
      return 'the file ends here';
    default:
      return isLeaf(spans, row) ? valueText(document.stream, spans, row) : '';
  }
}

/** `1,024, 3 in use` for the long arrays, the count for others. */
function arrayValue(document: OpenDocument, row: number): string {
  const { spans } = document.inspection;
  const count = spans.value[row]!;
  if (count < 64) return groupThousands(count);
  const used = childrenOf(spans, row).filter((child) => isUsed(document.stream, spans, child)).length;
  const what = spans.names[spans.name[row]!] === 'vq' ? ' queues' : '';
  return `${groupThousands(count)}${what}, ${groupThousands(used)} in use`;
}
