// What two QEMUs write of their devices, not the values: fields, sizes, versions, subsections, and what each would say when it
// loads the other's stream.
import { Fragment, useMemo } from 'react';
import {
  diffSchemas,
  verdictOf,
  type SchemaDifference,
  type Verdict,
} from '../../engine/migration/schema/schema-diff.ts';
import { schemaOfStream } from '../../engine/migration/schema/stream-schema.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { Sign } from '../primitives/Sign.tsx';
import css from './schema.module.css';

interface Props {
  readonly document: OpenDocument;
  readonly other: OpenDocument;
}

const SIGN = { added: '+', removed: '−', changed: '≠' } as const;
const STATE = { added: 'only in the other', removed: 'only in what is shown', changed: 'differs' } as const;
const LOADS = { yes: 'loads', maybe: 'may not load', no: 'does not load' } as const;
const SEVERITY = { yes: 'note', maybe: 'warning', no: 'error' } as const;

export function SchemaDiff({ document, other }: Props) {
  const differences = useMemo(() => {
    const [a, b] = [document, other].map(({ stream, inspection, name }) => schemaOfStream(stream, inspection, name));
    return diffSchemas(a!, b!);
  }, [document, other]);
  return (
    <div className={css.schema}>
      <p className={css.about}>
        Fields, sizes, versions and subsections of all devices, not their values; {differences.length} differ. A stream
        of <b>{document.name}</b> {LOADS[verdictOf(differences, 'ab')]} where <b>{other.name}</b> is expected; the other
        way it {LOADS[verdictOf(differences, 'ba')]}. A stream shows what was written, not all that its QEMU knows: what
        only one has may load.
      </p>
      {differences.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>
                <span className="visually-hidden">state</span>
              </th>
              <th>section, field</th>
              <th>shown</th>
              <th>other</th>
              <th>shown, loaded by the other</th>
              <th>other, loaded by what is shown</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ device, path, what, state, a, b, ab, ba }, i) => (
              <Fragment key={i}>
                {device !== (differences[i - 1]?.device ?? '') && (
                  <tr>
                    <th scope="rowgroup" colSpan={6} className="mono">
                      {device}
                    </th>
                  </tr>
                )}
                <tr data-difference tabIndex={-1}>
                  <td>
                    <span aria-hidden>{SIGN[state]}</span>
                    <span className="visually-hidden">{STATE[state]}</span>
                  </td>
                  <td>
                    {what} <span className="mono">{path}</span>
                  </td>
                  <td className="mono">{a || '—'}</td>
                  <td className="mono">{b || '—'}</td>
                  <Loads ab={ab} ba={ba} />
                </tr>
              </Fragment>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

/** What a load in each direction says; one cell when it is the same. */
function Loads({ ab, ba }: Pick<SchemaDifference, 'ab' | 'ba'>) {
  if (ab.loads === ba.loads && ab.words === ba.words)
    return (
      <td colSpan={2}>
        <Told verdict={ab} />
      </td>
    );
  return (
    <>
      <td>
        <Told verdict={ab} />
      </td>
      <td>
        <Told verdict={ba} />
      </td>
    </>
  );
}

function Told({ verdict: { loads, words } }: { readonly verdict: Verdict }) {
  return (
    <>
      <Sign severity={SEVERITY[loads]} /> {LOADS[loads]}: {words}
    </>
  );
}
