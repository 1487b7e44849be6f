// A group of fields as the check's table has it: an object, a list of objects, values under free names, or interventions.
import type { ReactNode } from 'react';
import type { FieldSpec } from '../../engine/scenario/rules.ts';
import { blankOf, isLine, linesOf } from '../../store/scenario-draft/draft.ts';
import { valueAt } from '../../store/scenario-draft/json-tree.ts';
import { Box } from './Box.tsx';
import { groupTitle } from './field-words.ts';
import { GroupEntries } from './GroupEntries.tsx';
import { Interventions } from './Interventions.tsx';
import { Line } from './Line.tsx';
import { NamedValues } from './NamedValues.tsx';
import { Part } from './Part.tsx';
import { draftActions, useEditing } from './use-draft.ts';
import css from './scenario.module.css';

interface Props {
  readonly path: string;
  readonly spec: FieldSpec;
  /** A box of its own; else a part of the one around it. */
  readonly boxed?: boolean;
}

export function Group({ path, spec, boxed }: Props): ReactNode {
  const { draft, isBroken } = useEditing();
  const value = valueAt(draft.value, path) ?? null;
  const Around = boxed ? Box : Part;
  const paths = linesOf(value, spec, path).map((line) => line.path);
  if (spec.kind === 'optional') {
    return (
      <Around title={groupTitle(path)} paths={paths}>
        <button
          type="button"
          className={css.add}
          disabled={isBroken}
          onClick={() => draftActions().set(path, value === null ? blankOf(spec.of) : null)}
        >
          {value === null ? 'Set' : 'Leave unset'}
        </button>
        {value !== null && <Group path={path} spec={spec.of} />}
      </Around>
    );
  }
  if (spec.kind === 'list') return <GroupEntries path={path} spec={spec} value={value} boxed={boxed === true} />;
  if (spec.kind === 'interventions') return <Interventions path={path} value={value} />;
  if (spec.kind === 'values')
    return (
      <Part title={groupTitle(path)} paths={paths}>
        <NamedValues path={path} of={spec.of} value={value} />
      </Part>
    );
  if (spec.kind !== 'object') return null;
  return (
    <Around title={groupTitle(path)} paths={paths}>
      {Object.entries(spec.fields).map(([key, field]) => {
        const below = `${path}.${key}`;
        return isLine(field) ? (
          <Line key={key} path={below} spec={field} />
        ) : (
          <Group key={key} path={below} spec={field} />
        );
      })}
    </Around>
  );
}
