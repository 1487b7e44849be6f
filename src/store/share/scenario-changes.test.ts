// Any scenario comes back from its changes, and the scenario that they are changes to stays what it is.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { DEFAULT_NIC_SCENARIO, DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import { PRESETS } from '../../engine/scenario/presets.ts';
import { randomScenario } from '../../testing/random-scenario.ts';
import { changesOf, scenarioOf } from './scenario-changes.ts';

const through = (value: unknown): unknown => scenarioOf(JSON.parse(JSON.stringify(value)));

it('are nothing for the default scenario', () => {
  expect(changesOf(DEFAULT_SCENARIO)).toEqual({});
  expect(scenarioOf({})).toEqual(DEFAULT_SCENARIO);
});

it('name what differs, in lists by place', () => {
  const second = { ...DEFAULT_NIC_SCENARIO, startIndex: 65_500, slot: 6 };
  const scenario = {
    ...DEFAULT_SCENARIO,
    seed: 8,
    nics: [DEFAULT_SCENARIO.nics[0]!, second],
    cost: { ...DEFAULT_SCENARIO.cost, set: { 'ram.perPage': 5 } },
    interventions: [{ at: 1, action: { do: 'cancel' } }],
  };
  const changes = {
    seed: 8,
    nics: [{}, { slot: 6 }],
    cost: { set: { 'ram.perPage': 5 } },
    interventions: [{ at: 1, action: { do: 'cancel' } }],
  };
  expect(changesOf(scenario)).toEqual(changes);
  expect(scenarioOf(changes)).toEqual(scenario);
});

it('give back presets and random scenarios', () => {
  for (const scenario of Object.values(PRESETS)) expect(through(changesOf(scenario))).toEqual(scenario);
  for (let seed = 1; seed <= 60; seed++) {
    const scenario = randomScenario(seed);
    expect(through(changesOf(scenario))).toEqual(scenario);
  }
});

it('are of this default scenario: whoever changes it keeps it for links of version 2 and raises their version', () => {
  const hash = createHash('sha256').update(JSON.stringify(DEFAULT_SCENARIO)).digest('hex');
  expect(hash).toBe('bb403314c0f5185d5196a186db7f3cc42433090e2e2f8e9baa90de69c9cd831f');
});
