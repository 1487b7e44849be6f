// Where the bytes of a stream are: by type of section, then section, then field. Elements of arrays are counted together, and
// occurrences of a section too. Two such trees can be laid side by side.
import { RamFlag } from '../ram/ram-flags.ts';
import { isLeaf } from '../capture/span-query.ts';
import { isRun, SpanKind } from '../capture/spans.ts';
import { describeFrame } from './describe-frame.ts';
import type { Inspection } from './inspection.ts';

export interface ByteNode {
  readonly name: string;
  bytes: number;
  /** How many spans, or page records, it stands for. */
  count: number;
  readonly children: Map<string, ByteNode>;
}

const KIND_NAMES: readonly (readonly [number, string])[] = [
  [RamFlag.Zero, 'zero pages'],
  [RamFlag.Page, 'pages'],
  [RamFlag.Xbzrle, 'xbzrle pages'],
  [RamFlag.Compress, 'compressed pages'],
];

/** All bytes of a stream; each node's are those of its children, and what has no name of its own. */
export function byteTree(inspection: Inspection): ByteNode {
  const { spans, frames } = inspection;
  const root = emptyNode('stream');
  root.bytes = inspection.length;
  root.count = frames.length;
  for (const row of frames) {
    const bytes = spans.end[row]! - spans.start[row]!;
    if (bytes === 0) continue;
    const { type, idstr } = describeFrame(inspection, row);
    const ofType = addBytes(root, type, bytes);
    const section = spans.kind[row] === SpanKind.Section ? addBytes(ofType, idstr || 'unknown section', bytes) : ofType;
    fields(inspection, row, section);
  }
  return root;
}

/** Bytes below a span, by name; what an array has is under the array's name once. */
function fields(inspection: Inspection, row: number, into: ByteNode): void {
  const { spans } = inspection;
  for (let child = row + 1; child < spans.next[row]!; child = spans.next[child]!) {
    const bytes = spans.end[child]! - spans.start[child]!;
    if (bytes === 0) continue;
    if (isRun(spans, child)) {
      records(inspection, child, into);
      continue;
    }
    const name = spans.names[spans.name[child]!]!;
    // The elements of an array have its name.
    if (isElement(inspection, row, child)) {
      into.count++;
      if (!isLeaf(spans, child)) fields(inspection, child, into);
      continue;
    }
    const own = addBytes(into, name, bytes);
    if (spans.kind[child] === SpanKind.Array) own.count--;
    if (!isLeaf(spans, child)) fields(inspection, child, own);
  }
}

function isElement({ spans }: Inspection, array: number, child: number): boolean {
  return (
    spans.kind[array] === SpanKind.Array &&
    (spans.kind[child] === SpanKind.Element || spans.name[child] === spans.name[array])
  );
}

/** Page records by their kind and their block. */
function records({ spans, records: columns, blocks }: Inspection, row: number, into: ByteNode): void {
  const first = spans.value[row]!;
  const count = spans.index[row]!;
  for (let i = first; i < first + count; i++) {
    const end = i + 1 < first + count ? columns.offset[i + 1]! : spans.end[row]!;
    const bytes = end - columns.offset[i]!;
    const kind = KIND_NAMES.find(([flag]) => (columns.flags[i]! & flag) !== 0)?.[1] ?? 'other records';
    addBytes(addBytes(into, kind, bytes), blocks[columns.block[i]!]?.idstr ?? 'unknown block', bytes);
  }
  // Before the first page of a mapped block there may be pages that the bitmap leaves out.
  const before = count > 0 ? columns.offset[first]! - spans.start[row]! : spans.end[row]! - spans.start[row]!;
  if (before > 0) addBytes(into, 'absent pages', before);
}

/** A node of which nothing is counted yet. */
export const emptyNode = (name: string): ByteNode => ({ name, bytes: 0, count: 0, children: new Map() });

/** Counts bytes in the child of that name, and answers it. */
export function addBytes(parent: ByteNode, name: string, bytes: number): ByteNode {
  const known = parent.children.get(name) ?? emptyNode(name);
  parent.children.set(name, known);
  known.bytes += bytes;
  known.count++;
  return known;
}

/** One name in two trees. */
export interface BytePair {
  readonly name: string;
  /** Bytes and count in each; 0 where it is not there. */
  readonly a: number;
  readonly b: number;
  readonly countA: number;
  readonly countB: number;
  readonly children: readonly BytePair[];
}

/** How two siblings are ordered, as Array.sort() takes it. */
type Order = (x: BytePair, y: BytePair) => number;

/** The largest difference first, then the largest. */
const byDifference: Order = (x, y) =>
  Math.abs(y.a - y.b) - Math.abs(x.a - x.b) || byLargest(x, y) || (x.name < y.name ? -1 : 1);

/** The largest of either side first. */
export const byLargest: Order = (x, y) => Math.max(y.a, y.b) - Math.max(x.a, x.b);

/** Two trees side by side, down to `depth` levels. */
export function pairTrees(
  a: ByteNode | null,
  b: ByteNode | null,
  depth: number,
  order: Order = byDifference,
): BytePair {
  const names = new Set([...(a?.children.keys() ?? []), ...(b?.children.keys() ?? [])]);
  const children =
    depth === 0
      ? []
      : [...names].map((name) =>
          pairTrees(a?.children.get(name) ?? null, b?.children.get(name) ?? null, depth - 1, order),
        );
  children.sort(order);
  return {
    name: (a ?? b)!.name,
    a: a?.bytes ?? 0,
    b: b?.bytes ?? 0,
    countA: a?.count ?? 0,
    countB: b?.count ?? 0,
    children,
  };
}
