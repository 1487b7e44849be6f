// What the lab compares, as data: an arm says what is loaded before the stop and what the stop's sections carry. Another
// strategy is another entry here.
import { modelMigration, type EarlyLoad, type SetUp } from '../migration/cost/set-ups.ts';
import type { LoadCost, LoadWork } from '../migration/cost/cost-model.ts';
import type { CostParameters } from '../scenario/cost-parameters.ts';

export interface ModelledArm extends EarlyLoad {
  readonly id: string;
  readonly label: string;
  readonly about: string;
  /** virtio's arrays carry the queues in use and not all 1024. */
  readonly usedQueuesOnly: boolean;
}

export const MODELLED_ARMS = [
  {
    id: 'baseline',
    label: 'baseline',
    about: 'everything in the stop',
    devices: 'none',
    reset: false,
    usedQueuesOnly: false,
  },
  {
    id: 'early',
    label: 'early load',
    about: 'the NIC in setup and again in the stop: iterative, early-vmsd',
    devices: 'nic',
    reset: false,
    usedQueuesOnly: false,
  },
  {
    id: 'delta',
    label: 'delta (proposal)',
    about: 'the NIC in setup, what changed in the stop: a proposal',
    devices: 'nic',
    reset: false,
    changesOnly: true,
    usedQueuesOnly: false,
  },
  {
    id: 'warm-reset',
    label: 'warm-reset (proposal)',
    about: 'all devices early, then reset: a proposal',
    devices: 'all',
    reset: true,
    usedQueuesOnly: false,
  },
  {
    id: 'all-early',
    label: 'all early',
    about: 'all devices early, kept',
    devices: 'all',
    reset: false,
    usedQueuesOnly: false,
  },
  {
    id: 'used-queues',
    label: 'used queues',
    about: 'baseline; arrays with used queues only',
    devices: 'none',
    reset: false,
    usedQueuesOnly: true,
  },
  {
    id: 'early-used-queues',
    label: 'early + used queues',
    about: 'early load; arrays with used queues only',
    devices: 'nic',
    reset: false,
    usedQueuesOnly: true,
  },
] as const satisfies readonly ModelledArm[];

/** Parts of a load that a mechanism or a table stands for; what is left of the total is the spread. */
export const PARTS = ['fixed', 'barMapping', 'arrays', 'firstTouch', 'cache', 'ram'] as const;
export type Part = (typeof PARTS)[number];

/** The set-up as this arm sends it. */
export function setUpOf(setUp: SetUp, { usedQueuesOnly }: ModelledArm): SetUp {
  return usedQueuesOnly ? { ...setUp, sections: setUp.sections.map(withUsedQueues) } : setUp;
}

function withUsedQueues(work: LoadWork): LoadWork {
  const sent = (entries = 0): number => Math.min(entries, work.queuesInUse ?? 0);
  return {
    ...work,
    virtqueues: sent(work.virtqueues),
    modernQueues: sent(work.modernQueues),
    ringSizes: sent(work.ringSizes),
  };
}

/** The bytes that virtio's two arrays of a modern device take: 16 for each queue, and 28 for each in modern_state. */
export function arrayBytes(queues: number): readonly [virtqueues: number, modernState: number] {
  return [queues * 16, queues * 28];
}

export interface ArmModel {
  readonly early: number;
  readonly stop: ReadonlyMap<string, LoadCost>;
}

export function modelArm(setUp: SetUp, parameters: CostParameters, arm: ModelledArm, seed: number): ArmModel {
  return modelMigration(setUpOf(setUp, arm), parameters, seed, arm);
}
