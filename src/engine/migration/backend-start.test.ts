// vhost back-ends at the destination: what a vDPA device is told and when, before the stop or in it.
import { describe, expect, it } from 'vitest';
import type { RunCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { vdpaChanges, vdpaCommands, type VdpaCommand } from '../devices/vdpa-commands.ts';
import { DEFAULT_NIC } from '../devices/virtio-net-config.ts';
import { newNicState } from '../devices/virtio-net-state.ts';
import { Feature } from '../devices/virtio.ts';
import { checkScenario } from '../scenario/check.ts';
import { NO_SWITCHES } from '../scenario/default-scenario.ts';
import { PRESETS } from '../scenario/presets.ts';
import type { Intervention } from '../scenario/action-groups.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { runScenario } from './run.ts';

const MS = 1_000_000;
const AFTER = PRESETS['vdpa-after']!;
const BEFORE = PRESETS['vdpa-before']!;

function run(scenario: Scenario, change: Partial<Scenario> = {}): RunCapture {
  const result = checkScenario({ ...scenario, ...change });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return runScenario(result.scenario);
}

interface Step {
  readonly kind: number;
  readonly at: number;
  readonly before: number;
  readonly ns: number;
}

const KINDS: readonly number[] = [
  EventKind.BackendPinned,
  EventKind.BackendSetUp,
  EventKind.BackendCommand,
  EventKind.BackendEnabled,
];

/** But for those of opening the device, before the migration. */
function steps({ destination: { events } }: RunCapture): Step[] {
  const list: Step[] = [];
  for (let i = 0; i < events.length; i++)
    if (KINDS.includes(events.kind[i]!) && events.time[i]! > 0)
      list.push({ kind: events.kind[i]!, at: events.time[i]!, before: events.before[i]!, ns: events.after[i]! });
  return list;
}

const time = ({ source, destination }: RunCapture, side: 'source' | 'destination', kind: number): number => {
  const { events } = side === 'source' ? source : destination;
  return events.time[events.kind.subarray(0, events.length).indexOf(kind)]!;
};

/** MAC, its table, pairs, promisc off, allmulti on, four VLANs. */
const COMMANDS = [257, 256, 1024, 0, 1, 512, 512, 512, 512];

describe('vDPA, commands after the stop', () => {
  const capture = run(AFTER);

  it('sets the device up, sends each command, enables the queues, then the guest runs', () => {
    const list = steps(capture);
    expect(list.map(({ before }) => before)).toEqual([16, 4, ...COMMANDS, 9]);
    expect(list.every(({ at }) => at > time(capture, 'source', EventKind.GuestStop))).toBe(true);
    // 6 ms for the device, 1.05 ms for each GiB, 9 ms for each command, 71 µs for the queues.
    expect(list.map(({ ns }) => ns)).toEqual([16_407, 6_000_000, ...COMMANDS.map(() => 9 * MS), 71_000]);
    for (const [i, { at, ns }] of list.entries())
      expect(at + ns).toBe(list[i + 1]?.at ?? time(capture, 'destination', EventKind.GuestStart) - 300_000);
  });

  it('takes no time without the mechanism', () => {
    const mechanisms = { ...AFTER.cost.mechanisms, vhostStart: false };
    const without = run(AFTER, { cost: { ...AFTER.cost, mechanisms } });
    expect(steps(without).every(({ ns }) => ns === 0)).toBe(true);
    expect(capture.outcome.downtime - without.outcome.downtime).toBe(6_016_407 + 9 * 9 * MS + 71_000);
  });
});

describe('memory for vDPA', () => {
  const pinning = (capture: RunCapture): readonly (readonly [string, boolean, number])[] => {
    const { events } = capture.destination;
    const list: (readonly [string, boolean, number])[] = [];
    for (let i = 0; i < events.length; i++) {
      const kind = events.kind[i]!;
      if (kind === EventKind.BackendPinned || kind === EventKind.BackendUnpinned)
        list.push([kind === EventKind.BackendPinned ? 'pinned' : 'dropped', events.time[i]! > 0, events.after[i]!]);
    }
    return list;
  };

  it('is pinned when the device is opened, dropped by its reset, pinned again in its start', () => {
    expect(pinning(run(AFTER))).toEqual([
      ['pinned', false, 0],
      ['dropped', false, 0],
      ['pinned', true, 16_407],
    ]);
  });

  it('stays pinned without that reset, and the stop is shorter by just that', () => {
    const kept = run(AFTER, { switches: { ...AFTER.switches, vdpaKeepPinned: true } });
    expect(pinning(kept)).toEqual([['pinned', false, 0]]);
    expect(run(AFTER).outcome.downtime - kept.outcome.downtime).toBe(16_407);
  });
});

describe('vDPA, commands before the stop', () => {
  it('sends them on the early state; the stop has only the queues left', () => {
    const capture = run(BEFORE);
    const list = steps(capture);
    const stop = time(capture, 'source', EventKind.GuestStop);
    expect(list.filter(({ at }) => at < stop).map(({ before }) => before)).toEqual([16, 4, ...COMMANDS]);
    expect(list.filter(({ at }) => at > stop).map(({ before }) => before)).toEqual([9]);
    expect(run(AFTER).outcome.downtime - capture.outcome.downtime).toBeGreaterThan(60 * MS);
  });

  it('sends again only what the guest changed in between', () => {
    const interventions: readonly Intervention[] = [
      { at: 30 * MS, action: { do: 'set-mac', nic: 0, mac: '52:54:00:ab:cd:ef' } },
      { at: 31 * MS, action: { do: 'drop-vlan', nic: 0, vlan: 100 } },
      { at: 32 * MS, action: { do: 'rx-mode', nic: 0, mode: 'promisc', on: true } },
    ];
    const capture = run(BEFORE, { interventions });
    const stop = time(capture, 'source', EventKind.GuestStop);
    const late = steps(capture).filter(({ at }) => at > stop);
    // MAC_ADDR_SET, RX_PROMISC, VLAN_DEL, queues.
    expect(late.map(({ before }) => before)).toEqual([257, 0, 513, 9]);
  });

  it('without an early state they follow in the stop', () => {
    const capture = run(BEFORE, { strategy: 'baseline' });
    const stop = time(capture, 'source', EventKind.GuestStop);
    expect(steps(capture).every(({ at }) => at > stop)).toBe(true);
    expect(steps(capture).map(({ before }) => before)).toEqual([16, 4, ...COMMANDS, 9]);
  });

  it('needs vDPA', () => {
    const problems = (change: Partial<Scenario>): readonly string[] => {
      const result = checkScenario({ ...BEFORE, ...change });
      return result.ok ? [] : result.problems.map(({ path }) => path);
    };
    expect(problems({ backend: 'vhost-net' })).toEqual(['switches.vdpaEarly']);
    const keep = { switches: { ...NO_SWITCHES, vdpaKeepPinned: true } };
    expect(problems({ backend: 'vhost-net', ...keep })).toEqual(['switches.vdpaKeepPinned']);
    expect(problems({ nics: [{ ...BEFORE.nics[0]!, peer: 'plain', queuePairs: 1 }] })).toEqual(['nics.0.peer']);
    expect(problems({ strategy: 'early-vmsd', switches: { ...NO_SWITCHES, vdpaEarly: true } })).toEqual([]);
  });
});

it('vhost-net is set up for 60 µs a pair', () => {
  const list = steps(run(PRESETS['q10-vhost-iterative']!));
  expect(list.map(({ kind, ns }) => [kind, ns])).toEqual([
    [EventKind.BackendSetUp, 60_000],
    [EventKind.BackendEnabled, 0],
  ]);
});

describe('vdpaCommands', () => {
  const state = newNicState('10.0+rfc', { ...DEFAULT_NIC, peer: 'tap' }, 'pc-i440fx-10.0');
  const brief = (list: readonly VdpaCommand[]): string[] =>
    list.map(({ cls, command, data }) => `${cls}.${command} ${data}`);
  state.vlans = new Uint8Array(512);

  it('needs each command’s feature', () => {
    expect(vdpaCommands(state)).toEqual([]);
    state.guestFeatures = 1n << BigInt(Feature.CtrlMacAddr);
    expect(brief(vdpaCommands(state))).toEqual(['1.1 525400123456']);
  });

  it('says nothing of what a device has after reset', () => {
    state.guestFeatures = (1n << BigInt(Feature.CtrlRx)) | (1n << BigInt(Feature.CtrlVlan));
    expect(vdpaCommands(state)).toEqual([]);
    state.vlans[12] = 0x10;
    expect(brief(vdpaCommands({ ...state, promisc: 0, allmulti: 1 }))).toEqual(['0.0 00', '0.1 01', '2.0 6400']);
  });

  it('changes: what is new, what is other, and the contrary of what is gone', () => {
    const one = (about: string, cls: number, command: number, data: string): VdpaCommand => ({
      cls,
      command,
      about,
      data,
    });
    const before = [one('mac', 1, 1, 'aa'), one('vlan 5', 2, 0, '0500'), one('promisc', 0, 0, '00')];
    expect(vdpaChanges(before, before)).toEqual([]);
    expect(brief(vdpaChanges(before, [one('mac', 1, 1, 'bb'), one('vlan 6', 2, 0, '0600')]))).toEqual([
      '1.1 bb',
      '2.0 0600',
      '2.1 0500',
      '0.0 01',
    ]);
  });
});

it('a back-end that runs already keeps the rings of a guest that has run for a while', () => {
  // Started anew it would begin at index 0 and take descriptors that nobody has posted.
  const nics = [{ ...AFTER.nics[0]!, startIndex: 498 }];
  const capture = run(AFTER, { nics, runAfter: 0 });
  expect(capture.outcome).toMatchObject({ status: 'completed', stderr: [], guestErrors: [] });
  const { events } = capture.source;
  const last: number[] = [];
  for (let i = 0; i < events.length; i++) if (events.kind[i] === EventKind.DevicePop) last.push(events.after[i]!);
  expect(Math.min(...last)).toBeGreaterThan(498);
});
