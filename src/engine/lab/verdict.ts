// What a comparison of two arms shows, in words, and what the data cannot show. A difference counts as shown when
// Mann–Whitney over all runs gives p below LEVEL and, where runs come in sessions, all sessions point the same way.
import { groupThousands } from '../bytes/text.ts';
import { mannWhitney, signFlip, type TestResult } from './difference-tests.ts';
import { bySession, nicSection, present, runSums, type ArmRuns } from './runs.ts';
import { median, summarise, type Summary } from './statistics.ts';

export const LEVEL = 0.05;

export type Origin = 'modelled' | 'measured' | 'imported';

/** One quantity of two arms. */
export interface Comparison {
  readonly base: Summary;
  readonly other: Summary;
  readonly test: TestResult;
  /** Differences of the sessions' medians, other less base, ns; null without sessions. */
  readonly sessions: readonly number[] | null;
  readonly sessionTest: TestResult | null;
  readonly shown: 'faster' | 'slower' | 'no difference';
}

export interface Paragraph {
  readonly lead: string;
  readonly text: string;
}

export interface Verdict {
  readonly title: string;
  readonly paragraphs: readonly Paragraph[];
  readonly limits: readonly string[];
}

/** Values of two arms with their sessions; null when either has none. */
export function compareValues(
  [base, baseSessions]: readonly [readonly number[], readonly number[] | undefined],
  [other, otherSessions]: readonly [readonly number[], readonly number[] | undefined],
): Comparison | null {
  const [a, b] = [present(base), present(other)];
  if (a.length === 0 || b.length === 0) return null;
  const test = mannWhitney(b, a);
  const sessions =
    baseSessions && otherSessions
      ? sessionDifferences(bySession(base, baseSessions), bySession(other, otherSessions))
      : null;
  const summary = [summarise(a), summarise(b)] as const;
  const oneWay = !sessions || sessions.every((value) => value < 0) || sessions.every((value) => value > 0);
  const differs = test.p < LEVEL && oneWay && summary[0].median !== summary[1].median;
  return {
    base: summary[0],
    other: summary[1],
    test,
    sessions,
    sessionTest: sessions && sessions.length > 0 && sessions.length <= 20 ? signFlip(sessions) : null,
    shown: !differs ? 'no difference' : summary[1].median < summary[0].median ? 'faster' : 'slower',
  };
}

function sessionDifferences(base: readonly number[][], other: readonly number[][]): number[] {
  const differences: number[] = [];
  for (const [i, values] of base.entries())
    if (values.length > 0 && other[i] && other[i].length > 0) differences.push(median(other[i]) - median(values));
  return differences;
}

export function compareNic(base: ArmRuns, other: ArmRuns): Comparison | null {
  const [a, b] = [nicSection(base), nicSection(other)];
  return a && b && compareValues([a.values, base.sessions], [b.values, other.sessions]);
}

export function compareSums(base: ArmRuns, other: ArmRuns): Comparison | null {
  return compareValues([runSums(base), base.sessions], [runSums(other), other.sessions]);
}

const WHOLE: Readonly<Record<Comparison['shown'], string>> = {
  faster: 'is faster',
  slower: 'is slower',
  'no difference': 'is not shown to differ',
};

export function verdictOf(base: ArmRuns, other: ArmRuns, origin: Origin): Verdict {
  const nic = compareNic(base, other);
  const sum = compareSums(base, other);
  const limits: string[] = [];
  if (!nic && !sum) return { title: 'There is nothing to compare yet.', paragraphs: [], limits };
  const paragraphs: Paragraph[] = [];
  if (nic) paragraphs.push({ lead: 'virtio-net’s own section', text: told(nic) });
  if (sum) paragraphs.push({ lead: 'The sum of all non-iterable sections', text: told(sum) });
  const test = nic?.test ?? sum?.test;
  if (test && test.smallest > LEVEL)
    limits.push(
      `${base.runs} runs against ${other.runs} alone cannot give a p-value below ${pValue(test.smallest)}; more runs are needed to show anything.`,
    );
  if (nic?.sessionTest && nic.sessionTest.smallest > LEVEL)
    limits.push(
      `${capital(count(nic.sessions?.length ?? 0))} sessions alone cannot give a p-value below ${nic.sessionTest.smallest}; runs of one session share its host, so the test over all runs supposes more than is known.`,
    );
  limits.push(CANNOT_SHOW[origin]);
  return { title: titleOf(nic, sum), paragraphs, limits };
}

const CANNOT_SHOW: Readonly<Record<Origin, string>> = {
  modelled:
    'Modelled: with enough seeds every difference that the model holds becomes certain. The test says what these parameters mean, not what a machine does.',
  measured: 'Measured on one host without vhost: other hosts and back-ends may differ.',
  imported: 'Imported: the test takes the runs as independent and made under the same conditions; a log cannot say so.',
};

function titleOf(nic: Comparison | null, sum: Comparison | null): string {
  if (!nic || !sum) {
    const [name, one] = nic ? ['The device', nic] : ['The whole load', sum];
    return `${name} ${WHOLE[one?.shown ?? 'no difference']}.`;
  }
  if (nic.shown === sum.shown)
    return nic.shown === 'no difference'
      ? 'Neither the device nor the whole load is shown to differ.'
      : `The device and the whole load are ${nic.shown}.`;
  if (sum.shown === 'no difference') return `The device ${WHOLE[nic.shown]}; the whole load is not shown to be.`;
  return `The device ${WHOLE[nic.shown]}; the whole load ${WHOLE[sum.shown]}.`;
}

function told({ base, other, test, sessions, sessionTest }: Comparison): string {
  const share = base.median > 0 ? ` (${Math.round((other.median / base.median) * 100)} %)` : '';
  const sentences = [
    `takes ${ms(other.median)} ms instead of ${ms(base.median)} ms${share}, medians of ${other.count} and ${base.count} runs.`,
    `${test.test}${test.exact ? '' : `, ${groupThousands(test.arrangements)} permutations drawn`}: p ${test.p === test.smallest && !test.exact ? '≤' : '='} ${pValue(test.p)}.`,
  ];
  if (sessions && sessionTest) {
    const lower = sessions.filter((value) => value < 0).length;
    sentences.push(
      lower === sessions.length || lower === 0
        ? `It is ${lower ? 'lower' : 'not lower'} in all ${count(sessions.length)} sessions.`
        : `From session to session it differs by ${list(sessions.map(signed))} ms.`,
      `Sign-flip test over the sessions: p = ${pValue(sessionTest.p)}.`,
    );
  }
  return sentences.join(' ');
}

/** ms with two decimals out of ns. */
export function ms(ns: number): string {
  return (ns / 1_000_000).toFixed(2);
}

export function signed(ns: number): string {
  return `${ns < 0 ? '−' : '+'}${ms(Math.abs(ns))}`;
}

export function pValue(p: number): string {
  if (p >= 0.995) return '1.00';
  return p >= 0.1 ? String(Number(p.toFixed(3))) : String(Number(p.toPrecision(2)));
}

const COUNTS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const count = (n: number): string => COUNTS[n] ?? String(n);
const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
