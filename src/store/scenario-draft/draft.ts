// A scenario on its way: the value that the fields and the JSON have in common, and what was typed that is no such value.
// Values, never changed in place.
import { checkScenario, SCENARIO_FIELDS } from '../../engine/scenario/check.ts';
import { actionSpec, MAX_INTERVENTION_TIME, type ParameterSpec } from '../../engine/scenario/actions.ts';
import type { ScenarioProblem } from '../../engine/scenario/problem.ts';
import type { FieldSpec } from '../../engine/scenario/rules.ts';
import { SCENARIO_VERSION, type Scenario } from '../../engine/scenario/scenario.ts';
import { upgradeScenario } from '../../engine/scenario/upgrade.ts';
import { isList, isObject, isSame, valueAt, without, withValue, type Json } from './json-tree.ts';
import { lineOf, readJsonText } from './json-text.ts';
import { textOfValue, valueOfText } from './typed-value.ts';

export interface Draft {
  readonly value: Json;
  /** Texts as they were typed, by path: `100 Mbit/s` stays so although its value is 100000000. */
  readonly typed: Readonly<Record<string, string>>;
  /** The JSON as it was typed; null: the value as we write it. When it is no JSON, `value` is what it was before. */
  readonly json: string | null;
}

export const draftOf = (scenario: Scenario): Draft => ({
  value: JSON.parse(JSON.stringify(scenario)) as Json,
  typed: {},
  json: null,
});

/** What stands in a field. */
export const textOf = ({ value, typed }: Draft, path: string): string =>
  typed[path] ?? textOfValue(valueAt(value, path));

export const jsonTextOf = ({ value, json }: Draft): string => json ?? JSON.stringify(value, null, 2);

/** Typing into a field. */
export function typeText(draft: Draft, path: string, spec: FieldSpec, text: string): Draft {
  const { value, typed } = draft;
  return {
    value: withValue(value, path, valueOfText(spec, text)),
    typed: { ...forget(typed, path), [path]: text },
    json: null,
  };
}

/** Another value at a path, by a switch, a choice or a reset; undefined takes away what is there. */
export function setValue(draft: Draft, path: string, to: Json | undefined): Draft {
  const { value, typed } = draft;
  const changed = to === undefined ? without(value, path) : withValue(value, path, to);
  // Places in a list move: texts of its entries would stand at others.
  return { value: changed, typed: forget(typed, to === undefined ? parentOf(path) : path), json: null };
}

/** Typing in the JSON. */
export function typeJson(draft: Draft, text: string): Draft {
  const read = readJsonText(text);
  return read.ok ? { value: upgraded(read.value), typed: {}, json: text } : { ...draft, json: text };
}

function upgraded(value: Json): Json {
  return upgradeScenario(value) as Json;
}

function forget(typed: Draft['typed'], path: string): Draft['typed'] {
  return Object.fromEntries(Object.entries(typed).filter(([at]) => at !== path && !at.startsWith(`${path}.`)));
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));

export interface DraftCheck {
  /** The scenario, when all of it is in order. */
  readonly scenario: Scenario | null;
  /** By path, `JSON` for what is no JSON. */
  readonly problems: readonly ScenarioProblem[];
  /** Place of the first character that makes the text no JSON, or -1. */
  readonly brokenAt: number;
}

export function checkDraft(draft: Draft): DraftCheck {
  if (draft.json !== null) {
    const read = readJsonText(draft.json);
    if (!read.ok) {
      const { line, column } = lineOf(draft.json, read.at);
      const message = `line ${line}, column ${column}: ${read.message}`;
      return { scenario: null, problems: [{ path: 'JSON', message }], brokenAt: read.at };
    }
  }
  const result = checkScenario(draft.value);
  return result.ok
    ? { scenario: result.scenario, problems: [], brokenAt: -1 }
    : { scenario: null, problems: result.problems, brokenAt: -1 };
}

/** Problems of a field: its own and those of the entries of its list, which are named by their number. */
export function problemsOf(problems: readonly ScenarioProblem[], path: string): string | null {
  const found = problems.flatMap((problem) => {
    if (problem.path === path) return [problem.message];
    if (!problem.path.startsWith(`${path}.`)) return [];
    const rest = problem.path.slice(path.length + 1);
    return [/^\d+$/.test(rest) ? `entry ${Number(rest) + 1} ${problem.message}` : `${rest} ${problem.message}`];
  });
  return found.length > 0 ? found.join('; ') : null;
}

/** A parameter of an action as a field. */
export function parameterField(parameter: ParameterSpec): FieldSpec {
  return parameter.kind === 'switch' ? { kind: 'flag' } : parameter;
}

export interface FieldPlace {
  readonly path: string;
  readonly spec: FieldSpec;
}

/** Whether a field is one line of a form: all but objects and lists of objects. */
export function isLine(spec: FieldSpec): boolean {
  if (spec.kind === 'list') return spec.of.kind !== 'object';
  if (spec.kind === 'optional') return isLine(spec.of);
  return spec.kind !== 'object' && spec.kind !== 'values' && spec.kind !== 'interventions';
}

/** Every line of the form of a value, in the order of the table. */
export function linesOf(value: Json, spec: FieldSpec = SCENARIO_FIELDS, path = ''): readonly FieldPlace[] {
  const at = (key: string | number): string => (path ? `${path}.${key}` : String(key));
  if (isLine(spec)) return [{ path, spec }];
  switch (spec.kind) {
    case 'object':
      return Object.entries(spec.fields)
        .filter(([key]) => at(key) !== 'version')
        .flatMap(([key, field]) => linesOf(valueAt(value, key) ?? null, field, at(key)));
    case 'optional':
      return value === null ? [{ path, spec }] : linesOf(value, spec.of, path);
    case 'list':
      return isList(value) ? value.flatMap((entry, i) => linesOf(entry, spec.of, at(i))) : [];
    case 'values':
      return isObject(value) ? Object.keys(value).map((key) => ({ path: at(key), spec: spec.of })) : [];
    case 'interventions':
      return isList(value) ? value.flatMap((entry, i) => interventionLines(entry, at(i))) : [];
    default:
      return [];
  }
}

const WHEN: FieldSpec = { kind: 'whole', low: 0, high: MAX_INTERVENTION_TIME, unit: 'ns' };

function interventionLines(entry: Json, path: string): readonly FieldPlace[] {
  const parameters = actionSpec(textOfValue(valueAt(entry, 'action.do')))?.parameters ?? [];
  return [
    { path: `${path}.at`, spec: WHEN },
    ...parameters.map((parameter) => ({ path: `${path}.action.${parameter.name}`, spec: parameterField(parameter) })),
  ];
}

/** Paths whose value is another than in `base`; entries that only one has count once, by the path of the entry. */
export function changedPaths(value: Json, base: Json): readonly string[] {
  const before = new Map(linesOf(base).map(({ path }) => [path, valueAt(base, path)]));
  const changed: string[] = [];
  for (const { path } of linesOf(value)) {
    if (!before.has(path) || !isSame(before.get(path), valueAt(value, path))) changed.push(path);
    before.delete(path);
  }
  return [...changed, ...before.keys()];
}

/** The scenario's version in the text, when the app reads it by bringing it up to date. */
export function olderVersion(draft: Draft): number | null {
  if (draft.json === null) return null;
  const read = readJsonText(draft.json);
  const version = read.ok ? valueAt(read.value, 'version') : undefined;
  return typeof version === 'number' &&
    version < SCENARIO_VERSION &&
    valueAt(draft.value, 'version') === SCENARIO_VERSION
    ? version
    : null;
}

/** A value of a kind, as a new entry of a list begins. */
export function blankOf(spec: FieldSpec): Json {
  switch (spec.kind) {
    case 'whole':
    case 'power':
      return spec.low;
    case 'choice':
      return spec.values[0] ?? '';
    case 'flag':
      return false;
    case 'text':
      return '';
    case 'optional':
      return null;
    case 'list':
    case 'interventions':
      return [];
    case 'values':
      return {};
    case 'object':
      return Object.fromEntries(Object.entries(spec.fields).map(([key, field]) => [key, blankOf(field)]));
  }
}
