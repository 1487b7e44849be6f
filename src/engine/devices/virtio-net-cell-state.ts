// The NIC's cells and its state: cells are what the panels show and what events change, the state is what QEMU saves and
// loads. Both ways; going to cells, each gets the stream offset that carried its value, and the ring comparison's events.
import { macBytes, macNumber } from '../bytes/text.ts';
import { EventKind, QUEUE_SUBJECTS } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import type { WireState } from '../vmstate/description.ts';
import type { NicCells, QueueCells } from './virtio-net-cells.ts';
import { recordMacTable, recordRssLists, recordVlans } from './virtio-net-lists.ts';
import type { NicLoaded } from './virtio-net-loader.ts';
import type { NicState, QueueState } from './virtio-net-state.ts';
import { Feature } from './virtio.ts';

const FILTER_FLAGS = ['alluni', 'nomulti', 'nouni', 'nobcast', 'multiOverflow', 'uniOverflow'] as const;
const RSS_VALUES = ['enabled', 'redirect', 'populateHash', 'hashTypes', 'indirectionsLen', 'defaultQueue'] as const;

/** Brings `state` up to what the cells say, and answers it. */
export function stateFromCells(state: NicState, cells: NicCells, recorder: Recorder): NicState {
  const get = (cell: number): number => recorder.get(cell);
  state.status = get(cells.status);
  state.isr = get(cells.isr);
  state.queueSel = get(cells.queueSel);
  state.guestFeatures = BigInt(get(cells.featuresHigh)) * 4294967296n + BigInt(get(cells.featuresLow));
  state.configVector = get(cells.configVector);
  state.mac = macBytes(get(cells.mac));
  state.netStatus = get(cells.linkStatus);
  state.promisc = get(cells.promisc);
  state.allmulti = get(cells.allmulti);
  for (const name of FILTER_FLAGS) state[name] = get(cells[name]);
  state.txWaiting = cells.txWaiting.map(get);
  state.currQueuePairs = get(cells.currQueuePairs);
  if (state.rss) for (const name of RSS_VALUES) state.rss[name] = get(cells.rss[name]);
  state.currGuestOffloads = BigInt(get(cells.currGuestOffloads));
  state.broken = get(cells.broken) !== 0;
  state.started = get(cells.started) !== 0;
  state.disabled = get(cells.disabled) !== 0;
  for (const [i, own] of cells.queues.entries()) {
    const queue = state.queues[i]!;
    queue.num = get(own.num);
    queue.desc = BigInt(get(own.desc));
    queue.avail = BigInt(get(own.avail));
    queue.used = BigInt(get(own.used));
    queue.lastAvailIdx = get(own.lastAvailIdx);
    queue.shadowAvailIdx = get(own.shadowAvailIdx);
    queue.usedIdx = get(own.usedIdx);
    queue.inuse = get(own.inuse);
    queue.vector = get(own.vector);
    if (own.lastAvailWrap >= 0) {
      queue.lastAvailWrapCounter = get(own.lastAvailWrap);
      queue.shadowAvailWrapCounter = get(own.shadowAvailWrap);
      queue.usedWrapCounter = get(own.usedWrap);
    }
    queue.modern = { ...queue.modern, enabled: get(own.enabled) };
  }
  return state;
}

/** Takes a loaded state over into the cells. */
export function cellsFromState(
  state: NicState,
  { rings, wire }: NicLoaded,
  offsets: WireState,
  cells: NicCells,
  recorder: Recorder,
  nic: number,
): void {
  const at = offsetIn(offsets);
  const set = (cell: number, value: number, ...path: readonly (string | number)[]): void =>
    recorder.set(cell, value, path.length > 0 ? at(path) : -1);
  const before = recorder.get(cells.status);
  set(cells.barsMapped, ((state.pciConfig[4] ?? 0) & 3) !== 0 ? 1 : 0);
  set(cells.configVector, state.configVector, 'configVector');
  set(cells.status, wire?.virtio.status ?? before, 'status');
  set(cells.isr, wire?.virtio.isr ?? state.isr, 'isr');
  set(cells.queueSel, state.queueSel, 'queueSel');
  set(cells.featuresLow, Number(state.guestFeatures & 0xffffffffn), 'guestFeatures');
  set(cells.mac, macNumber(state.mac), 'device', 'mac');
  set(cells.linkStatus, state.netStatus, 'device', 'status');
  set(cells.promisc, state.promisc, 'device', 'promisc');
  set(cells.allmulti, state.allmulti, 'device', 'allmulti');
  recordMacTable(state, cells, recorder, at);
  recordVlans(state, cells, recorder, at);
  for (const name of FILTER_FLAGS) set(cells[name], state[name], 'device', name);
  for (const [pair, cell] of cells.txWaiting.entries()) {
    const path = pair === 0 ? ['device', 'txWaiting'] : ['device', 'txWaitingRest', pair - 1];
    recorder.set(cell, state.txWaiting[pair] ?? 0, at(path));
  }
  set(cells.currQueuePairs, state.currQueuePairs, 'device', 'currQueuePairs');
  if (state.rss) {
    for (const name of RSS_VALUES) set(cells.rss[name], state.rss[name], 'device', 'rss', name);
    recordRssLists(state.rss, cells, recorder, at);
  } else {
    // Without the subsection RSS is off; the other two follow from the features (virtio_net_set_features()).
    const has = (bit: number): number => Number((state.guestFeatures >> BigInt(bit)) & 1n);
    set(cells.rss.enabled, 0, 'device', 'rss', 'enabled');
    set(cells.rss.redirect, has(Feature.Rss));
    set(cells.rss.populateHash, has(Feature.HashReport));
  }
  set(cells.currGuestOffloads, Number(state.currGuestOffloads), 'device', 'currGuestOffloads');
  set(cells.featuresHigh, Number(state.guestFeatures >> 32n), 'features64', 'guestFeatures');
  for (const [i, own] of cells.queues.entries()) queueFields(state.queues[i]!, i, own, set, recorder);
  // A flag that travels only when it is set: no offset, no change, unless it came.
  if (at(['broken', 'broken']) >= 0) set(cells.broken, wire?.virtio.broken ? 1 : 0, 'broken', 'broken');
  set(cells.started, state.started ? 1 : 0, 'started', 'started');
  set(cells.disabled, state.disabled ? 1 : 0, 'disabled', 'disabled');
  for (const { queue, kind, message, heads } of rings) {
    const values = state.queues[queue]!;
    const subject = nic * QUEUE_SUBJECTS + queue;
    if (kind === 'skipped') recorder.event(EventKind.CheckSkipped, subject);
    else if (kind === 'passed') recorder.event(EventKind.CheckPassed, subject, -1, values.lastAvailIdx, heads);
    else if (kind === 'broken') recorder.event(EventKind.DeviceError, recorder.names.id(message));
    const own = cells.queues[queue];
    if (own) ringFields(values, own, recorder);
  }
  // What the comparison did to the device, after its events.
  recorder.set(cells.status, state.status);
  recorder.set(cells.isr, state.isr);
  recorder.set(cells.broken, state.broken ? 1 : 0);
}

type Set = (cell: number, value: number, ...path: readonly (string | number)[]) => void;

function queueFields(queue: QueueState, i: number, own: QueueCells, set: Set, recorder: Recorder): void {
  set(own.num, queue.num, 'vqs', i, 'num');
  set(own.desc, Number(queue.desc), 'vqs', i, 'desc');
  set(own.lastAvailIdx, queue.lastAvailIdx, 'vqs', i, 'lastAvailIdx');
  set(own.vector, queue.vector, 'vqs', i, 'vector');
  recorder.set(own.signalledUsedValid, 0);
  if (own.lastAvailWrap >= 0) {
    set(own.lastAvailWrap, queue.lastAvailWrapCounter, 'packedVirtqueues', 'vqs', i, 'lastAvailWrapCounter');
    set(own.usedIdx, queue.usedIdx, 'packedVirtqueues', 'vqs', i, 'usedIdx');
    set(own.usedWrap, queue.usedWrapCounter, 'packedVirtqueues', 'vqs', i, 'usedWrapCounter');
    set(own.inuse, queue.inuse, 'packedVirtqueues', 'vqs', i, 'inuse');
  }
  set(own.avail, Number(queue.avail), 'virtqueues', 'vqs', i, 'avail');
  set(own.used, Number(queue.used), 'virtqueues', 'vqs', i, 'used');
  set(own.enabled, queue.modern.enabled, 'extraState', 'extraState', 'modernState', 'vqs', i, 'enabled');
}

function ringFields(queue: QueueState, own: QueueCells, recorder: Recorder): void {
  recorder.set(own.usedIdx, queue.usedIdx);
  recorder.set(own.shadowAvailIdx, queue.shadowAvailIdx);
  recorder.set(own.inuse, queue.inuse);
  if (own.shadowAvailWrap >= 0) recorder.set(own.shadowAvailWrap, queue.shadowAvailWrapCounter);
}

/** Where a value of the section stood in the stream, or -1. */
function offsetIn(offsets: WireState): (path: readonly (string | number)[]) => number {
  return (path) => {
    let here: unknown = offsets.virtio;
    for (const key of path)
      here = typeof here === 'object' && here !== null ? (here as Record<string | number, unknown>)[key] : undefined;
    return typeof here === 'number' ? here : -1;
  };
}
