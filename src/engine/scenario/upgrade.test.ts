// Scenarios of older versions: what version 1 could say is what it says today.
import { describe, expect, it } from 'vitest';
import { checkScenario } from './check.ts';
import { upgradeScenario } from './upgrade.ts';
import { DEFAULT_NIC_SCENARIO, DEFAULT_SCENARIO, THROTTLE_DEFAULTS } from './default-scenario.ts';
import { PRESETS } from './presets.ts';

const ONE = {
  version: 1,
  name: 'old',
  seed: 3,
  strategy: 'baseline',
  machine: { memoryMiB: 16, filledPerMille: 100 },
  nic: { mac: '52:54:00:12:34:56', queueSize: 256, rxBuffers: 32, startIndex: 7 },
  workload: { rxPerSecond: 400, txPerSecond: 300, packetBytes: 200, dirtyPagesPerSecond: 1200, workingSetPages: 400 },
  link: DEFAULT_SCENARIO.link,
  migration: { maxBandwidth: 12_500_000, downtimeLimit: 12, maxPasses: 100 },
  runAfter: 0,
};

describe('version 1', () => {
  it('becomes one NIC on machine pc of QEMU 10.0 with the RFC', () => {
    expect(checkScenario(ONE)).toEqual({
      ok: true,
      scenario: {
        ...DEFAULT_SCENARIO,
        name: 'old',
        seed: 3,
        strategy: 'baseline',
        machine: { type: 'pc', memoryMiB: 16, filledPerMille: 100, roms: true, neighbours: false },
        nics: [{ ...DEFAULT_NIC_SCENARIO, queueSize: 256, rxBuffers: 32, startIndex: 7 }],
        runAfter: 0,
      },
    });
  });

  it.each([
    [{ ...ONE, nic: 3 }, 'nics must be a list of 1 to 2 entries, is 3'],
    [{ ...ONE, machine: null }, 'machine must be an object, is null'],
    [{ ...ONE, nic: { ...ONE.nic, mac: 'x' } }, 'nics.0.mac must be a MAC address such as 52:54:00:12:34:56, is "x"'],
  ])('says what is wrong in the words of the newest version', (value, message) => {
    const result = checkScenario(value);
    expect(result.ok ? [] : result.problems.map(({ path, message: text }) => `${path} ${text}`)).toEqual([message]);
  });
});

describe('version 2', () => {
  it('becomes a scenario without switches and auto-converge, whose NICs have early-mig as the strategy needs it', () => {
    const two = JSON.parse(JSON.stringify({ ...DEFAULT_SCENARIO, version: 2 })) as Record<string, object>;
    for (const side of ['source', 'destination']) Reflect.deleteProperty(two[side]!, 'earlyMig');
    Reflect.deleteProperty(two, 'switches');
    Reflect.deleteProperty(two.patches!, 'relaxedUntilCleanup');
    Reflect.deleteProperty(two.workload!, 'macChangesPerSecond');
    for (const name of Object.keys(THROTTLE_DEFAULTS)) Reflect.deleteProperty(two.migration!, name);
    expect(checkScenario(two)).toEqual({ ok: true, scenario: DEFAULT_SCENARIO });
  });
});

describe('presets', () => {
  it.each(Object.entries(PRESETS))('%s is in order', (_, scenario) => {
    expect(checkScenario(scenario)).toEqual({ ok: true, scenario });
  });
});

describe('version 3', () => {
  it('had no switch for memory that stays pinned', () => {
    const three = JSON.parse(JSON.stringify({ ...DEFAULT_SCENARIO, version: 3 })) as { switches: object };
    three.switches = { usedQueuesOnly: false, switchoverAck: false, vdpaEarly: false, redoOnChange: false };
    expect(upgradeScenario(three)).toEqual(DEFAULT_SCENARIO);
  });

  it('let an insert be of 256 bytes, which are several now', () => {
    const insert = (bytes: string) => ({
      at: 5,
      action: { do: 'insert', section: '', occurrence: 1, offset: 9, bytes },
    });
    const cancel = { at: 7, action: { do: 'cancel' } };
    const three = { ...DEFAULT_SCENARIO, version: 3, interventions: [insert('0a'.repeat(100)), cancel, insert('ff')] };
    const result = checkScenario(three);
    expect(result).toEqual({
      ok: true,
      scenario: {
        ...DEFAULT_SCENARIO,
        interventions: [
          insert('0a'.repeat(40)),
          insert('0a'.repeat(40)),
          insert('0a'.repeat(20)),
          cancel,
          insert('ff'),
        ],
      },
    });
    expect(checkScenario({ ...DEFAULT_SCENARIO, interventions: [insert('0a'.repeat(41))] })).toMatchObject({
      ok: false,
      problems: [{ path: 'interventions.0.action.bytes', message: 'must be up to 40 bytes in hex such as 00ff' }],
    });
  });
});
