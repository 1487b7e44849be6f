// Which bytes of the stream carry a cell: the section that was loaded last at the cursor, else the one that will be.
import { deviceOf } from '../engine/devices/virtio-net-names.ts';
import { findByPath, frameOf, vmstateOf, wirePath } from '../engine/capture/span-query.ts';
import type { SpanColumns } from '../engine/capture/spans.ts';
import type { RunDocument } from './documents.ts';

/** Row of the field's span, or -1 when the value never travels. */
export function fieldOfCell(document: RunDocument, cell: number, time: number): number {
  const { wire = '', device = '' } = document.capture.cells[cell] ?? {};
  if (wire === '') return -1;
  const carriers = document.frames.filter(({ idstr }) => deviceOf(idstr) === device);
  const loaded = carriers.filter(({ loadStart }) => loadStart >= 0 && loadStart <= time);
  const { spans } = document.inspection;
  for (const { row } of [...loaded.reverse(), ...carriers]) {
    const vmstate = vmstateOf(spans, row);
    const field = vmstate < 0 ? inChanges(spans, row, wire) : findByPath(spans, vmstate, wire);
    if (field >= 0) return field;
  }
  return -1;
}

/** Row of a field in the changes that a section of strategy `delta` carries, or -1. */
function inChanges(spans: SpanColumns, section: number, wire: string): number {
  const name = wire.slice(wire.lastIndexOf('/') + 1);
  for (let row = section + 1; row < spans.next[section]!; row++) {
    const isLeaf = spans.next[row] === row + 1 && spans.names[spans.name[row]!] === name;
    if (isLeaf && wirePath(spans, row) === wire) return row;
  }
  return -1;
}

/** The cell that a field's bytes carry, or -1. */
export function cellOfField(document: RunDocument, row: number): number {
  const { spans } = document.inspection;
  const frame = row < 0 ? -1 : frameOf(spans, row);
  if (frame < 0) return -1;
  const idstr = document.frames.find((entry) => entry.row === frame)?.idstr ?? '';
  const device = deviceOf(idstr);
  const path = wirePath(spans, row);
  return path === '' ? -1 : document.capture.cells.findIndex((cell) => cell.wire === path && cell.device === device);
}
