// Which bytes of the stream carry a cell: the section that was loaded last at the cursor, else the one that will be.
import { deviceOf } from '../engine/devices/virtio-net-names.ts';
import { findByPath, frameOf, vmstateOf, wirePath } from '../engine/capture/span-query.ts';
import type { RunDocument } from './documents.ts';

/** Row of the field's span, or -1 when the value never travels. */
export function fieldOfCell(document: RunDocument, cell: number, time: number): number {
  const { wire = '', device = '' } = document.capture.cells[cell] ?? {};
  if (wire === '') return -1;
  const carriers = document.frames.filter(
    ({ type, idstr }) => (type === 'FULL' || type === 'START') && deviceOf(idstr) === device,
  );
  const loaded = carriers.filter(({ loadStart }) => loadStart >= 0 && loadStart <= time);
  const frame = loaded[loaded.length - 1] ?? carriers[0];
  if (!frame) return -1;
  const { spans } = document.inspection;
  const vmstate = vmstateOf(spans, frame.row);
  return vmstate < 0 ? -1 : findByPath(spans, vmstate, wire);
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
