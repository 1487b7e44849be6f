// `migrate_set_state` of the destination, as the traces of real QEMUs have it: 7.2 has no state before the stream begins.
import { expect, it } from 'vitest';
import { EventKind } from '../capture/event-kinds.ts';
import { PRESETS, STOCK_SCENARIO } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { runScenario } from './run.ts';
import { statusText } from './status.ts';

function states(scenario: Scenario): readonly string[] {
  const { events } = runScenario(scenario).destination;
  return Array.from(events.kind.keys())
    .filter((i) => events.kind[i] === EventKind.MigrationState)
    .map((i) => `${statusText(events.before[i]!)} to ${statusText(events.after[i]!)}`);
}

const vhost = PRESETS['q10-vhost-iterative']!;

it('is active while it loads', () => {
  expect(states(STOCK_SCENARIO)).toEqual(['none to active', 'active to completed']);
  expect(states(vhost)).toEqual(['none to setup', 'setup to active', 'active to completed']);
});

it('has failed when the stream ends early', () => {
  const scenario = { ...vhost, patches: { ...vhost.patches, vhostSkip: false } };
  expect(states(scenario)).toEqual(['none to setup', 'setup to active', 'active to failed']);
});
