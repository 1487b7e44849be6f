// Streams by section and field: which sections only one has, which fields differ, each with its own offset.
import { useMemo, useState } from 'react';
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import type { SectionDifference } from '../../engine/compare/stream-diff.ts';
import type { Comparison } from '../../store/compare.ts';
import { useActions } from '../app/use-app.ts';
import css from './compare.module.css';

/** More differing fields of one section are counted, not listed. */
const MOST_FIELDS = 500;
/** Sections that are alike say nothing one by one. */
const OPTIONS = { ignore: [] };

const SIGN = { same: '=', added: '+', removed: '−', changed: '≠' } as const;
const WORDS = {
  same: 'alike',
  added: 'only in the other',
  removed: 'only in what is shown',
  changed: 'differs',
} as const;

export function Sections({ comparison }: { readonly comparison: Comparison }) {
  const sections = useMemo(() => comparison.sections(OPTIONS), [comparison]);
  const ram = useMemo(() => comparison.ram(), [comparison]);
  const [all, setAll] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const shown = all ? sections : sections.filter(({ state }) => state !== 'same');
  const alike = sections.length - sections.filter(({ state }) => state !== 'same').length;
  return (
    <table className={css.table}>
      <caption>
        {groupThousands(sections.length - alike)} of {groupThousands(sections.length)} sections differ; RAM:{' '}
        {groupThousands(ram.changed)} pages differ, {groupThousands(ram.added)} only in the other,{' '}
        {groupThousands(ram.removed)} only in what is shown.{' '}
        <label>
          <input type="checkbox" checked={all} onChange={(event) => setAll(event.target.checked)} /> show those alike
        </label>
      </caption>
      <thead>
        <tr>
          <th>
            <span className="visually-hidden">state</span>
          </th>
          <th>section, field</th>
          <th className={css.number}>shown</th>
          <th className={css.number}>other</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((section) => (
          <Section
            key={section.key}
            comparison={comparison}
            section={section}
            isOpen={open === section.key}
            onToggle={() => setOpen(open === section.key ? null : section.key)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly comparison: Comparison;
  readonly section: SectionDifference;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Section({ comparison, section, isOpen, onToggle }: RowProps) {
  const { selectRow, selectBytes } = useActions();
  const { a, b } = comparison;
  const { key, state, fields } = section;
  const found = useMemo(
    () => (isOpen && state === 'changed' ? comparison.fields(section, OPTIONS) : []),
    [comparison, isOpen, section, state],
  );
  const place = (document: typeof a, row: number): string =>
    row < 0 ? '—' : hex(document.inspection.spans.start[row]!, 6);
  return (
    <>
      <tr>
        <td title={WORDS[state]}>
          <span aria-hidden="true">{SIGN[state]}</span>
          <span className="visually-hidden">{WORDS[state]}</span>
        </td>
        <td>
          <button
            type="button"
            data-difference={state === 'same' ? undefined : ''}
            aria-expanded={state === 'changed' ? isOpen : undefined}
            onClick={() => {
              if (section.a >= 0) selectRow(section.a, 'open');
              if (state === 'changed') onToggle();
            }}
          >
            {key}
          </button>
          {fields > 0 && <span className="dim"> {groupThousands(fields)} fields</span>}
        </td>
        <td className={css.number}>{place(a, section.a)}</td>
        <td className={css.number}>{place(b, section.b)}</td>
      </tr>
      {found.slice(0, MOST_FIELDS).map((field) => (
        <tr key={field.path} className={css.field}>
          <td>
            <span aria-hidden="true">{SIGN[field.state]}</span>
            <span className="visually-hidden">{WORDS[field.state]}</span>
          </td>
          <td>
            <button
              type="button"
              data-difference
              onClick={() => {
                if (field.a) selectBytes(field.a.start, field.a.end, 'open');
              }}
            >
              {field.path || key}
            </button>
          </td>
          <td className={css.number}>{field.a?.text ?? '—'}</td>
          <td className={css.number}>{field.b?.text ?? '—'}</td>
        </tr>
      ))}
      {found.length > MOST_FIELDS && (
        <tr className={css.field}>
          <td />
          <td colSpan={3}>and {groupThousands(found.length - MOST_FIELDS)} more</td>
        </tr>
      )}
    </>
  );
}
