// What the table of fields says of itself is what it checks: one step beyond each limit is refused, the limit is not.
import { describe, expect, it } from 'vitest';
import { checkScenario, SCENARIO_FIELDS } from './check.ts';
import { DEFAULT_SCENARIO } from './default-scenario.ts';
import type { FieldSpec } from './rules.ts';

interface Leaf {
  readonly path: string;
  readonly spec: FieldSpec;
}

/** Fields below a spec, the first entry of each list. */
function leaves(spec: FieldSpec, path: string): readonly Leaf[] {
  const at = (key: string): string => (path ? `${path}.${key}` : key);
  if (spec.kind === 'object') return Object.entries(spec.fields).flatMap(([key, field]) => leaves(field, at(key)));
  if (spec.kind === 'list' && spec.low > 0) return leaves(spec.of, at('0'));
  return [{ path, spec }];
}

const problemsAt = (path: string, value: unknown): readonly string[] => {
  const copy = structuredClone(DEFAULT_SCENARIO) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop()!;
  let parent = copy;
  for (const key of keys) parent = parent[key] as Record<string, unknown>;
  parent[last] = value;
  const result = checkScenario(copy);
  return result.ok ? [] : result.problems.filter((problem) => problem.path === path).map(({ message }) => message);
};

const fields = leaves(SCENARIO_FIELDS, '').filter(({ path }) => path !== 'version');

describe('the table of fields', () => {
  it('names every field of the default scenario', () => {
    const named = (value: unknown, path: string): readonly string[] => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
      return Object.entries(value).flatMap(([key, entry]) => named(entry, path ? `${path}.${key}` : key));
    };
    const { nics, ...rest } = DEFAULT_SCENARIO;
    const paths = [...named(rest, ''), ...named(nics[0], 'nics.0')].filter(
      (path) => path !== 'version' && !path.startsWith('cost.set'),
    );
    expect(
      fields
        .map(({ path }) => path)
        .filter((path) => path !== 'cost.set')
        .sort(),
    ).toEqual(paths.sort());
  });

  it.each(fields.flatMap(({ path, spec }) => (spec.kind === 'whole' ? [[path, spec.low, spec.high] as const] : [])))(
    '%s: %i to %i, and nothing beyond',
    (path, low, high) => {
      const range = new RegExp(`^must be a whole number from ${low} to ${high}`);
      for (const beyond of [low - 1, high + 1]) expect(problemsAt(path, beyond)[0]).toMatch(range);
      for (const limit of [low, high])
        for (const message of problemsAt(path, limit)) expect(message).not.toMatch(range);
    },
  );

  it.each(fields.flatMap(({ path, spec }) => (spec.kind === 'choice' ? [[path, spec.values] as const] : [])))(
    '%s: each of its values, and no other',
    (path, values) => {
      expect(problemsAt(path, 'none of them')).toHaveLength(1);
      for (const value of values)
        for (const message of problemsAt(path, value)) expect(message).not.toMatch(/^must be one of/);
    },
  );
});
