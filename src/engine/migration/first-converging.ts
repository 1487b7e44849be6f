// "The first value that makes it converge", for one parameter of a scenario: by the closed form at once, and then by runs
// of the source, since only a run knows windows, packets and throttling. Runs are not strictly monotone in a parameter (a
// pass can end just before or after a burst), so what is found is a value that converges beside one that does not.
import type { SideCapture } from '../capture/capture.ts';
import { checkScenario, numberField } from '../scenario/check.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { bandwidthOf, convergenceInputOf } from './convergence-input.ts';
import { estimateConvergence } from './convergence.ts';
import { convergenceCurve, type ConvergenceCurve } from './convergence-curve.ts';

export interface ConvergenceParameter {
  readonly name: string;
  /** QEMU's or the scenario's name of it. */
  readonly label: string;
  readonly unit: string;
  /** Whether more of it helps, or less. */
  readonly helps: 'up' | 'down';
  readonly low: number;
  readonly high: number;
  readonly read: (scenario: Scenario) => number;
  readonly write: (scenario: Scenario, value: number) => Scenario;
}

/** Sections with a number that matters. */
type Section = 'link' | 'machine' | 'migration' | 'workload';
type NumberOf<S extends Section> = {
  [K in keyof Scenario[S]]: Scenario[S][K] extends number ? K : never;
}[keyof Scenario[S]] &
  string;

const setTo = <S extends Section>(scenario: Scenario, section: S, key: NumberOf<S>, value: number): Scenario => ({
  ...scenario,
  [section]: { ...scenario[section], [key]: value },
});

/** A parameter that is one field of the scenario. */
const field = <S extends Section>(
  section: S,
  name: NumberOf<S>,
  label: string,
  helps: ConvergenceParameter['helps'],
): ConvergenceParameter => ({
  name,
  label,
  helps,
  ...numberField(section, name),
  read: (scenario) => Number(scenario[section][name]),
  write: (scenario, value) => setTo(scenario, section, name, value),
});

/** Limits and units are those of check.ts. */
export const CONVERGENCE_PARAMETERS: readonly ConvergenceParameter[] = [
  {
    ...numberField('migration', 'maxBandwidth'),
    name: 'bandwidth',
    label: 'bandwidth (link and max-bandwidth)',
    helps: 'up',
    low: numberField('link', 'bandwidth').low / 8,
    read: bandwidthOf,
    // What is wider already stays.
    write: (scenario, value) =>
      setTo(
        setTo(scenario, 'migration', 'maxBandwidth', Math.max(scenario.migration.maxBandwidth, value)),
        'link',
        'bandwidth',
        Math.max(scenario.link.bandwidth, value * 8),
      ),
  },
  { ...field('link', 'bandwidth', 'link bandwidth alone', 'up'), name: 'linkBandwidth' },
  field('migration', 'maxBandwidth', 'max-bandwidth alone', 'up'),
  field('link', 'latency', 'latency', 'down'),
  field('migration', 'downtimeLimit', 'downtime-limit', 'up'),
  field('migration', 'cpuThrottleInitial', 'cpu-throttle-initial', 'up'),
  field('migration', 'cpuThrottleIncrement', 'cpu-throttle-increment', 'up'),
  field('migration', 'maxCpuThrottle', 'max-cpu-throttle', 'up'),
  field('migration', 'throttleTriggerThreshold', 'throttle-trigger-threshold', 'down'),
  field('workload', 'dirtyPagesPerSecond', 'dirty rate', 'down'),
  field('workload', 'workingSetPages', 'working set', 'down'),
  field('machine', 'memoryMiB', 'RAM', 'down'),
  field('machine', 'filledPerMille', 'filled RAM', 'down'),
  field('workload', 'rxPerSecond', 'packets in', 'down'),
  field('workload', 'txPerSecond', 'packets out', 'down'),
  field('workload', 'packetBytes', 'bytes of a packet', 'down'),
  field('workload', 'macChangesPerSecond', 'MAC changes', 'down'),
  {
    ...numberField('workload', 'rxPerSecond'),
    name: 'packets',
    label: 'packets each way',
    helps: 'down',
    read: ({ workload: { rxPerSecond, txPerSecond } }) => Math.max(rxPerSecond, txPerSecond),
    write: (scenario, value) => {
      const { rxPerSecond, txPerSecond } = scenario.workload;
      const fewer = setTo(scenario, 'workload', 'rxPerSecond', Math.min(rxPerSecond, value));
      return setTo(fewer, 'workload', 'txPerSecond', Math.min(txPerSecond, value));
    },
  },
];

export function convergenceParameter(name: string): ConvergenceParameter | undefined {
  return CONVERGENCE_PARAMETERS.find((parameter) => parameter.name === name);
}

/** Whether the closed form says that a scenario converges. */
export const isEstimatedToConverge = (scenario: Scenario): boolean =>
  estimateConvergence(convergenceInputOf(scenario)).converges;

/** Whether a run of the source did. */
export const hasConverged = ({ events }: Pick<SideCapture, 'events'>): boolean => isConverged(convergenceCurve(events));

const isConverged = ({ ending }: ConvergenceCurve): boolean => ending === 'fits';

/** What a search asks to be tried, and how far it is. */
export interface Trial {
  readonly value: number;
  readonly scenario: Scenario;
  /** Trials that are still to come after this one, about. */
  readonly left: number;
}

export type FoundValue =
  /** The run converges as it is. */
  | { readonly kind: 'already'; readonly value: number }
  /** `value` converges and `worse`, the next that was tried, does not. */
  | { readonly kind: 'found'; readonly value: number; readonly worse: number; readonly trials: number }
  /** Not even the end of its range does. */
  | { readonly kind: 'none'; readonly value: number; readonly trials: number };

/** Values closer than a thousandth are the same to a run. */
const RESOLUTION = 1000;
/** First step away from what the closed form says: a sixteenth of the way that it is from today's value. */
const STEP = 16;
const GUESSED_TRIALS = 14;

/** The end of a parameter's range for this scenario: what goes with its other values. */
function farthest({ helps, low, high, write }: ConvergenceParameter, scenario: Scenario, today: number): number {
  const bad = helps === 'up' ? high : low;
  const isFine = (value: number): boolean => checkScenario(write(scenario, value)).ok;
  return isFine(bad) ? bad : bisect(bad, today, isFine);
}

/** Looks for the first value between `from`, which will not do, and `to`, which does. */
function bisect(from: number, to: number, does: (value: number) => boolean): number {
  let [bad, good] = [from, to];
  while (Math.abs(good - bad) > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (does(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** The first value by the closed form; today's when it converges already, null when none does. */
export function firstByEstimate(scenario: Scenario, parameter: ConvergenceParameter): number | null {
  const today = parameter.read(scenario);
  const converges = (value: number): boolean => isEstimatedToConverge(parameter.write(scenario, value));
  if (converges(today)) return today;
  const end = farthest(parameter, scenario, today);
  return end !== today && converges(end) ? bisect(today, end, converges) : null;
}

/** Yields what to run; is told whether it converged; returns what it found. */
export function* firstByRuns(
  scenario: Scenario,
  parameter: ConvergenceParameter,
): Generator<Trial, FoundValue, boolean> {
  const today = parameter.read(scenario);
  let trials = 0;
  const trial = (value: number, left: number): Trial => {
    trials++;
    return { value, scenario: parameter.write(scenario, value), left };
  };
  if (yield trial(today, GUESSED_TRIALS)) return { kind: 'already', value: today };
  const end = farthest(parameter, scenario, today);
  if (end === today) return { kind: 'none', value: end, trials };
  const towards = end > today ? 1 : -1;
  const inside = (value: number): number => (towards > 0 ? Math.min(end, value) : Math.max(end, value));
  let bad = today;
  let good: number | null = null;
  let next = firstByEstimate(scenario, parameter);
  // Without a guess the end is tried first: when it does not converge, nothing does.
  if (next === null || next === today) next = next === null ? end : inside(today + towards);
  let step = Math.max(1, Math.floor(Math.abs(next - today) / STEP));
  for (;;) {
    if (yield trial(next, GUESSED_TRIALS / 2)) {
      good = next;
      const nearer: number = next - towards * step;
      if ((nearer - bad) * towards <= 0) break;
      next = nearer;
    } else {
      bad = next;
      if (good !== null) break;
      if (next === end) return { kind: 'none', value: end, trials };
      next = inside(next + towards * step);
    }
    step *= 2;
  }
  let found: number = good;
  for (;;) {
    const fine = Math.max(1, Math.floor(Math.abs(found) / RESOLUTION));
    if (Math.abs(found - bad) <= fine) break;
    const middle = Math.floor((found + bad) / 2);
    const left = Math.max(0, bits(Math.floor(Math.abs(found - bad) / fine)) - 1);
    if (yield trial(middle, left)) found = middle;
    else bad = middle;
  }
  return { kind: 'found', value: found, worse: bad, trials };
}

/** How often a number can be halved. */
function bits(value: number): number {
  let count = 0;
  for (let rest = value; rest >= 1; rest = Math.floor(rest / 2)) count++;
  return count;
}
