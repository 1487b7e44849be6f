// Brings a scenario of an older version up to date, one version at a time. What is malformed is left so, for check.ts to
// say; docs/formats.md logs the versions.
import { ALL_MECHANISMS } from './cost-parameters.ts';
import { DEFAULT_NIC_SCENARIO, THROTTLE_DEFAULTS } from './default-scenario.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** By the version that each starts from. */
const UPGRADES: Readonly<Record<number, (scenario: Json) => Json>> = { 1: fromOne, 2: fromTwo, 3: fromThree };

/** The scenario in the newest version that the upgraders lead to. */
export function upgradeScenario(value: unknown): unknown {
  let scenario = value;
  while (isObject(scenario) && typeof scenario.version === 'number') {
    const upgrade = UPGRADES[scenario.version];
    if (!upgrade) break;
    scenario = upgrade(scenario);
  }
  return scenario;
}

/** Version 1 had one NIC with one queue pair on machine `pc` of QEMU 10.0 with the RFC. */
function fromOne(scenario: Json): Json {
  const { nic, machine, ...rest } = scenario;
  return {
    ...rest,
    version: 2,
    machine: isObject(machine) ? { type: 'pc', roms: true, neighbours: false, ...machine } : machine,
    source: { qemu: '10.0+rfc', virtioIterative: null },
    destination: { qemu: '10.0+rfc', virtioIterative: null, machine: null, memoryMiB: null, nics: [] },
    patches: { relaxedIndexCheck: true, vhostSkip: true },
    backend: 'qemu',
    cost: { calibration: 'measured', mechanisms: ALL_MECHANISMS, set: {} },
    interventions: [],
    nics: isObject(nic) ? [{ ...DEFAULT_NIC_SCENARIO, ...nic }] : nic,
  };
}

const SWITCHES_OF_3 = { usedQueuesOnly: false, switchoverAck: false, vdpaEarly: false, redoOnChange: false };

/** Version 2 knew no property `early-mig`, no switches and no auto-converge. */
function fromTwo(scenario: Json): Json {
  const { migration, workload, patches } = scenario;
  const side = (value: unknown): unknown => (isObject(value) ? { earlyMig: null, ...value } : value);
  return {
    ...scenario,
    version: 3,
    source: side(scenario.source),
    destination: side(scenario.destination),
    patches: isObject(patches) ? { relaxedUntilCleanup: false, ...patches } : patches,
    switches: SWITCHES_OF_3,
    workload: isObject(workload) ? { macChangesPerSecond: 0, ...workload } : workload,
    migration: isObject(migration) ? { ...THROTTLE_DEFAULTS, ...migration } : migration,
  };
}

/** Version 3 knew no switch for the memory that stays pinned, and let an insert be of 256 bytes. */
function fromThree(scenario: Json): Json {
  const { switches, interventions } = scenario;
  return {
    ...scenario,
    version: 4,
    switches: isObject(switches) ? { vdpaKeepPinned: false, ...switches } : switches,
    interventions: Array.isArray(interventions) ? interventions.flatMap(insertsOfFour) : interventions,
  };
}

/** An insert of more bytes than version 4 takes, 40, as several at one place, which come out one after another. */
function insertsOfFour(intervention: unknown): unknown {
  const action = isObject(intervention) ? intervention.action : null;
  const bytes = isObject(action) && action.do === 'insert' ? action.bytes : null;
  const parts = typeof bytes === 'string' ? bytes.match(/.{1,80}/gs) : null;
  if (!parts || parts.length < 2) return intervention;
  return parts.map((part) => ({ ...(intervention as Json), action: { ...(action as Json), bytes: part } }));
}
