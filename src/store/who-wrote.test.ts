// From a selection to the hops behind it.
import { expect, it } from 'vitest';
import { runDocument } from '../testing/documents.ts';
import type { Selection } from './selection.ts';
import { whoWrote } from './who-wrote.ts';

const run = runDocument();
const last = run.timeline.heads.length - 1;

function selection(parts: Partial<Selection>): Selection {
  return { start: 0, end: 0, row: -1, cell: -1, side: null, origin: 'device', ...parts };
}

it('a cell of a side, at the cursor', () => {
  const cell = run.capture.cells.find(({ name }) => name === 'status')!.id;
  const kinds = (cursor: number): readonly string[] =>
    whoWrote(run, selection({ cell, side: 'destination' }), cursor).map(({ kind }) => kind);
  expect(kinds(0)).toEqual(['initial']);
  expect(kinds(last)).toEqual(['loaded', 'bytes', 'put', 'initial']);
});

it('bytes of the stream, or nothing', () => {
  const frame = run.frames.find(({ type, idstr }) => type === 'FULL' && idstr.endsWith('virtio-net'))!;
  const hops = whoWrote(run, selection({ start: frame.start, end: frame.end }), last);
  expect(hops.map(({ kind }) => kind)).toEqual(['put']);
  expect(whoWrote(run, selection({}), last)).toEqual([]);
});
