// What a scenario has other than the default one: a link holds that, so that it is short. Scenarios of one version have the
// same fields, so nothing is ever taken away; an entry of a list of objects is told against the default's entry of its
// place, or the last. A field that is new, at the value that upgrades give it, changes nothing for older links; whoever changes
// anything else of the default scenario keeps the old one for the links that were made from it.
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import type { Scenario } from '../../engine/scenario/scenario.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const isObject = (value: Json | undefined): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** What entry `i` of a list is told against; undefined where entries stand as they are. */
function entryBase(base: readonly Json[], i: number): Json | undefined {
  const entry = base[i] ?? base.at(-1);
  return isObject(entry) ? entry : undefined;
}

/** Undefined: there is nothing to say. */
function changes(base: Json, value: Json): Json | undefined {
  if (isObject(base) && isObject(value)) {
    const named = Object.entries(value).flatMap(([name, own]) => {
      const change = name in base ? changes(base[name]!, own) : own;
      return change === undefined ? [] : [[name, change] as const];
    });
    return named.length > 0 ? Object.fromEntries(named) : undefined;
  }
  if (JSON.stringify(base) === JSON.stringify(value)) return undefined;
  if (isList(base) && isList(value))
    return value.map((own, i) => {
      const against = entryBase(base, i);
      return against === undefined ? own : (changes(against, own) ?? (isObject(own) ? {} : own));
    });
  return value;
}

function changed(base: Json, change: Json | undefined): Json {
  if (change === undefined) return base;
  if (isObject(base) && isObject(change)) {
    const own = Object.entries(change).map(
      ([name, one]) => [name, Object.hasOwn(base, name) ? changed(base[name]!, one) : one] as const,
    );
    return { ...base, ...Object.fromEntries(own) };
  }
  if (isList(base) && isList(change))
    return change.map((one, i) => {
      const against = entryBase(base, i);
      return against === undefined ? one : changed(against, one);
    });
  return change;
}

/** As JSON. */
export function changesOf(scenario: Scenario): unknown {
  return changes(DEFAULT_SCENARIO as unknown as Json, scenario as unknown as Json) ?? {};
}

/** The scenario again; it came from outside, so it is checked by whoever takes it. */
export function scenarioOf(change: unknown): unknown {
  return changed(DEFAULT_SCENARIO as unknown as Json, change as Json);
}
