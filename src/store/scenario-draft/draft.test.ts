// A draft: fields and JSON are one value, what is typed stays as typed, and every problem has its place.
import { describe, expect, it } from 'vitest';
import { SCENARIO_FIELDS } from '../../engine/scenario/check.ts';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import { PRESETS } from '../../engine/scenario/presets.ts';
import type { FieldSpec } from '../../engine/scenario/rules.ts';
import {
  changedPaths,
  checkDraft,
  draftOf,
  jsonTextOf,
  linesOf,
  olderVersion,
  problemsOf,
  setValue,
  textOf,
  typeJson,
  typeText,
} from './draft.ts';
import { valueAt } from './json-tree.ts';

const draft = draftOf(DEFAULT_SCENARIO);
const spec = (path: string): FieldSpec => linesOf(draft.value).find((line) => line.path === path)!.spec;
const typed = (path: string, text: string) => typeText(draft, path, spec(path), text);

describe('typing into a field', () => {
  it.each([
    ['link.bandwidth', '50 Mbit/s', 50_000_000],
    ['link.bandwidth', '1,000,000,000', 1_000_000_000],
    ['link.latency', '1.5 ms', 1_500_000],
    ['migration.maxBandwidth', '32 MiB/s', 33_554_432],
    ['migration.maxBandwidth', '100 Mbit/s', 12_500_000],
    ['migration.downtimeLimit', '0.3 s', 300],
    ['machine.memoryMiB', '1 GiB', 1024],
    ['nics.0.queueSize', '', null],
    ['nics.0.queueSize', '512', 512],
    ['nics.0.filters.vlans', '1, 42', [1, 42]],
    ['nics.0.filters.unicast', '52:54:00:aa:00:00 52:54:00:aa:00:01', ['52:54:00:aa:00:00', '52:54:00:aa:00:01']],
  ])('%s: "%s" is %o', (path, text, value) => {
    const after = typed(path, text);
    expect(valueAt(after.value, path)).toEqual(value);
    expect(textOf(after, path)).toBe(text);
    expect(checkDraft(after).problems).toEqual([]);
  });

  it.each([
    ['seed', 'seven', 'must be a whole number from 0 to 4294967295, is "seven"'],
    ['seed', '-1', 'must be a whole number from 0 to 4294967295, is -1'],
    ['link.latency', '3 parsecs', 'must be a whole number from 0 to 1000000000 ns, is "3 parsecs"'],
    ['machine.memoryMiB', '8.5', 'must be a whole number from 8 to 1024 MiB, is "8.5"'],
    ['nics.0.filters.vlans', '1, 4095', 'entry 2 must be a whole number from 0 to 4094, is 4095'],
    ['nics.0.mac', '52:54', 'must be a MAC address such as 52:54:00:12:34:56, is "52:54"'],
  ])('%s: "%s" stays, and %s', (path, text, message) => {
    const after = typed(path, text);
    expect(textOf(after, path)).toBe(text);
    const { problems, scenario } = checkDraft(after);
    expect(scenario).toBeNull();
    expect(problemsOf(problems, path)).toBe(message);
    expect(problemsOf(problems, 'runAfter')).toBeNull();
    const reset = setValue(after, path, valueAt(draft.value, path));
    expect(checkDraft(reset).scenario).toEqual(DEFAULT_SCENARIO);
    expect(reset.typed).toEqual({});
  });

  it('is in the JSON at once', () => {
    expect(JSON.parse(jsonTextOf(typed('seed', '8')))).toEqual({ ...DEFAULT_SCENARIO, seed: 8 });
  });
});

describe('typing in the JSON', () => {
  it('changes the fields, and the text stays as typed', () => {
    const text = JSON.stringify({ ...DEFAULT_SCENARIO, seed: 9 });
    const after = typeJson(typed('runAfter', '3 parsecs'), text);
    expect(textOf(after, 'seed')).toBe('9');
    expect(textOf(after, 'runAfter')).toBe('20000000');
    expect(jsonTextOf(after)).toBe(text);
    expect(checkDraft(after).scenario?.seed).toBe(9);
  });

  it('that is no JSON yet keeps the text, the value before, and says line and column', () => {
    const text = jsonTextOf(draft).replace('"seed": 7,', '"seed": 7');
    const after = typeJson(draft, text);
    expect(jsonTextOf(after)).toBe(text);
    expect(after.value).toEqual(draft.value);
    const { problems, brokenAt } = checkDraft(after);
    expect(problems).toEqual([
      {
        path: 'JSON',
        message: 'line 5, column 3: "," is expected or "}" behind the values of the scenario, not a text',
      },
    ]);
    expect(text.slice(brokenAt, brokenAt + 10)).toBe('"strategy"');
  });

  it('of an older version is brought up to date, and said so', () => {
    const one = { ...DEFAULT_SCENARIO, version: 2 };
    const after = typeJson(draft, JSON.stringify(one));
    expect(olderVersion(after)).toBe(one.version < DEFAULT_SCENARIO.version ? 2 : null);
    expect(checkDraft(after).problems).toEqual([]);
  });
});

describe('changed fields', () => {
  it('of a preset against the default, and none against itself', () => {
    const packed = draftOf(PRESETS['q10-iterative-packed']!).value;
    expect(changedPaths(packed, packed)).toEqual([]);
    expect(changedPaths(packed, draft.value)).toEqual([
      'name',
      'nics.0.packed',
      'nics.0.featuresOff',
      'nics.0.startIndex',
    ]);
  });

  it('counts what only one of them has', () => {
    const cost = setValue(draft, 'cost.set.barMapping.perView', 5).value;
    expect(changedPaths(cost, draft.value)).toEqual(['cost.set.barMapping.perView']);
    expect(changedPaths(draft.value, cost)).toEqual(['cost.set.barMapping.perView']);
  });
});

describe('lines of the form', () => {
  it.each(Object.entries(PRESETS))('of %s: every value of it is in one of them', (_, preset) => {
    const { value } = draftOf(preset);
    const paths = linesOf(value).map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    const leaves = (at: unknown, path: string): readonly string[] =>
      typeof at === 'object' && at !== null && !paths.includes(path)
        ? Object.entries(at).flatMap(([key, entry]) => leaves(entry, path ? `${path}.${key}` : key))
        : [path];
    // What an intervention does is the heading of its lines.
    const isTold = (path: string): boolean => path === 'version' || /^interventions\.\d+\.action\.do$/.test(path);
    expect(leaves(value, '').filter((path) => !isTold(path) && !paths.includes(path))).toEqual([]);
  });

  it('has the parameters of an intervention with their limits', () => {
    const bandwidth = { at: 5, action: { do: 'bandwidth', bandwidth: 2_000_000 } };
    const { value } = draftOf({ ...DEFAULT_SCENARIO, interventions: [bandwidth] });
    const lines = linesOf(value, SCENARIO_FIELDS).filter(({ path }) => path.startsWith('interventions'));
    expect(lines.map(({ path }) => path)).toEqual(['interventions.0.at', 'interventions.0.action.bandwidth']);
    expect(lines[1]!.spec).toMatchObject({ kind: 'whole', low: 1_000_000, unit: 'bit/s' });
  });
});
