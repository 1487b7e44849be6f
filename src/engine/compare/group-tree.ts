// Where the bytes of two streams go: by group, device and field, both sizes in one tree, so that one sees what makes one of
// them longer. From what was decoded alone; no byte is read.
import { isRun, SpanKind, type SpanColumns } from '../capture/spans.ts';
import { describeFrame } from '../inspect/describe-frame.ts';
import { addBytes, byLargest, emptyNode, pairTrees, type ByteNode, type BytePair } from '../inspect/byte-tree.ts';
import type { Inspection } from '../inspect/inspection.ts';

const FRAMING = 'header and footer';
/** Group, device, field. */
const DEPTH = 3;

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

function oneSide(inspection: Inspection): ByteNode {
  const root = emptyNode('stream');
  const count = (path: readonly string[], bytes: number): void => {
    root.bytes += bytes;
    let node = root;
    for (const name of path) node = addBytes(node, name, bytes);
  };
  const { spans } = inspection;
  for (const frame of inspection.frames) {
    const path = pathOf(inspection, frame);
    let left = spans.end[frame]! - spans.start[frame]!;
    for (const [name, bytes] of partsOf(spans, frame)) {
      count([...path, name], bytes);
      left -= bytes;
    }
    if (left > 0) count([...path, FRAMING], left);
  }
  return root;
}

/** Both streams by group, device and field, the largest first. */
export function groupTree(a: Inspection, b: Inspection): BytePair {
  return pairTrees(oneSide(a), oneSide(b), DEPTH, byLargest);
}

/** Fields whose sizes differ, the largest difference first, each with its path. */
export function sizeChanges(root: BytePair): readonly (BytePair & { readonly path: string })[] {
  const out: (BytePair & { path: string })[] = [];
  const walk = (node: BytePair, path: string): void => {
    if (node.children.length === 0 && node.a !== node.b) out.push({ ...node, path });
    for (const child of node.children) walk(child, path ? `${path} / ${child.name}` : child.name);
  };
  walk(root, '');
  return out.sort((x, y) => Math.abs(y.b - y.a) - Math.abs(x.b - x.a));
}
