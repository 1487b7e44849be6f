// The fields of a scenario in groups, made from the check's table alone: objects are groups, lists of objects are a group
// for each entry, and what is one line is a line.
import type { ReactNode } from 'react';
import { SCENARIO_FIELDS } from '../../engine/scenario/check.ts';
import { CALIBRATIONS, costPaths, type CalibrationName } from '../../engine/scenario/cost-calibrations.ts';
import { PRESETS } from '../../engine/scenario/presets.ts';
import type { FieldSpec } from '../../engine/scenario/rules.ts';
import { blankOf, isLine, linesOf } from '../../store/scenario-draft/draft.ts';
import { isList, isObject, valueAt, type Json } from '../../store/scenario-draft/json-tree.ts';
import { groupTitle } from './field-words.ts';
import { Interventions } from './Interventions.tsx';
import { Line } from './Line.tsx';
import { draftActions, useEditing } from './use-draft.ts';
import css from './scenario.module.css';

const ROOT = SCENARIO_FIELDS.kind === 'object' ? Object.entries(SCENARIO_FIELDS.fields) : [];

export function Groups() {
  const own = ROOT.filter(([key, spec]) => key !== 'version' && isLine(spec));
  return (
    <div className={css.groups}>
      <Box title="Scenario" paths={own.map(([key]) => key)}>
        {own.map(([key, spec]) => (
          <Line key={key} path={key} spec={spec} />
        ))}
      </Box>
      {ROOT.filter(([, spec]) => !isLine(spec)).map(([key, spec]) => (
        <Group key={key} path={key} spec={spec} boxed />
      ))}
    </div>
  );
}

interface GroupProps {
  readonly path: string;
  readonly spec: FieldSpec;
  /** A box of its own; else a part of the one around it. */
  readonly boxed?: boolean;
}

function Group({ path, spec, boxed }: GroupProps): ReactNode {
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
  if (spec.kind === 'list') return <Entries path={path} spec={spec} value={value} boxed={boxed === true} />;
  if (spec.kind === 'interventions') return <Interventions path={path} value={value} />;
  if (spec.kind === 'values')
    return (
      <Part title={groupTitle(path)} paths={paths}>
        <Named path={path} of={spec.of} value={value} />
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

interface EntriesProps {
  readonly path: string;
  readonly spec: FieldSpec & { readonly kind: 'list' };
  readonly value: Json;
  readonly boxed: boolean;
}

/** A new NIC is another one than the first; anything else begins blank. */
const entryToAdd = (path: string, spec: FieldSpec): Json =>
  path === 'nics' ? (JSON.parse(JSON.stringify(PRESETS['q10-2nics']!.nics[1])) as Json) : blankOf(spec);

function Entries({ path, spec, value, boxed }: EntriesProps) {
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

/** Values under free names: those that are set, and a choice of those that can be. */
function Named({ path, of, value }: { readonly path: string; readonly of: FieldSpec; readonly value: Json }) {
  const { draft, isBroken } = useEditing();
  const names = isObject(value) ? Object.keys(value) : [];
  const calibration = valueAt(draft.value, 'cost.calibration') as CalibrationName;
  const usual =
    path === 'cost.set' && Object.hasOwn(CALIBRATIONS, calibration)
      ? costPaths(calibration)
      : new Map<string, number>();
  return (
    <>
      {names.map((name) => (
        <div key={name} className={css.named}>
          <Line path={`${path}.${name}`} spec={of} label={name} />
          <button
            type="button"
            className={css.add}
            disabled={isBroken}
            aria-label={`Remove ${name}`}
            onClick={() => draftActions().set(`${path}.${name}`, undefined)}
          >
            Remove
          </button>
        </div>
      ))}
      <div className={css.addRow}>
        <select
          aria-label={`Add to ${path}`}
          value=""
          disabled={isBroken}
          onChange={(event) =>
            draftActions().set(`${path}.${event.target.value}`, usual.get(event.target.value) ?? blankOf(of))
          }
        >
          <option value="">Set a parameter…</option>
          {Array.from(usual, ([name, now]) => (
            <option key={name} value={name} disabled={names.includes(name)}>
              {name} ({now})
            </option>
          ))}
        </select>
      </div>
    </>
  );
}

interface AroundProps {
  readonly title: string;
  /** Fields in it: without one that is looked for it is not shown. */
  readonly paths: readonly string[];
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}

function Box({ title, paths, controls, children }: AroundProps) {
  const { changed, shows } = useEditing();
  if (paths.length > 0 && !paths.some(shows)) return null;
  const count = paths.filter((path) => changed.has(path)).length;
  return (
    <div className={css.box} role="group" aria-label={title}>
      <div className={css.boxTitle}>
        <h3>{title}</h3>
        {count > 0 && <span className="dim">{count} changed</span>}
        <span className={css.grow} />
        {controls}
      </div>
      {children}
    </div>
  );
}

function Part({ title, paths, controls, children }: AroundProps) {
  const { shows } = useEditing();
  if (paths.length > 0 && !paths.some(shows)) return null;
  return (
    <div className={css.part} role="group" aria-label={title}>
      <div className={css.partTitle}>
        <h4>{title}</h4>
        <span className={css.grow} />
        {controls}
      </div>
      {children}
    </div>
  );
}
