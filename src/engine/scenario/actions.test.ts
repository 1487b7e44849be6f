// The table of actions: every initial value passes its own check, and what is wrong is named with its path.
import { describe, expect, it } from 'vitest';
import type { Action } from './action-groups.ts';
import { ACTIONS, actionText, checkInterventions, initialAction } from './actions.ts';
import type { ScenarioProblem } from './problem.ts';

function problems(value: unknown): readonly string[] {
  const found: ScenarioProblem[] = [];
  checkInterventions(value, 'interventions', found);
  return found.map(({ path, message }) => `${path} ${message}`);
}

const one = (action: unknown, at: unknown = 5): unknown => [{ at, action }];

describe('actions', () => {
  it('has each name once', () => {
    expect(new Set(ACTIONS.map(({ name }) => name)).size).toBe(ACTIONS.length);
  });

  it.each(ACTIONS.map((spec) => [spec.name, spec] as const))('%s: its initial parameters are in order', (_, spec) => {
    expect(problems(one(initialAction(spec)))).toEqual([]);
  });

  it.each([
    [
      { do: 'set-mac', nic: 0, mac: '52:54' },
      'interventions.0.action.mac must be a MAC address such as 52:54:00:12:34:56',
    ],
    [{ do: 'add-vlan', nic: 2, vlan: 1 }, 'interventions.0.action.nic must be a whole number from 0 to 1'],
    [{ do: 'add-vlan', nic: 0 }, 'interventions.0.action.vlan must be a whole number from 0 to 4094'],
    [
      { do: 'rx-mode', nic: 0, mode: 'all', on: true },
      'interventions.0.action.mode must be one of promisc, allmulti, alluni, nomulti, nouni, nobcast',
    ],
    [{ do: 'link', nic: 0, up: 'no' }, 'interventions.0.action.up must be true or false'],
    [{ do: 'cancel', now: true }, 'interventions.0.action.now is not a parameter of cancel'],
  ])('refuses %j', (action, message) => {
    expect(problems(one(action))).toEqual([message]);
  });

  it('refuses what is no list, no action, no time', () => {
    expect(problems({})).toEqual(['interventions must be a list']);
    expect(problems([3])).toEqual(['interventions.0 must be an object with at and action']);
    expect(problems(one({ do: 'sing' }))[0]).toMatch(/^interventions\.0\.action\.do must be one of set-mac, /);
    expect(problems(one({ do: 'cancel' }, -1))).toEqual([
      'interventions.0.at must be a whole number from 0 to 3600000000000 ns',
    ]);
    expect(problems(new Array(201).fill(null))).toEqual(['interventions must have at most 200 entries, has 201']);
  });

  it.each([
    [{ do: 'set-mac', nic: 0, mac: '52:54:00:00:00:01' }, 'Change the MAC address: 52:54:00:00:00:01'],
    [{ do: 'link', nic: 1, up: false }, 'Set the link up or down: nic 1, up no'],
    [{ do: 'downtime-limit', limit: 300 }, 'Change downtime-limit: 300 ms'],
    [
      { do: 'flip', section: 'FULL 0000:00:03.0/virtio-net', occurrence: 1, offset: 7, bit: 3 },
      'Flip a bit: FULL 0000:00:03.0/virtio-net, offset 7 bytes, bit 3',
    ],
    [{ do: 'cancel' }, 'Cancel the migration'],
  ] as readonly (readonly [Action, string])[])('says %j in words', (action, words) => {
    expect(actionText(action)).toBe(words);
  });
});
