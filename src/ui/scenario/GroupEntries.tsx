// A list of objects: a group for each entry, with buttons to remove it and to add another.
import type { ReactNode } from 'react';
import { PRESETS } from '../../engine/scenario/presets.ts';
import type { FieldSpec } from '../../engine/scenario/rules.ts';
import { blankOf, isLine, linesOf } from '../../store/scenario-draft/draft.ts';
import { isList, type Json } from '../../store/scenario-draft/json-tree.ts';
import { Box } from './Box.tsx';
import { groupTitle } from './field-words.ts';
import { Group } from './Group.tsx';
import { Line } from './Line.tsx';
import { Part } from './Part.tsx';
import { draftActions, useEditing } from './use-draft.ts';
import css from './scenario.module.css';

interface Props {
  readonly path: string;
  readonly spec: FieldSpec & { readonly kind: 'list' };
  readonly value: Json;
  readonly boxed: boolean;
}

/** A new NIC is another one than the first; anything else begins blank. */
const entryToAdd = (path: string, spec: FieldSpec): Json =>
  path === 'nics' ? (JSON.parse(JSON.stringify(PRESETS['q10-2nics']!.nics[1])) as Json) : blankOf(spec);

export function GroupEntries({ path, spec, value, boxed }: Props) {
  const { isBroken, shows } = useEditing();
  const entries = isList(value) ? value : [];
  const Around = boxed ? Box : Part;
  const one = groupTitle(`${path}.0`).replace(/ 0$/, '');
  const controls = (i: number): ReactNode => (
    <>
      {entries.length > spec.low && (
        <button
          type="button"
          className={css.add}
          disabled={isBroken}
          onClick={() => draftActions().set(`${path}.${i}`, undefined)}
        >
          Remove {one} {i}
        </button>
      )}
      {i === entries.length - 1 && entries.length < spec.high && add}
    </>
  );
  const add = (
    <button
      type="button"
      className={css.add}
      disabled={isBroken}
      onClick={() => draftActions().set(`${path}.${entries.length}`, entryToAdd(path, spec.of))}
    >
      Add {one} {entries.length}
    </button>
  );
  if (entries.length === 0) return shows(path) ? <div className={css.addRow}>{add}</div> : null;
  return entries.map((entry, i) => {
    const at = `${path}.${i}`;
    const fields = spec.of.kind === 'object' ? Object.entries(spec.of.fields) : [];
    return (
      <Around
        key={at}
        title={groupTitle(at)}
        paths={linesOf(entry, spec.of, at).map((line) => line.path)}
        controls={controls(i)}
      >
        {fields.map(([key, field]) => {
          const below = `${at}.${key}`;
          return isLine(field) ? (
            <Line key={key} path={below} spec={field} />
          ) : (
            <Group key={key} path={below} spec={field} />
          );
        })}
      </Around>
    );
  });
}
