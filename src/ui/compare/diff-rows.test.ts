// Rows of two streams beside each other, and the way from one difference to the next.
import { describe, expect, it } from 'vitest';
import type { RamDiff } from '../../engine/compare/ram-diff.ts';
import type { FieldDifference, SectionDifference } from '../../engine/compare/stream-diff.ts';
import { diffRows, keyOf, nextDifferent, RAM_KEY, stateOf } from './diff-rows.ts';

const section = (key: string, state: SectionDifference['state'], fields = 0): SectionDifference => ({
  key,
  type: 'FULL',
  idstr: key,
  a: 0,
  b: 0,
  state,
  fields,
});
const field = (path: string): FieldDifference => ({ path, state: 'changed', a: null, b: null });
const sections = [section('timer', 'same'), section('nic', 'changed', 2), section('vga', 'removed')];
const ram: RamDiff = {
  same: 5,
  added: 1,
  removed: 0,
  changed: 2,
  unreadable: 0,
  recordsA: 7,
  recordsB: 8,
  pages: [{ block: 'pc.ram', page: 3, state: 'changed', a: 10, b: 20 }],
};
const closed = { all: false, open: new Set<string>(), fields: new Map<string, readonly FieldDifference[]>() };
const kinds = (rows: ReturnType<typeof diffRows>): readonly string[] => rows.map(({ kind }) => kind);

describe('rows', () => {
  it('are the sections that differ, then RAM', () => {
    expect(kinds(diffRows(sections, ram, closed))).toEqual(['section', 'section', 'ram']);
    expect(kinds(diffRows(sections, null, { ...closed, all: true }))).toEqual(['section', 'section', 'section']);
  });

  it('below an open one its fields, when they are there', () => {
    const open = new Set(['nic', 'vga', RAM_KEY]);
    expect(kinds(diffRows(sections, ram, { ...closed, open }))).toEqual([
      'section',
      'waiting',
      'section',
      'ram',
      'page',
      'rest',
    ]);
    const fields = new Map([['nic', [field('mac'), field('status')]]]);
    const rows = diffRows(sections, ram, { ...closed, open, fields });
    expect(kinds(rows)).toEqual(['section', 'field', 'field', 'section', 'ram', 'page', 'rest']);
    expect(rows.at(-1)).toEqual({ kind: 'rest', count: 2 });
    expect(rows.map(stateOf)).toEqual(['changed', 'changed', 'changed', 'removed', 'changed', 'changed', 'changed']);
  });

  it('only what changed opens', () => {
    expect(diffRows(sections, ram, { ...closed, all: true }).map(keyOf)).toEqual([null, 'nic', null, RAM_KEY]);
  });
});

describe('the next difference', () => {
  const rows = diffRows(sections, ram, { ...closed, all: true });
  it.each([
    [-1, 1, 1],
    [1, 1, 2],
    [2, 1, 3],
    [3, 1, 1],
    [1, -1, 3],
    [-1, -1, 3],
  ] as const)('from row %i by %i is row %i', (from, direction, to) => {
    expect(nextDifferent(rows, from, direction)).toBe(to);
  });

  it('is none where nothing differs', () => {
    expect(nextDifferent(diffRows([section('timer', 'same')], null, { ...closed, all: true }), 0, 1)).toBe(-1);
    expect(nextDifferent([], -1, 1)).toBe(-1);
  });
});
