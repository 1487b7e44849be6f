// State by field where at least one side is a file: it has no moments, but what its devices were saved as. Fields of the
// last FULL section of each device, as both streams carry them.
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { groupThousands } from '../../engine/bytes/text.ts';
import type { FieldDifference, SectionDifference } from '../../engine/compare/stream-diff.ts';
import type { Comparison } from '../../store/compare.ts';
import type { ComparisonStore } from '../../store/compare/comparison-store.ts';
import { useActions } from '../app/use-app.ts';
import { ComparingProgress } from './ComparingProgress.tsx';
import { DIFF_SIGNS, DIFF_WORDS } from './diff-text.ts';
import { IgnoreList } from './IgnoreList.tsx';
import css from './compare.module.css';

/** More differing fields are counted, not listed. */
const MOST_FIELDS = 1000;

interface Saved {
  readonly of: readonly SectionDifference[];
  readonly fields: readonly { readonly section: SectionDifference; readonly field: FieldDifference }[];
}

interface Props {
  readonly comparison: Comparison;
  readonly streams: ComparisonStore;
}

export function SavedStates({ comparison, streams }: Props) {
  const { selectBytes } = useActions();
  const sections = useStore(streams, (state) => state.sections.value);
  const devices = useMemo(
    () => sections?.filter(({ type, state }) => type === 'FULL' && state !== 'same') ?? [],
    [sections],
  );
  const [saved, setSaved] = useState<Saved | null>(null);
  useEffect(() => {
    let isGone = false;
    const changed = devices.filter(({ state }) => state === 'changed');
    void Promise.all(
      changed.map(async (section) => (await streams.getState().fields(section)).map((field) => ({ section, field }))),
    ).then(
      (found) => {
        if (!isGone) setSaved({ of: devices, fields: found.flat() });
      },
      // What failed there is told with the sections.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [devices, streams]);
  const fields = saved?.of === devices ? saved.fields : [];
  const alone = devices.filter(({ state }) => state === 'added' || state === 'removed');
  return (
    <div className={css.stream}>
      <ComparingProgress streams={streams} />
      <div className={css.summary}>
        <span role="status">
          {sections
            ? `State as saved: ${groupThousands(fields.length)} fields of ${groupThousands(devices.length - alone.length)} devices differ; ${groupThousands(alone.length)} devices are in one stream only.`
            : 'Sections are being compared.'}
        </span>
        <span className={css.grow} />
        <IgnoreList streams={streams} />
      </div>
      <div className={css.scrolled}>
        <table className={css.table}>
          <thead>
            <tr>
              <th>
                <span className="visually-hidden">state</span>
              </th>
              <th>device</th>
              <th>field</th>
              <th className={css.number}>shown</th>
              <th className={css.number}>other</th>
            </tr>
          </thead>
          <tbody>
            {alone.map(({ key, idstr, state, a }) => (
              <tr key={key}>
                <td title={DIFF_WORDS[state]}>{DIFF_SIGNS[state]}</td>
                <td>{idstr}</td>
                <td className="dim">
                  {a >= 0 ? (
                    <button
                      type="button"
                      data-difference
                      onClick={() => {
                        const { start, end } = comparison.a.inspection.spans;
                        selectBytes(start[a]!, end[a]!, 'open');
                      }}
                    >
                      {DIFF_WORDS[state]}
                    </button>
                  ) : (
                    DIFF_WORDS[state]
                  )}
                </td>
                <td className={css.number}>{state === 'removed' ? 'saved' : '—'}</td>
                <td className={css.number}>{state === 'added' ? 'saved' : '—'}</td>
              </tr>
            ))}
            {fields.slice(0, MOST_FIELDS).map(({ section, field }) => (
              <tr key={`${section.key} ${field.path}`}>
                <td title={DIFF_WORDS[field.state]}>{DIFF_SIGNS[field.state]}</td>
                <td className="dim">{section.idstr}</td>
                <td>
                  <button
                    type="button"
                    data-difference
                    onClick={() => {
                      if (field.a) selectBytes(field.a.start, field.a.end, 'open');
                    }}
                  >
                    {field.path}
                  </button>
                </td>
                <td className={css.number}>{field.a?.text ?? '—'}</td>
                <td className={css.number}>{field.b?.text ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {fields.length > MOST_FIELDS && (
          <p className={css.none}>and {groupThousands(fields.length - MOST_FIELDS)} more: leave some out above.</p>
        )}
      </div>
    </div>
  );
}
