// Stretches of the timeline by keys: marked by the cursor or by what is selected, zoomed into and out of, noted.
import { describe, expect, it, vi } from 'vitest';
import type { AppActions, AppState } from '../../store/app-store.ts';
import { fileDocument, runDocument } from '../../testing/documents.ts';
import { notePlace } from '../bottom/take-note.ts';
import { allActions } from '../shortcuts/registry.ts';
import { stretchHere } from './range-actions.ts';
import { stretchText } from './stretch-words.ts';
import { wholeOf } from './warp-of.ts';

const run = runDocument();
const file = fileDocument();
const init = run.frames.find(({ flag }) => flag === 'INIT')!;
const stop = run.phases.find(({ kind }) => kind === 'stop')!;
const selection = { start: init.start, end: init.end, row: init.row, cell: -1, side: null, origin: 'tree' } as const;
const state = (part: Partial<AppState>): AppState =>
  ({
    document: run,
    time: stop.start + 5,
    selection: null,
    range: null,
    axisBy: 'time',
    view: null,
    crumbs: [],
    ...part,
  }) as AppState;

describe('what is here', () => {
  it('is the selected section while it is sent, else the phase, or a frame of a file', () => {
    expect(stretchHere(state({ selection }))).toEqual({
      from: run.link.leftAt(init.start),
      to: run.link.leftAt(init.end - 1),
    });
    expect(stretchHere(state({}))).toEqual({ from: stop.start, to: stop.end });
    const frame = file.frames[3]!;
    const selected = { ...selection, start: frame.start, end: frame.end, row: frame.row };
    expect(stretchHere(state({ document: file, selection: selected }))).toEqual({ from: frame.start, to: frame.end });
    expect(stretchHere(state({ document: file }))).toBeNull();
  });
});

describe('the keys', () => {
  const press = (id: string, part: Partial<AppState>): Record<string, unknown[][]> => {
    const calls: Record<string, unknown[][]> = {};
    const names = ['markRange', 'setRange', 'zoomInto', 'setView', 'zoomOut'] as const;
    const actions = Object.fromEntries(
      names.map((name) => [name, vi.fn((...values: unknown[]) => (calls[name] ??= []).push(values))]),
    );
    const now = { ...state(part), ...actions } as unknown as AppState & AppActions;
    const found = allActions().find((action) => action.id === id)!;
    if (found.enabled(now)) found.run(now);
    return calls;
  };
  const range = { from: stop.start, to: stop.end };

  it('move the view as the timeline’s own keys do', () => {
    const whole = wholeOf(run);
    const length = whole.to - whole.from;
    const [[view]] = press('view-in', {}).setView as [[{ from: number; to: number }]];
    expect(view.to - view.from).toBeCloseTo(length / 2);
    const middle = { from: whole.from + length / 4, to: whole.from + length / 2 };
    expect(press('view-left', { view: middle }).setView).toEqual([
      [{ from: middle.from - length / 16, to: middle.to - length / 16 }],
    ]);
    expect(press('view-right', { view: middle }).setView).toEqual([
      [{ from: middle.from + length / 16, to: middle.to + length / 16 }],
    ]);
    expect(press('view-out', {}).setView).toEqual([[whole]]);
  });

  it('mark from the cursor, zoom into the stretch and show what is around it', () => {
    expect(press('range-mark', { time: 77 })).toEqual({ markRange: [[77]] });
    expect(press('range-here', {})).toEqual({ setRange: [[range]] });
    expect(press('range-zoom', {})).toEqual({});
    expect(press('range-zoom', { range })).toEqual({ zoomInto: [[range]] });
    const [[view]] = press('range-fit', { range }).setView as [[{ from: number; to: number }]];
    expect(view.to - view.from).toBeCloseTo(Math.min(2 * (stop.end - stop.start), wholeOf(run).to), 0);
  });

  it('go back out', () => {
    expect(press('zoom-out', {})).toEqual({});
    expect(press('zoom-out', { view: range })).toEqual({ zoomOut: [[]] });
    expect(press('zoom-whole', { view: range })).toEqual({ setView: [[null]] });
  });
});

describe('the place of a note', () => {
  it('is the stretch, else the moment; of a file the bytes', () => {
    expect(notePlace(state({ range: { from: 5.4, to: 9.6 } }))).toEqual({ of: 'time', start: 5, end: 10 });
    expect(notePlace(state({ time: 7.2 }))).toEqual({ of: 'time', start: 7, end: 7 });
    expect(notePlace(state({ document: file, range: { from: 5.4, to: 9.6 } }))).toEqual({
      of: 'bytes',
      start: 5,
      end: 10,
    });
    expect(notePlace(state({ document: file, selection }))).toEqual({ of: 'bytes', start: init.start, end: init.end });
    expect(notePlace(state({ document: file }))).toBeNull();
  });
});

describe('a stretch in words', () => {
  it.each([
    [12.34e6, 18.1e6, '12.3–18.1 ms'],
    [0, 450e6, '0–450 ms'],
    [1234e6, 1234.05e6, '1,234.000–1,234.050 ms'],
  ])('%d to %d', (from, to, text) => expect(stretchText(true, { from, to })).toBe(text));
  it('of a file is in hex', () => expect(stretchText(false, { from: 0x131, to: 0x2ac })).toBe('0x131–0x2ac'));
});
