// Reads a scenario from JSON that somebody else wrote: every problem is reported with its path, unknown versions and
// unknown fields are refused, and nothing is guessed.
import { STRATEGIES, SCENARIO_VERSION, type Scenario } from './scenario.ts';

/** One thing that is wrong: where, and what would be right. */
export interface ScenarioProblem {
  readonly path: string;
  readonly message: string;
}

export type ScenarioResult =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

type Rule = (value: unknown, path: string, problems: ScenarioProblem[]) => void;

const whole =
  (low: number, high: number, unit = ''): Rule =>
  (value, path, problems) => {
    const range = `a whole number from ${low} to ${high}${unit && ` ${unit}`}`;
    if (typeof value !== 'number' || !Number.isInteger(value))
      problems.push({ path, message: `must be ${range}, is ${show(value)}` });
    else if (value < low || value > high) problems.push({ path, message: `must be ${range}, is ${value}` });
  };

const powerOfTwo =
  (low: number, high: number): Rule =>
  (value, path, problems) => {
    if (
      typeof value === 'number' &&
      value >= low &&
      value <= high &&
      Number.isInteger(value) &&
      (value & (value - 1)) === 0
    )
      return;
    problems.push({ path, message: `must be a power of two from ${low} to ${high}, is ${show(value)}` });
  };

const oneOf =
  (values: readonly string[]): Rule =>
  (value, path, problems) => {
    if (typeof value !== 'string' || !values.includes(value))
      problems.push({ path, message: `must be one of ${values.join(', ')}, is ${show(value)}` });
  };

const text =
  (pattern: RegExp, what: string): Rule =>
  (value, path, problems) => {
    if (typeof value !== 'string' || !pattern.test(value))
      problems.push({ path, message: `must be ${what}, is ${show(value)}` });
  };

const object =
  (fields: Readonly<Record<string, Rule>>): Rule =>
  (value, path, problems) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      problems.push({ path: path || '(scenario)', message: `must be an object, is ${show(value)}` });
      return;
    }
    const given = value as Readonly<Record<string, unknown>>;
    const at = (key: string): string => (path ? `${path}.${key}` : key);
    for (const key of Object.keys(given)) {
      if (!Object.hasOwn(fields, key)) problems.push({ path: at(key), message: 'is not a field of a scenario' });
    }
    for (const [key, rule] of Object.entries(fields)) {
      if (Object.hasOwn(given, key)) rule(given[key], at(key), problems);
      else problems.push({ path: at(key), message: 'is missing' });
    }
  };

const SCENARIO: Rule = object({
  version: whole(SCENARIO_VERSION, SCENARIO_VERSION),
  name: text(/^[^\n]{1,80}$/, 'a name of 1 to 80 characters'),
  seed: whole(0, 0xffffffff),
  strategy: oneOf(STRATEGIES),
  machine: object({ memoryMiB: whole(8, 1024, 'MiB'), filledPerMille: whole(0, 1000) }),
  nic: object({
    mac: text(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/, 'a MAC address such as 52:54:00:12:34:56'),
    queueSize: powerOfTwo(64, 1024),
    rxBuffers: whole(1, 256),
    startIndex: whole(0, 65535),
  }),
  workload: object({
    rxPerSecond: whole(0, 1_000_000),
    txPerSecond: whole(0, 1_000_000),
    packetBytes: whole(60, 1500, 'bytes'),
    dirtyPagesPerSecond: whole(0, 10_000_000),
    workingSetPages: whole(1, 262_144),
  }),
  link: object({ bandwidth: whole(1_000_000, 400_000_000_000, 'bit/s'), latency: whole(0, 1_000_000_000, 'ns') }),
  migration: object({
    maxBandwidth: whole(10_000, 50_000_000_000, 'bytes/s'),
    downtimeLimit: whole(1, 2_000_000, 'ms'),
    maxPasses: whole(1, 10_000),
  }),
  runAfter: whole(0, 10_000_000_000, 'ns'),
});

/** Checks a parsed JSON value. All problems are listed, in the order of the fields. */
export function checkScenario(value: unknown): ScenarioResult {
  const version = typeof value === 'object' && value !== null ? (value as { version?: unknown }).version : undefined;
  if (typeof version === 'number' && version !== SCENARIO_VERSION) {
    return {
      ok: false,
      problems: [
        { path: 'version', message: `${version} is not known here; this app reads version ${SCENARIO_VERSION}` },
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
  const { nic, machine, workload } = scenario;
  if (nic.rxBuffers > nic.queueSize)
    problems.push({ path: 'nic.rxBuffers', message: `must fit in the ring of ${nic.queueSize}, is ${nic.rxBuffers}` });
  const pages = machine.memoryMiB * 256;
  if (workload.workingSetPages > pages / 2) {
    problems.push({
      path: 'workload.workingSetPages',
      message: `must be at most half of the guest's ${pages} pages, is ${workload.workingSetPages}`,
    });
  }
}

function show(value: unknown): string {
  if (typeof value === 'string') return `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"`;
  if (value === undefined) return 'missing';
  if (typeof value === 'object') return value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
  return `${value as number | boolean}`;
}
