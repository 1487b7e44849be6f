// The rows of two streams beside each other: sections in the order of the shown one, below an open one its fields, at the
// end RAM with its pages. Pure.
import type { PageDifference, RamDiff } from '../../engine/compare/ram-diff.ts';
import type { FieldDifference, SectionDifference } from '../../engine/compare/stream-diff.ts';

export type DiffState = SectionDifference['state'];

export type DiffRow =
  | { readonly kind: 'section'; readonly section: SectionDifference }
  | { readonly kind: 'field'; readonly section: SectionDifference; readonly field: FieldDifference }
  /** Fields of an open section have been asked for. */
  | { readonly kind: 'waiting'; readonly section: SectionDifference }
  | { readonly kind: 'ram'; readonly ram: RamDiff }
  | { readonly kind: 'page'; readonly page: PageDifference }
  /** Pages that are counted and not listed. */
  | { readonly kind: 'rest'; readonly count: number };

/** What RAM's row is known by, beside the keys of sections. */
export const RAM_KEY = 'RAM';

export interface DiffOptions {
  /** Sections that are alike too. */
  readonly all: boolean;
  /** Keys of rows that are open. */
  readonly open: ReadonlySet<string>;
  readonly fields: ReadonlyMap<string, readonly FieldDifference[]>;
}

export function diffRows(
  sections: readonly SectionDifference[],
  ram: RamDiff | null,
  { all, open, fields }: DiffOptions,
): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  for (const section of sections) {
    if (section.state === 'same' && !all) continue;
    rows.push({ kind: 'section', section });
    if (!open.has(section.key) || section.state !== 'changed') continue;
    const known = fields.get(section.key);
    if (known) for (const field of known) rows.push({ kind: 'field', section, field });
    else rows.push({ kind: 'waiting', section });
  }
  if (!ram) return rows;
  rows.push({ kind: 'ram', ram });
  if (!open.has(RAM_KEY)) return rows;
  for (const page of ram.pages) rows.push({ kind: 'page', page });
  const rest = ram.added + ram.removed + ram.changed - ram.pages.length;
  if (rest > 0) rows.push({ kind: 'rest', count: rest });
  return rows;
}

export function stateOf(row: DiffRow): DiffState {
  switch (row.kind) {
    case 'section':
    case 'waiting':
      return row.section.state;
    case 'field':
      return row.field.state;
    case 'ram':
      return row.ram.added + row.ram.removed + row.ram.changed > 0 ? 'changed' : 'same';
    case 'page':
      return row.page.state;
    case 'rest':
      return 'changed';
  }
}

/** What opens and closes a row; null for one with nothing below it. */
export function keyOf(row: DiffRow): string | null {
  if (row.kind === 'ram') return stateOf(row) === 'same' ? null : RAM_KEY;
  return row.kind === 'section' && row.section.state === 'changed' ? row.section.key : null;
}

/** The next row after `from` that differs, going round at the ends; -1 when none does. */
export function nextDifferent(rows: readonly DiffRow[], from: number, direction: 1 | -1): number {
  const count = rows.length;
  for (let step = 1; step <= count; step++) {
    const at = ((((from < 0 && direction < 0 ? 0 : from) + direction * step) % count) + count) % count;
    const row = rows[at]!;
    if (row.kind !== 'waiting' && row.kind !== 'rest' && stateOf(row) !== 'same') return at;
  }
  return -1;
}
