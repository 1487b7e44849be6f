// What the closed form is asked about a scenario: pages, writes, bandwidth and limit as the run begins. What a person does
// in the middle and the throttling of auto-converge are not in it.
import { RX_BUFFER_BYTES, TX_BUFFER_BYTES, TX_BUFFERS } from '../machine/layout.ts';
import { PAGE_SIZE, pcBlocks } from '../ram/guest-memory.ts';
import { memoryOf } from '../scenario/machines.ts';
import type { NicScenario, Scenario } from '../scenario/scenario.ts';
import type { ConvergenceInput } from './convergence.ts';

/** Pages with the indices of a ring and the entries at which they stand: descriptors, available, used. */
const RING_PAGES = 3;
/** The driver's own variables. */
const DRIVER_PAGES = 1;

/** Bytes per second: the smaller of the link and `max-bandwidth`. */
export function bandwidthOf({ link, migration }: Pick<Scenario, 'link' | 'migration'>): number {
  return Math.min(Math.floor(link.bandwidth / 8), migration.maxBandwidth);
}

export function convergenceInputOf(scenario: Scenario): ConvergenceInput {
  const { machine, workload, migration } = scenario;
  const blocks = pcBlocks(memoryOf(scenario, 'source'), machine.roms);
  const last = blocks[blocks.length - 1]!;
  const pages = last.firstPage + last.size / PAGE_SIZE;
  const rest = blocks[0]!.size / PAGE_SIZE - workload.workingSetPages;
  const traffic = scenario.nics.filter(({ driver }) => driver).map((nic) => trafficOf(nic, workload));
  const sum = (of: (one: Traffic) => number): number => traffic.reduce((total, one) => total + of(one), 0);
  return {
    pages,
    dataPages: workload.workingSetPages + Math.round((rest * machine.filledPerMille) / 1000),
    dirtyPerSecond: workload.dirtyPagesPerSecond,
    workingSet: workload.workingSetPages,
    alwaysDirty: sum(({ always }) => always),
    turnPages: sum(({ pages: turn }) => turn),
    turnPagesPerSecond: sum(({ perSecond }) => perSecond),
    bandwidth: bandwidthOf(scenario),
    downtimeLimit: migration.downtimeLimit,
    maxPasses: migration.maxPasses,
  };
}

interface Traffic {
  readonly always: number;
  readonly pages: number;
  readonly perSecond: number;
}

/** Pages that packets dirty: those of the rings whatever comes, those of the buffers one after another. */
function trafficOf(
  { queuePairs, rxBuffers }: NicScenario,
  { rxPerSecond, txPerSecond }: Scenario['workload'],
): Traffic {
  const queues = (rxPerSecond > 0 ? queuePairs : 0) + (txPerSecond > 0 ? queuePairs : 0);
  if (queues === 0) return { always: 0, pages: 0, perSecond: 0 };
  const [rx, tx] = [RX_BUFFER_BYTES / PAGE_SIZE, TX_BUFFER_BYTES / PAGE_SIZE];
  return {
    always: queues * RING_PAGES + DRIVER_PAGES,
    pages: queuePairs * ((rxPerSecond > 0 ? rxBuffers * rx : 0) + (txPerSecond > 0 ? TX_BUFFERS * tx : 0)),
    perSecond: rxPerSecond * rx + txPerSecond * tx,
  };
}
