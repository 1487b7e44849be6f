// Where the bytes of two streams go: by group, device and field, both sizes in one tree, so that one sees what makes one of
// them longer. From what was decoded alone; no byte is read.
import { isRun, SpanKind, type SpanColumns } from '../capture/spans.ts';
import { describeFrame } from '../inspect/describe-frame.ts';
import type { Inspection } from '../inspect/inspection.ts';

export interface ByteNode {
  readonly name: string;
  /** Bytes in each stream. */
  readonly a: number;
  readonly b: number;
  /** The largest of either stream first. */
  readonly children: readonly ByteNode[];
}

interface Growing {
  readonly name: string;
  a: number;
  b: number;
  readonly children: Map<string, Growing>;
}

const FRAMING = 'header and footer';

/** What a frame is counted with, from the outside in. */
function pathOf(inspection: Inspection, row: number): readonly [group: string, device: string] {
  const { type, idstr } = describeFrame(inspection, row);
  if (idstr === 'ram') return ['memory', 'ram'];
  if (type === 'VMDESC') return ['description', 'JSON'];
  if (/\/virtio-net(-iterative|-early)?$/.test(idstr)) return ['virtio-net', idstr];
  const isSection = inspection.spans.kind[row] === SpanKind.Section;
  return isSection ? ['devices', idstr] : ['framing', type.toLowerCase()];
}

/** [name, bytes] of what a frame is made of: of a device its fields, of RAM its pages. */
function* partsOf(spans: SpanColumns, frame: number): Generator<readonly [string, number]> {
  for (let row = frame + 1; row < spans.next[frame]!; row = spans.next[row]!) {
    const kind = spans.kind[row]!;
    const bytes = spans.end[row]! - spans.start[row]!;
    if (kind === SpanKind.SectionHeader || kind === SpanKind.Footer) yield [FRAMING, bytes];
    else if (isRun(spans, row)) yield [kind === SpanKind.ZeroRun ? 'zero pages' : 'pages', bytes];
    else if (kind === SpanKind.Vmstate) {
      for (let child = row + 1; child < spans.next[row]!; child = spans.next[child]!)
        yield [spans.names[spans.name[child]!]!, spans.end[child]! - spans.start[child]!];
    } else yield [spans.names[spans.name[row]!]!, bytes];
  }
}

function add(root: Growing, side: 'a' | 'b', path: readonly string[], bytes: number): void {
  let node = root;
  node[side] += bytes;
  for (const name of path) {
    let next = node.children.get(name);
    if (!next) node.children.set(name, (next = { name, a: 0, b: 0, children: new Map() }));
    next[side] += bytes;
    node = next;
  }
}

function grown({ name, a, b, children }: Growing): ByteNode {
  const list = Array.from(children.values(), grown);
  return { name, a, b, children: list.sort((x, y) => Math.max(y.a, y.b) - Math.max(x.a, x.b)) };
}

export function byteTree(a: Inspection, b: Inspection): ByteNode {
  const root: Growing = { name: 'stream', a: 0, b: 0, children: new Map() };
  for (const [side, inspection] of [
    ['a', a],
    ['b', b],
  ] as const) {
    const { spans } = inspection;
    for (const frame of inspection.frames) {
      const path = pathOf(inspection, frame);
      let left = spans.end[frame]! - spans.start[frame]!;
      for (const [name, bytes] of partsOf(spans, frame)) {
        add(root, side, [...path, name], bytes);
        left -= bytes;
      }
      if (left > 0) add(root, side, [...path, FRAMING], left);
    }
  }
  return grown(root);
}

/** Fields whose sizes differ, the largest difference first, each with its path. */
export function sizeChanges(root: ByteNode): readonly (ByteNode & { readonly path: string })[] {
  const out: (ByteNode & { path: string })[] = [];
  const walk = (node: ByteNode, path: string): void => {
    if (node.children.length === 0 && node.a !== node.b) out.push({ ...node, path });
    for (const child of node.children) walk(child, path ? `${path} / ${child.name}` : child.name);
  };
  walk(root, '');
  return out.sort((x, y) => Math.abs(y.b - y.a) - Math.abs(x.b - x.a));
}
