// Questions that reviewers asked about the RFC in July and August 2025, answered with the model and with our measurements.
// Every figure is worked out here, without the spread, and says which of the two it is. `show` sets the lab up to see it.
import { costParameters, type CalibrationName } from '../scenario/cost-calibrations.ts';
import { ALL_MECHANISMS, type CostMechanisms } from '../scenario/cost-parameters.ts';
import { MEASURED_MACHINE, NIC, THREAD_PROFILE, THREAD_VHOST, type SetUp } from '../migration/cost/set-ups.ts';
import { arrayBytes, modelArm, MODELLED_ARMS, type ArmModel } from './arms.ts';
import { present, type ArmRuns } from './runs.ts';
import { median } from './statistics.ts';
import { compareSums, ms, pValue, signed } from './verdict.ts';

export interface Answer {
  /** As the thread's list of questions numbers them. */
  readonly number: number;
  readonly asked: string;
  readonly question: string;
  readonly answer: string;
  readonly show: {
    readonly source: 'modelled' | 'live';
    readonly calibration: CalibrationName;
    readonly mechanisms: CostMechanisms;
    readonly base: string;
    readonly other: string;
  };
}

type ArmId = (typeof MODELLED_ARMS)[number]['id'];

/** `live`: unpatched and capability on of our measurements, when they are there. */
export function answers(live: readonly [base: ArmRuns, other: ArmRuns] | null): readonly Answer[] {
  return [heavyOperations(), oneDeviceOnly(live), allDevices(), usedQueues(), whyTwice()];
}

function heavyOperations(): Answer {
  const profile = nicOf(model(THREAD_PROFILE, 'baseline'));
  const base = nicOf(model(MEASURED_MACHINE, 'baseline'));
  const early = nicOf(model(MEASURED_MACHINE, 'early'));
  return {
    number: 1,
    asked: 'Jason Wang, 23 July',
    question: 'Which operations are heavy, and how does iterating help?',
    answer: `Modelled on the profile of 24 July, walking the 1024-entry arrays is ${ms(profile.arrays)} of ${ms(plain(profile))} ms. Modelled on our measurements it is mapping the BARs: ${ms(base.barMapping)} of ${ms(plain(base))} ms, ${base.views} address-space views built anew. The early load moves these out of the stop (${early.views} views are left there), but the arrays are walked again: ${ms(early.arrays)} ms.`,
    show: shown('measured', 'baseline', 'early'),
  };
}

function oneDeviceOnly(live: readonly [ArmRuns, ArmRuns] | null): Answer {
  const base = model(MEASURED_MACHINE, 'baseline');
  const early = model(MEASURED_MACHINE, 'early');
  const neighbours = ['vga', 'virtio-console', 'virtio-scsi'];
  const modelled = neighbours.map((name) => `${name} ${signed(of(early, name) - of(base, name))}`).join(', ');
  const parts = [
    `Modelled on our measurements: the NIC ${signed(of(early, 'virtio-net') - of(base, 'virtio-net'))} ms, ${modelled} ms, together ${signed(sumOf(early) - sumOf(base))} ms: what the NIC no longer brings into the cache, its neighbours bring in themselves.`,
  ];
  if (live) {
    const sum = compareSums(...live);
    const measured = ['virtio-net', ...neighbours].map(
      (name) => `${name} ${signed(liveMedian(live[1], name) - liveMedian(live[0], name))}`,
    );
    parts.push(
      `Measured, medians of ${live[0].runs} runs: ${measured.join(', ')} ms; the sum ${sum?.shown === 'no difference' ? 'is not shown to differ' : `is ${sum?.shown}`} (p = ${pValue(sum?.test.p ?? 1)}).`,
    );
  }
  return {
    number: 4,
    asked: 'Michael S. Tsirkin, 23 July',
    question: 'Is it one device’s load only; could warming it evict others from the cache; what of the total?',
    answer: parts.join(' '),
    show: { ...shown('measured', 'plain', 'rfc-on'), source: live ? 'live' : 'modelled' },
  };
}

function allDevices(): Answer {
  const figures = (setUp: SetUp): string =>
    (['baseline', 'early', 'warm-reset', 'all-early'] as const).map((arm) => ms(sumOf(model(setUp, arm)))).join(', ');
  return {
    number: 5,
    asked: 'Michael S. Tsirkin, 25 July',
    question: 'If warming is the gain, why not load all devices early, then reset them?',
    answer: `All non-iterable sections in ms, for baseline, early load, warm-reset, and all devices early without a reset. Modelled on our measurements: ${figures(MEASURED_MACHINE)}. Modelled on the tables of July: ${figures(THREAD_VHOST)}. A reset unmaps the BARs, so they are mapped in the stop after all and only the first touch is saved.`,
    show: shown('thread-vhost', 'baseline', 'warm-reset'),
  };
}

function usedQueues(): Answer {
  const queues = THREAD_PROFILE.sections[0]?.queuesInUse ?? 0;
  const [base, used] = [model(THREAD_PROFILE, 'baseline'), model(THREAD_PROFILE, 'used-queues')];
  const [ourBase, ourUsed] = [model(MEASURED_MACHINE, 'baseline'), model(MEASURED_MACHINE, 'used-queues')];
  const bytes = (count: number): string => arrayBytes(count).join(' + ');
  return {
    number: 7,
    asked: 'Michael S. Tsirkin, 25 July',
    question: 'Why send 1024 queues and not those that are used?',
    answer: `The two arrays take ${bytes(1024)} bytes; with ${queues} queues ${bytes(queues)}. Modelled on the profile of 24 July the NIC’s load goes from ${ms(of(base, 'virtio-net'))} to ${ms(of(used, 'virtio-net'))} ms. Modelled on our measurements, where the walk is cheap, from ${ms(of(ourBase, 'virtio-net'))} to ${ms(of(ourUsed, 'virtio-net'))} ms, and all virtio devices gain: together ${signed(sumOf(ourUsed) - sumOf(ourBase))} ms.`,
    show: shown('thread-profile', 'baseline', 'used-queues'),
  };
}

function whyTwice(): Answer {
  const saved = (off: Partial<CostMechanisms>): number => {
    const mechanisms = { ...ALL_MECHANISMS, ...off };
    return (
      of(model(MEASURED_MACHINE, 'early', mechanisms), 'virtio-net') -
      of(model(MEASURED_MACHINE, 'baseline', mechanisms), 'virtio-net')
    );
  };
  const none = { barMapping: false, firstTouch: false, cache: false };
  return {
    number: 24,
    asked: 'Peter Xu, 6 August',
    question: 'Why does sending it twice shorten the load? If memory is warm then, would mlock do?',
    answer: `Modelled on our measurements, the early load changes the NIC’s load by ${signed(saved({}))} ms. With BAR mapping switched off: ${signed(saved({ barMapping: false }))} ms; with first touch off: ${signed(saved({ firstTouch: false }))} ms; with both and the cache off: ${signed(saved(none))} ms. Warm memory, which is what mlock gives, is the small part: the BARs are mapped already.`,
    show: { ...shown('measured', 'baseline', 'early'), mechanisms: { ...ALL_MECHANISMS, barMapping: false } },
  };
}

function shown(calibration: CalibrationName, base: string, other: string): Answer['show'] {
  return { source: 'modelled', calibration, mechanisms: ALL_MECHANISMS, base, other };
}

function model(setUp: SetUp, id: ArmId, mechanisms = ALL_MECHANISMS): ArmModel {
  const arm = MODELLED_ARMS.find((each) => each.id === id)!;
  return modelArm(setUp, costParameters({ calibration: setUp.calibration, mechanisms, set: {} }), arm, 1);
}

type Cost = ArmModel['stop'] extends ReadonlyMap<string, infer Each> ? Each : never;

const plain = ({ total, spread }: Cost): number => total - spread;
const nicOf = ({ stop }: ArmModel): Cost => stop.get(NIC)!;

function of({ stop }: ArmModel, name: string): number {
  for (const [idstr, cost] of stop) if (idstr.endsWith(`/${name}`)) return plain(cost);
  return 0;
}

function sumOf({ stop }: ArmModel): number {
  let sum = 0;
  for (const [idstr, cost] of stop) if (idstr !== 'ram') sum += plain(cost);
  return sum;
}

function liveMedian({ sections }: ArmRuns, name: string): number {
  return median(present(sections.find(({ idstr, iterable }) => !iterable && idstr.endsWith(`/${name}`))?.values ?? []));
}
