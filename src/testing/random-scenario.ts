// Scenarios out of a seed: any machine, flavours, NICs and backend, strategies, switches, capabilities and properties on
// one side only, and a few interventions of the table. What the checker refuses is drawn again.
import { SeededRandom } from '../engine/bytes/random.ts';
import type { Action, Intervention } from '../engine/scenario/action-groups.ts';
import { ACTIONS, type ParameterSpec } from '../engine/scenario/actions.ts';
import { checkScenario } from '../engine/scenario/check.ts';
import { DEFAULT_NIC_SCENARIO, DEFAULT_SCENARIO } from '../engine/scenario/default-scenario.ts';
import { BACKENDS, STRATEGIES, type NicScenario, type Scenario } from '../engine/scenario/scenario.ts';
import { FLAVOURS, type QemuFlavour } from '../engine/devices/virtio-net-config.ts';

const MS = 1_000_000;
/** Features that a driver may leave, or a destination may lack, without being another device. */
const SOME_FEATURES = ['ctrl_vq', 'mrg_rxbuf', 'event_idx', 'ctrl_vlan', 'ctrl_rx', 'indirect_desc', 'guest_announce'];

/** The scenario of a seed; the same for ever. */
export function randomScenario(seed: number): Scenario {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const result = checkScenario(new Draw(seed, attempt).scenario());
    if (result.ok) return result.scenario;
  }
  throw new Error(`no scenario for seed ${seed}: the generator lacks what the checker asks for`);
}

class Draw {
  private readonly random: SeededRandom;
  private readonly seed: number;

  constructor(seed: number, attempt: number) {
    this.seed = seed;
    this.random = new SeededRandom(seed, attempt);
  }

  scenario(): Scenario {
    const strategy = this.one(STRATEGIES);
    const source = strategy === 'baseline' ? this.one(FLAVOURS) : '10.0+rfc';
    const type = this.chance(25) ? 'q35' : 'pc';
    const nics = [this.nic(3), ...(this.chance(25) ? [{ ...this.nic(6), mac: '52:54:00:12:34:57' }] : [])];
    return {
      ...DEFAULT_SCENARIO,
      name: `seed ${this.seed}`,
      seed: this.random.u32(),
      strategy,
      machine: {
        type,
        memoryMiB: 8,
        filledPerMille: this.random.below(60),
        roms: this.chance(50),
        neighbours: this.chance(10),
      },
      source: { qemu: source, virtioIterative: null, earlyMig: null },
      destination: this.destination(source, nics.length),
      patches: this.flags(DEFAULT_SCENARIO.patches),
      switches: this.flags(DEFAULT_SCENARIO.switches),
      backend: this.one(BACKENDS),
      nics,
      workload: {
        macChangesPerSecond: this.one([0, 0, 0, 50]),
        rxPerSecond: this.one([0, 200, 3000]),
        txPerSecond: this.one([0, 200, 3000]),
        packetBytes: 60 + this.random.below(1400),
        dirtyPagesPerSecond: this.one([0, 300, 3000]),
        workingSetPages: 1 + this.random.below(200),
      },
      link: { bandwidth: this.one([50_000_000, 200_000_000, 1_000_000_000]), latency: this.random.below(MS) },
      migration: {
        ...DEFAULT_SCENARIO.migration,
        maxBandwidth: this.one([3_000_000, 12_500_000, 125_000_000]),
        downtimeLimit: this.one([2, 12, 300]),
        maxPasses: 12,
      },
      interventions: this.interventions(nics),
      // Sometimes the guest goes on at the destination, with whatever was loaded there.
      runAfter: this.one([0, 0, 10 * MS]),
    };
  }

  /** Switches as usual, now and then one of them the other way. */
  private flags<T extends object>(usual: T): T {
    const drawn = Object.entries(usual).map(([name, value]) => [name, value !== this.chance(12)] as const);
    return { ...usual, ...Object.fromEntries(drawn) };
  }

  private destination(source: QemuFlavour, nics: number): Scenario['destination'] {
    const isOther = this.chance(10);
    return {
      qemu: isOther ? this.one(FLAVOURS) : source,
      virtioIterative: this.chance(5) ? this.chance(50) : null,
      earlyMig: this.chance(5) ? this.chance(50) : null,
      machine: this.chance(2) ? 'pc-i440fx-9.2' : null,
      memoryMiB: this.chance(2) ? 16 : null,
      nics: this.chance(10)
        ? Array.from({ length: nics }, () => ({
            featuresOff: this.chance(50) ? [this.one(SOME_FEATURES)] : [],
            queueSize: this.chance(30) ? this.one([256, 512, 1024]) : null,
            queuePairs: this.chance(20) ? 1 + this.random.below(4) : null,
            vectors: this.chance(20) ? this.random.below(10) : null,
          }))
        : [],
    };
  }

  private nic(slot: number): NicScenario {
    const queuePairs = this.one([1, 1, 2, 4]);
    const queueSize = this.one([null, null, 64, 128, 256]);
    return {
      ...DEFAULT_NIC_SCENARIO,
      slot,
      peer: queuePairs > 1 || this.chance(30) ? 'tap' : 'plain',
      queuePairs,
      packed: this.chance(25),
      rss: this.chance(25),
      driver: !this.chance(15),
      legacy: this.chance(15),
      featuresOff: this.chance(30) ? [this.one(SOME_FEATURES)] : [],
      queueSize,
      rxBuffers: 1 + this.random.below(Math.min(64, queueSize ?? 64)),
      startIndex: this.one([0, 9, 65_500, this.random.below(65_536)]),
      filters: {
        promisc: this.chance(50),
        allmulti: this.chance(50),
        unicast: this.chance(30) ? ['52:54:00:aa:00:00', '52:54:00:aa:00:01'] : [],
        multicast: this.chance(30) ? ['01:00:5e:00:00:01'] : [],
        vlans: this.chance(40) ? [1 + this.random.below(4000)] : [],
      },
    };
  }

  private interventions(nics: readonly NicScenario[]): Intervention[] {
    const count = this.one([0, 1, 2, 3, 5]);
    return Array.from({ length: count }, () => ({ at: this.random.below(200 * MS), action: this.action(nics) })).sort(
      (a, b) => a.at - b.at,
    );
  }

  private action(nics: readonly NicScenario[]): Action {
    const group = this.one(['guest', 'guest', 'guest', 'guest', 'guest', 'host', 'host', 'stream', 'destination']);
    const spec = this.one(ACTIONS.filter((each) => each.group === group));
    const values = spec.parameters.map((parameter) => [parameter.name, this.value(parameter, nics)] as const);
    return { do: spec.name, ...Object.fromEntries(values) };
  }

  private value(parameter: ParameterSpec, nics: readonly NicScenario[]): string | number | boolean {
    const { name } = parameter;
    switch (parameter.kind) {
      case 'switch':
        return this.chance(50);
      case 'choice':
        return this.one(parameter.values);
      case 'whole': {
        if (name === 'nic') return this.random.below(nics.length);
        if (name === 'bandwidth') return this.one([20_000_000, 100_000_000, 1_000_000_000]);
        if (name === 'offset')
          return this.one([this.random.below(64), this.random.below(2000), this.random.below(60_000)]);
        const { low, high } = parameter;
        const most = this.one([low, parameter.initial, Math.min(high, 4 * parameter.initial + 4)]);
        return low + this.random.below(most - low + 1);
      }
      case 'text':
        if (name === 'mac') return `52:54:00:00:00:${(16 + this.random.below(200)).toString(16)}`;
        if (name === 'offloads') return this.one(['0x0', '0x2', '0x80', '0x782']);
        if (name === 'section') return this.section(nics);
        if (name === 'bytes') return this.one(['00', 'ff', '7e00', '0102030405']);
        if (name === 'features') return this.one(SOME_FEATURES);
        return parameter.initial;
    }
  }

  private section(nics: readonly NicScenario[]): string {
    const path = `0000:00:0${this.one(nics).slot}.0/virtio-net`;
    return this.one([
      '',
      'PART ram',
      'END ram',
      `FULL ${path}`,
      `FULL ${path}`,
      `START ${path}-iterative`,
      `FULL ${path}-early`,
      `PART ${path}-iterative`,
    ]);
  }

  private one<T>(values: readonly T[]): T {
    return values[this.random.below(values.length)]!;
  }

  private chance(percent: number): boolean {
    return this.random.below(100) < percent;
  }
}
