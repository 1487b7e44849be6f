// Reads a scenario from JSON that somebody else wrote: every problem is reported with its path, unknown versions and
// unknown fields are refused, and nothing is guessed.
import { defaultRingSizes, FEATURE_PROPERTIES, FLAVOURS } from '../devices/virtio-net-config.ts';
import { checkInterventions } from './actions.ts';
import { CALIBRATIONS, costPaths } from './cost-calibrations.ts';
import { capabilityOf, earlyMigOf, nicsOf } from './machines.ts';
import type { ScenarioProblem } from './problem.ts';
import {
  flag,
  list,
  object,
  oneOf,
  orNull,
  powerOfTwo,
  ruleOf,
  text,
  values,
  whole,
  type FieldSpec,
  type Rule,
} from './rules.ts';
import { BACKENDS, MACHINE_TYPES, PEERS, SCENARIO_VERSION, STRATEGIES, type Scenario } from './scenario.ts';
import { upgradeScenario } from './upgrade.ts';

export type ScenarioResult =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

const MAC = text(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/, 'a MAC address such as 52:54:00:12:34:56');
const MEMORY = whole(8, 1024, 'MiB');
const FEATURES = list(oneOf(FEATURE_PROPERTIES), 0, FEATURE_PROPERTIES.length);
const SIDE = { qemu: oneOf(FLAVOURS), virtioIterative: orNull(flag), earlyMig: orNull(flag) };
/** MAC_TABLE_ENTRIES of QEMU: more switch the filter off, which the device does by itself when told. */
const MACS = list(MAC, 0, 128);

/** What migrate_params_check() lets a throttle be. */
const PER_CENT = whole(1, 99, '%');

const SCENARIO: Rule = object({
  version: whole(SCENARIO_VERSION, SCENARIO_VERSION),
  name: text(/^[^\n]{1,80}$/, 'a name of 1 to 80 characters'),
  seed: whole(0, 0xffffffff),
  strategy: oneOf(STRATEGIES),
  machine: object({
    type: oneOf(MACHINE_TYPES),
    memoryMiB: MEMORY,
    filledPerMille: whole(0, 1000, 'per mille'),
    roms: flag,
    neighbours: flag,
  }),
  source: object(SIDE),
  destination: object({
    ...SIDE,
    machine: orNull(text(/^[a-z0-9.-]{1,64}$/, 'a machine type such as pc-i440fx-9.2')),
    memoryMiB: orNull(MEMORY),
    nics: list(
      object({
        featuresOff: FEATURES,
        queueSize: orNull(powerOfTwo(256, 1024)),
        queuePairs: orNull(whole(1, 4)),
        vectors: orNull(whole(0, 64)),
      }),
      0,
      2,
    ),
  }),
  patches: object({ relaxedIndexCheck: flag, relaxedUntilCleanup: flag, vhostSkip: flag }),
  switches: object({
    usedQueuesOnly: flag,
    switchoverAck: flag,
    vdpaEarly: flag,
    vdpaKeepPinned: flag,
    redoOnChange: flag,
  }),
  backend: oneOf(BACKENDS),
  nics: list(
    object({
      slot: whole(2, 29),
      mac: MAC,
      peer: oneOf(PEERS),
      queuePairs: whole(1, 4),
      packed: flag,
      rss: flag,
      driver: flag,
      legacy: flag,
      featuresOff: FEATURES,
      queueSize: orNull(powerOfTwo(64, 1024)),
      rxBuffers: whole(1, 256, 'buffers'),
      startIndex: whole(0, 65535),
      filters: object({
        promisc: flag,
        allmulti: flag,
        unicast: MACS,
        multicast: MACS,
        vlans: list(whole(0, 4094), 0, 4095),
      }),
    }),
    1,
    2,
  ),
  workload: object({
    rxPerSecond: whole(0, 1_000_000, 'packets/s'),
    txPerSecond: whole(0, 1_000_000, 'packets/s'),
    packetBytes: whole(60, 1500, 'bytes'),
    dirtyPagesPerSecond: whole(0, 10_000_000, 'pages/s'),
    workingSetPages: whole(1, 262_144, 'pages'),
    macChangesPerSecond: whole(0, 1000, 'changes/s'),
  }),
  link: object({ bandwidth: whole(1_000_000, 400_000_000_000, 'bit/s'), latency: whole(0, 1_000_000_000, 'ns') }),
  migration: object({
    maxBandwidth: whole(10_000, 50_000_000_000, 'bytes/s'),
    downtimeLimit: whole(1, 2_000_000, 'ms'),
    maxPasses: whole(1, 10_000, 'passes'),
    autoConverge: flag,
    cpuThrottleInitial: PER_CENT,
    cpuThrottleIncrement: PER_CENT,
    maxCpuThrottle: PER_CENT,
    throttleTriggerThreshold: whole(1, 100, '%'),
  }),
  runAfter: whole(0, 10_000_000_000, 'ns'),
  cost: object({
    calibration: oneOf(Object.keys(CALIBRATIONS)),
    mechanisms: object({ barMapping: flag, arrays: flag, firstTouch: flag, cache: flag, vhostStart: flag }),
    set: values(whole(0, 1_000_000_000)),
  }),
  interventions: ruleOf({ kind: 'interventions' }, checkInterventions),
});

/** The table of fields as data: whoever makes forms or completions of a scenario reads kinds, limits and units here. */
export const SCENARIO_FIELDS: FieldSpec = SCENARIO.spec;

/** Limits and unit of a whole number in a section of the scenario; throws RangeError when there is none of that name. */
export function numberField(section: string, name: string): { low: number; high: number; unit: string } {
  const within = SCENARIO_FIELDS.kind === 'object' ? SCENARIO_FIELDS.fields[section] : undefined;
  const spec = within?.kind === 'object' ? within.fields[name] : undefined;
  if (spec?.kind !== 'whole') throw new RangeError(`${section}.${name} is no whole number of a scenario`);
  const { low, high, unit } = spec;
  return { low, high, unit };
}

/** Checks a parsed JSON value, of an older version too. All problems are listed, in the order of the fields. */
export function checkScenario(given: unknown): ScenarioResult {
  const value = upgradeScenario(given);
  const version = typeof value === 'object' && value !== null ? (value as { version?: unknown }).version : undefined;
  if (typeof version === 'number' && version !== SCENARIO_VERSION) {
    return {
      ok: false,
      problems: [
        { path: 'version', message: `${version} is not known here; this app reads versions 1 to ${SCENARIO_VERSION}` },
      ],
    };
  }
  const problems: ScenarioProblem[] = [];
  SCENARIO(value, '', problems);
  if (problems.length === 0) relations(value as Scenario, problems);
  return problems.length === 0 ? { ok: true, scenario: value as Scenario } : { ok: false, problems };
}

/** What single fields cannot say. */
function relations(scenario: Scenario, problems: ScenarioProblem[]): void {
  const { machine, workload, strategy, source, destination, nics, cost, switches, backend, patches } = scenario;
  const paths = costPaths(cost.calibration);
  for (const path of Object.keys(cost.set))
    if (!paths.has(path)) problems.push({ path: `cost.set.${path}`, message: 'is no parameter of the cost model' });
  if (machine.neighbours && machine.type !== 'pc')
    problems.push({ path: 'machine.neighbours', message: 'needs machine.type pc' });
  nics.forEach(({ slot }, i) => {
    if (machine.neighbours && [2, 4, 5].includes(slot))
      problems.push({ path: `nics.${i}.slot`, message: `is taken by a neighbour, is ${slot}` });
  });
  const rfc = (path: string, qemu: string, isOn: boolean | null): void => {
    if (isOn === true && qemu !== '10.0+rfc')
      problems.push({ path, message: `needs qemu 10.0+rfc on that side, which is ${qemu}` });
  };
  if ((strategy === 'iterative' || strategy === 'delta') && source.virtioIterative === false)
    problems.push({ path: 'source.virtioIterative', message: 'must be on, or the strategy baseline' });
  if (strategy === 'early-vmsd' && source.earlyMig === false)
    problems.push({ path: 'source.earlyMig', message: 'must be on, or the strategy baseline' });
  if (strategy === 'early-vmsd' && source.virtioIterative === true)
    problems.push({
      path: 'source.virtioIterative',
      message: 'excludes early-vmsd, which RFC v2 has instead of the capability',
    });
  for (const side of ['source', 'destination'] as const) {
    rfc(`${side}.earlyMig`, scenario[side].qemu, scenario[side].earlyMig);
    if (capabilityOf(scenario, side) && earlyMigOf(scenario, side))
      problems.push({ path: `${side}.earlyMig`, message: 'excludes virtio-iterative, which RFC v2 no longer has' });
  }
  rfc('strategy', source.qemu, strategy !== 'baseline');
  rfc('strategy', destination.qemu, strategy === 'warm-reset');
  rfc('switches.usedQueuesOnly', source.qemu, switches.usedQueuesOnly);
  for (const side of ['source', 'destination'] as const)
    if (switches.switchoverAck && scenario[side].qemu === '7.2')
      problems.push({ path: 'switches.switchoverAck', message: `needs QEMU 10.0 on both sides, the ${side} is 7.2` });
  if (patches.relaxedUntilCleanup && !patches.relaxedIndexCheck)
    problems.push({ path: 'patches.relaxedUntilCleanup', message: 'needs relaxedIndexCheck, of which it is a form' });
  for (const name of ['vdpaEarly', 'vdpaKeepPinned'] as const)
    if (switches[name] && backend !== 'vhost-vdpa')
      problems.push({ path: `switches.${name}`, message: `needs backend vhost-vdpa, which is ${backend}` });
  nics.forEach(({ peer }, i) => {
    if (backend === 'vhost-vdpa' && peer !== 'tap')
      problems.push({
        path: `nics.${i}.peer`,
        message: 'must be tap with backend vhost-vdpa, which takes vnet headers',
      });
  });
  rfc('source.virtioIterative', source.qemu, source.virtioIterative);
  rfc('destination.virtioIterative', destination.qemu, destination.virtioIterative);
  if (destination.nics.length > nics.length)
    problems.push({ path: 'destination.nics', message: `must not be longer than nics, is ${destination.nics.length}` });
  nics.forEach((_, i) => nicRelations(scenario, i, problems));
  if (nics.length === 2 && nics[0]!.slot === nics[1]!.slot)
    problems.push({ path: 'nics.1.slot', message: `must not be that of nics.0, is ${nics[1]!.slot}` });
  const pages = machine.memoryMiB * 256;
  if (workload.workingSetPages > pages / 2) {
    problems.push({
      path: 'workload.workingSetPages',
      message: `must be at most half of the guest's ${pages} pages, is ${workload.workingSetPages}`,
    });
  }
}

function nicRelations(scenario: Scenario, i: number, problems: ScenarioProblem[]): void {
  const nic = scenario.nics[i]!;
  const wrong = (field: string, message: string): void => {
    problems.push({ path: `nics.${i}.${field}`, message });
  };
  const sizes = defaultRingSizes(scenario.source.qemu, nicsOf(scenario, 'source')[i]!);
  const most = Math.min(sizes.rx, sizes.tx);
  const size = nic.queueSize ?? most;
  if (size > most)
    wrong('queueSize', `must be at most the ${most} entries of QEMU ${scenario.source.qemu}, is ${size}`);
  if (nic.rxBuffers > size) wrong('rxBuffers', `must fit in the ring of ${size}, is ${nic.rxBuffers}`);
  if (nic.queuePairs > 1 && nic.peer !== 'tap') wrong('queuePairs', `needs peer tap, is ${nic.queuePairs}`);
  if (nic.rss && nic.queuePairs === 1) wrong('rss', 'needs more than one queue pair');
  if (nic.legacy && nic.packed) wrong('packed', 'is not for a legacy driver');
  if (nic.legacy && nic.rss) wrong('rss', 'is not for a legacy driver');
  if (nic.legacy && nic.queueSize !== null) wrong('queueSize', 'is not for a legacy driver, which takes what there is');
}
