// Streams beside each other by section and field, RAM by page: one list of rows with both sides in it, so that both go
// through the stream together; [ and ] walk the differences.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Link } from '../../engine/compare/linked.ts';
import type { FieldDifference, SectionDifference } from '../../engine/compare/stream-diff.ts';
import type { Comparison } from '../../store/compare.ts';
import type { ComparisonStore } from '../../store/compare/comparison-store.ts';
import { useActions } from '../app/use-app.ts';
import { ComparingProgress } from './ComparingProgress.tsx';
import { diffRows, keyOf, nextDifferent, RAM_KEY, type DiffRow } from './diff-rows.ts';
import { diffSummary } from './diff-text.ts';
import { DiffTable } from './DiffTable.tsx';
import { IgnoreList } from './IgnoreList.tsx';
import { LinkedStrips } from './LinkedStrips.tsx';
import type { RegisterWalk } from './use-difference-keys.ts';
import css from './compare.module.css';

interface Props {
  readonly comparison: Comparison;
  readonly streams: ComparisonStore;
  readonly link: Link;
  /** The other run's head; null unless both are runs. */
  readonly other: number | null;
  readonly onWalk: RegisterWalk;
}

const NO_SECTIONS: readonly SectionDifference[] = [];
const NO_FIELDS: ReadonlyMap<string, readonly FieldDifference[]> = new Map();

/** Height of the page from which on the strips leave enough room for the rows, px. */
const ROOM_FOR_STRIPS = 760;

/** Fields that were fetched; those of other sections or other patterns are of no use. */
interface Fetched {
  readonly of: unknown;
  readonly fields: ReadonlyMap<string, readonly FieldDifference[]>;
}

export function StreamDiff({ comparison, streams, link, other, onWalk }: Props) {
  const { selectRow, selectBytes } = useActions();
  const sections = useStore(streams, (state) => state.sections.value);
  const ram = useStore(streams, (state) => state.pages.value);
  const [all, setAll] = useState(false);
  const [strips, setStrips] = useState(() => window.innerHeight >= ROOM_FOR_STRIPS);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [fetched, setFetched] = useState<Fetched>({ of: sections, fields: NO_FIELDS });
  const [current, setCurrent] = useState(-1);
  const fields = fetched.of === sections ? fetched.fields : NO_FIELDS;
  const rows = diffRows(sections ?? [], ram, { all, open, fields });
  useEffect(() => {
    let isGone = false;
    for (const section of sections ?? []) {
      if (!open.has(section.key) || section.state !== 'changed' || fields.has(section.key)) continue;
      streams
        .getState()
        .fields(section)
        .then((found) => {
          if (isGone) return;
          setFetched((before) => ({
            of: sections,
            fields: new Map(before.of === sections ? before.fields : NO_FIELDS).set(section.key, found),
          }));
        })
        // What failed there is told with the sections.
        .catch(() => undefined);
    }
    return () => {
      isGone = true;
    };
  }, [streams, sections, open, fields]);
  const toggle = (row: DiffRow, to?: boolean): void => {
    const key = keyOf(row);
    if (key === null) return;
    const next = new Set(open);
    if (to ?? !open.has(key)) next.add(key);
    else next.delete(key);
    setOpen(next);
  };
  /** Goes to a row: what it is of the shown stream is selected. */
  const choose = (index: number): void => {
    const row = rows[index];
    if (!row) return;
    setCurrent(index);
    if (row.kind === 'section' && row.section.a >= 0) selectRow(row.section.a, 'open');
    else if (row.kind === 'field' && row.field.a) selectBytes(row.field.a.start, row.field.a.end, 'open');
    else if (row.kind === 'page' && row.page.a >= 0) selectBytes(row.page.a, row.page.a + 8, 'open');
  };
  const currentRow = rows[current];
  const chosen = currentRow && 'section' in currentRow ? currentRow.section : null;
  /** Goes to a section, which may be one that is not listed. */
  const chooseSection = (section: SectionDifference): void => {
    const index = rows.findIndex((row) => row.kind === 'section' && row.section === section);
    if (index >= 0) choose(index);
    else if (section.a >= 0) selectRow(section.a, 'open');
  };
  useEffect(() => {
    onWalk((direction) => {
      const next = nextDifferent(rows, current, direction);
      if (next < 0) return;
      choose(next);
      // Forward, a section opens when one comes to it: the next difference is inside.
      if (direction > 0) toggle(rows[next]!, true);
    });
    return () => onWalk(null);
  });
  return (
    <div className={css.stream}>
      <ComparingProgress streams={streams} />
      <div className={css.summary}>
        <span role="status">{diffSummary(sections, ram)}</span>
        <label>
          <input
            type="checkbox"
            checked={all}
            onChange={(event) => {
              setAll(event.target.checked);
              setCurrent(-1);
            }}
          />
          those alike too
        </label>
        <label>
          <input type="checkbox" checked={strips} onChange={(event) => setStrips(event.target.checked)} />
          timelines
        </label>
        <span className={css.grow} />
        <IgnoreList streams={streams} />
      </div>
      {strips && (
        <LinkedStrips
          comparison={comparison}
          link={link}
          other={other}
          sections={sections ?? NO_SECTIONS}
          chosen={chosen}
          onChoose={chooseSection}
        />
      )}
      <DiffTable
        comparison={comparison}
        rows={rows}
        current={current}
        isOpen={(row) => open.has(row.kind === 'ram' ? RAM_KEY : row.kind === 'section' ? row.section.key : '')}
        onChoose={choose}
        onToggle={toggle}
      />
    </div>
  );
}
