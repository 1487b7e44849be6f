// A scenario from outside: every problem with its path, nothing guessed, nothing let through.
import { describe, expect, it } from 'vitest';
import { checkScenario } from './check.ts';
import { DEFAULT_SCENARIO } from './default-scenario.ts';

/** The default scenario as JSON with one place changed. */
function changed(path: string, value: unknown): unknown {
  const copy = JSON.parse(JSON.stringify(DEFAULT_SCENARIO)) as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop()!;
  let at = copy;
  for (const key of keys) at = at[key] as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value;
  return copy;
}

function problems(value: unknown): readonly string[] {
  const result = checkScenario(value);
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path} ${message}`);
}

describe('checkScenario', () => {
  it('takes the default scenario after a round trip through JSON', () => {
    const result = checkScenario(JSON.parse(JSON.stringify(DEFAULT_SCENARIO)));
    expect(result).toEqual({ ok: true, scenario: DEFAULT_SCENARIO });
  });

  it.each([
    ['seed', -1, 'seed must be a whole number from 0 to 4294967295, is -1'],
    ['strategy', 'magic', 'strategy must be one of baseline, iterative, early-vmsd, delta, warm-reset, is "magic"'],
    ['machine.memoryMiB', 4, 'machine.memoryMiB must be a whole number from 8 to 1024 MiB, is 4'],
    ['nics.0.mac', '52:54', 'nics.0.mac must be a MAC address such as 52:54:00:12:34:56, is "52:54"'],
    ['nics.0.queueSize', 1000, 'nics.0.queueSize must be a power of two from 64 to 1024, is 1000'],
    ['link.bandwidth', '100', 'link.bandwidth must be a whole number from 1000000 to 400000000000 bit/s, is "100"'],
    ['workload', null, 'workload must be an object, is null'],
    ['migration.downtimeLimit', undefined, 'migration.downtimeLimit is missing'],
    ['migration.maxCpuThrottle', 100, 'migration.maxCpuThrottle must be a whole number from 1 to 99 %, is 100'],
    ['migration.autoConverge', 1, 'migration.autoConverge must be true or false, is 1'],
    ['nics.0.colour', 'red', 'nics.0.colour is not a field of a scenario'],
  ])('refuses %s = %s', (path, value, message) => {
    expect(problems(changed(path, value))).toEqual([message]);
  });

  it('lists every problem, not only the first', () => {
    const value = { ...(changed('seed', 1.5) as object), name: '', strategy: 3 };
    expect(problems(value)).toHaveLength(3);
  });

  it('refuses another version before anything else', () => {
    expect(problems({ version: 7, anything: true })).toEqual([
      'version 7 is not known here; this app reads versions 1 to 4',
    ]);
  });

  it.each([[null], [3], ['x'], [[]], [undefined]])('refuses %s, which is no object', (value) => {
    expect(problems(value)[0]).toMatch(/^\(scenario\) must be an object/);
  });

  it('checks what only two fields together can say', () => {
    expect(problems(changed('nics.0.queueSize', 64))).toEqual([]);
    const small = changed('nics.0.rxBuffers', 200) as { nics: { queueSize: number }[] };
    small.nics[0]!.queueSize = 128;
    expect(problems(small)).toEqual(['nics.0.rxBuffers must fit in the ring of 128, is 200']);
    expect(problems(changed('workload.workingSetPages', 2049))).toEqual([
      "workload.workingSetPages must be at most half of the guest's 4096 pages, is 2049",
    ]);
  });
});
