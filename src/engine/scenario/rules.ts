// Rules for values that come from outside as JSON. Each rule checks, and says as data what it checks, so that a form made
// from the rules has the very limits that a file is held to.
import type { ScenarioProblem } from './problem.ts';

/** What a value may be. Limits are inclusive. */
export type FieldSpec =
  | { readonly kind: 'whole'; readonly low: number; readonly high: number; readonly unit: string }
  | { readonly kind: 'power'; readonly low: number; readonly high: number }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'text'; readonly what: string }
  | { readonly kind: 'flag' }
  | { readonly kind: 'optional'; readonly of: FieldSpec }
  | { readonly kind: 'list'; readonly of: FieldSpec; readonly low: number; readonly high: number }
  | { readonly kind: 'values'; readonly of: FieldSpec }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, FieldSpec>> }
  /** Their fields stand in actions.ts. */
  | { readonly kind: 'interventions' };

type Check = (value: unknown, path: string, problems: ScenarioProblem[]) => void;

export interface Rule {
  (...asked: Parameters<Check>): void;
  readonly spec: FieldSpec;
}

export const ruleOf = (spec: FieldSpec, check: Check): Rule =>
  Object.assign<Check, { spec: FieldSpec }>(check, { spec });

export const whole = (low: number, high: number, unit = ''): Rule =>
  ruleOf({ kind: 'whole', low, high, unit }, (value, path, problems) => {
    const range = `a whole number from ${low} to ${high}${unit && ` ${unit}`}`;
    if (typeof value !== 'number' || !Number.isInteger(value))
      problems.push({ path, message: `must be ${range}, is ${show(value)}` });
    else if (value < low || value > high) problems.push({ path, message: `must be ${range}, is ${value}` });
  });

export const powerOfTwo = (low: number, high: number): Rule =>
  ruleOf({ kind: 'power', low, high }, (value, path, problems) => {
    if (
      typeof value === 'number' &&
      value >= low &&
      value <= high &&
      Number.isInteger(value) &&
      (value & (value - 1)) === 0
    )
      return;
    problems.push({ path, message: `must be a power of two from ${low} to ${high}, is ${show(value)}` });
  });

export const oneOf = (values_: readonly string[]): Rule =>
  ruleOf({ kind: 'choice', values: values_ }, (value, path, problems) => {
    if (typeof value !== 'string' || !values_.includes(value))
      problems.push({ path, message: `must be one of ${values_.join(', ')}, is ${show(value)}` });
  });

export const text = (pattern: RegExp, what: string): Rule =>
  ruleOf({ kind: 'text', what }, (value, path, problems) => {
    if (typeof value !== 'string' || !pattern.test(value))
      problems.push({ path, message: `must be ${what}, is ${show(value)}` });
  });

export const flag: Rule = ruleOf({ kind: 'flag' }, (value, path, problems) => {
  if (typeof value !== 'boolean') problems.push({ path, message: `must be true or false, is ${show(value)}` });
});

/** The rule, or null. */
export const orNull = (rule: Rule): Rule =>
  ruleOf({ kind: 'optional', of: rule.spec }, (value, path, problems) => {
    if (value !== null) rule(value, path, problems);
  });

export const list = (rule: Rule, low: number, high: number): Rule =>
  ruleOf({ kind: 'list', of: rule.spec, low, high }, (value, path, problems) => {
    if (!Array.isArray(value) || value.length < low || value.length > high)
      problems.push({
        path,
        message: `must be a list of ${low} to ${high} entries, is ${Array.isArray(value) ? `one of ${value.length}` : show(value)}`,
      });
    else value.forEach((entry, i) => rule(entry, `${path}.${i}`, problems));
  });

/** An object whose names are free. */
export const values = (rule: Rule): Rule =>
  ruleOf({ kind: 'values', of: rule.spec }, (value, path, problems) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      problems.push({ path, message: `must be an object, is ${show(value)}` });
    else for (const [key, entry] of Object.entries(value)) rule(entry, `${path}.${key}`, problems);
  });

export const object = (fields: Readonly<Record<string, Rule>>): Rule =>
  ruleOf(
    { kind: 'object', fields: Object.fromEntries(Object.entries(fields).map(([key, { spec }]) => [key, spec])) },
    (value, path, problems) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        problems.push({ path: path || '(scenario)', message: `must be an object, is ${show(value)}` });
        return;
      }
      const given = value as Readonly<Record<string, unknown>>;
      const at = (key: string): string => (path ? `${path}.${key}` : key);
      for (const key of Object.keys(given)) {
        if (!Object.hasOwn(fields, key)) problems.push({ path: at(key), message: 'is not a field of a scenario' });
      }
      for (const [key, rule] of Object.entries(fields)) {
        if (Object.hasOwn(given, key)) rule(given[key], at(key), problems);
        else problems.push({ path: at(key), message: 'is missing' });
      }
    },
  );

function show(value: unknown): string {
  if (typeof value === 'string') return `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
  if (value === undefined) return 'missing';
  if (typeof value === 'object') return value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
  return `${value as number | boolean}`;
}
