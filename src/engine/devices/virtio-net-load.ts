// What virtio_load() does with a state once it is read (QEMU hw/virtio/virtio.c), in its order and with its words: the
// feature check, then for every queue with a descriptor address the comparison with the rings in guest memory.
import { hex, macNumber } from '../bytes/text.ts';
import { EventKind } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import type { GuestMemory } from '../ram/guest-memory.ts';
import { availIdx, indexDistance, usedIdx, type SplitRing } from '../virtqueue/split.ts';
import type { NicRest } from './virtio-net-wire.ts';
import type { NicCells } from './virtio-net-cells.ts';
import type { VirtioNetWire } from './virtio-net.ts';
import { guestFeaturesOf, VIRTIO_QUEUE_MAX } from './virtio.ts';

/** Every feature that this device offers: what the captured QEMU 10.0 offered (0x10130bf8024). */
export const HOST_FEATURES = 0x10130bf8024n;

const STATUS_NEEDS_RESET = 0x40;

export type NicLoadResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

export interface NicLoadContext {
  readonly cells: NicCells;
  readonly recorder: Recorder;
  readonly memory: GuestMemory;
  readonly rest: NicRest;
  /** Patch 5: the early load does not compare indices, because guest RAM has not come yet. */
  readonly skipIndexCheck: boolean;
  /** Lines that QEMU prints while the load goes on. */
  readonly stderr: string[];
}

/** Stream offsets in the shape of the wire state, as loadVmstate() collects them. */
export type WireOffsets = Readonly<Record<string, unknown>>;

/** Takes a state that was read over into the device. Cells get the stream offset that carried them. */
export function applyWire(state: VirtioNetWire, offsets: WireOffsets, context: NicLoadContext): NicLoadResult {
  const { virtio } = state;
  if (virtio.queueSel >= VIRTIO_QUEUE_MAX) return { ok: false, message: '' };
  if (virtio.queues > VIRTIO_QUEUE_MAX)
    return { ok: false, message: `Invalid number of virtqueues: ${hex(virtio.queues)}` };
  for (const [i, queue] of virtio.vqs.entries()) {
    if (queue.desc === 0n && queue.lastAvailIdx !== 0) {
      return { ok: false, message: `VQ ${i} address 0x0 inconsistent with Host index ${hex(queue.lastAvailIdx)}` };
    }
  }
  const features = guestFeaturesOf(virtio);
  if ((features & ~HOST_FEATURES) !== 0n) {
    return { ok: false, message: `Features ${hex(features)} unsupported. Allowed features: ${hex(HOST_FEATURES)}` };
  }
  takeFields(state, offsets, context);
  return takeRings(state, context);
}

function takeFields(state: VirtioNetWire, offsets: WireOffsets, { cells, recorder, rest }: NicLoadContext): void {
  const { virtio } = state;
  const { device } = virtio;
  const at = (...path: readonly (string | number)[]): number => {
    let here: unknown = offsets.virtio;
    for (const key of path)
      here = typeof here === 'object' && here !== null ? (here as Record<string | number, unknown>)[key] : undefined;
    return typeof here === 'number' ? here : -1;
  };
  rest.pciConfig = virtio.pci.config;
  rest.irqState = virtio.pci.irqState;
  rest.msixTable = (virtio.msixTable ?? []) as { entry: Uint8Array }[];
  rest.msixPba = virtio.msixPba ?? new Uint8Array(0);
  rest.config = virtio.config;
  rest.macTable = device.macTable;
  rest.vlans = device.vlans;
  recorder.set(cells.barsMapped, ((virtio.pci.config[4] ?? 0) & 3) !== 0 ? 1 : 0);
  recorder.set(cells.configVector, virtio.configVector ?? 0xffff, at('configVector'));
  recorder.set(cells.status, virtio.status, at('status'));
  recorder.set(cells.isr, virtio.isr, at('isr'));
  recorder.set(cells.queueSel, virtio.queueSel, at('queueSel'));
  recorder.set(cells.featuresLow, virtio.guestFeatures, at('guestFeatures'));
  recorder.set(cells.mac, macNumber(device.mac), at('device', 'mac'));
  recorder.set(cells.linkStatus, device.status, at('device', 'status'));
  recorder.set(cells.promisc, device.promisc, at('device', 'promisc'));
  recorder.set(cells.allmulti, device.allmulti, at('device', 'allmulti'));
  recorder.set(cells.macTableInUse, device.macTableInUse, at('device', 'macTableInUse'));
  recorder.set(cells.vlans, countBits(device.vlans), at('device', 'vlans'));
  recorder.set(cells.txWaiting, device.txWaiting, at('device', 'txWaiting'));
  recorder.set(cells.currGuestOffloads, Number(device.currGuestOffloads ?? 0n), at('device', 'currGuestOffloads'));
  recorder.set(cells.featuresHigh, Number(guestFeaturesOf(virtio) >> 32n), at('features64', 'guestFeatures'));
  const modern = virtio.extraState?.extraState.modernState;
  if (modern) {
    rest.dfselect = modern.dfselect;
    rest.gfselect = modern.gfselect;
  }
  for (const [i, queue] of cells.queues.entries()) {
    const wire = virtio.vqs[i];
    if (!wire) continue;
    recorder.set(queue.num, wire.num, at('vqs', i, 'num'));
    recorder.set(queue.desc, Number(wire.desc), at('vqs', i, 'desc'));
    recorder.set(queue.lastAvailIdx, wire.lastAvailIdx, at('vqs', i, 'lastAvailIdx'));
    recorder.set(queue.vector, wire.vector ?? 0xffff, at('vqs', i, 'vector'));
    recorder.set(queue.signalledUsedValid, 0);
    const rings = virtio.virtqueues?.vqs[i];
    if (rings) {
      recorder.set(queue.avail, Number(rings.avail), at('virtqueues', 'vqs', i, 'avail'));
      recorder.set(queue.used, Number(rings.used), at('virtqueues', 'vqs', i, 'used'));
    }
    const own = modern?.vqs[i];
    if (own)
      recorder.set(queue.enabled, own.enabled, at('extraState', 'extraState', 'modernState', 'vqs', i, 'enabled'));
  }
  // A subsection that is absent changes nothing: what an earlier load set stays set.
  if (virtio.broken) recorder.set(cells.broken, virtio.broken.broken, at('broken', 'broken'));
  if (virtio.started) recorder.set(cells.started, virtio.started.started, at('started', 'started'));
  if (virtio.disabled) recorder.set(cells.disabled, virtio.disabled.disabled, at('disabled', 'disabled'));
}

function takeRings(
  state: VirtioNetWire,
  { cells, recorder, memory, skipIndexCheck, stderr }: NicLoadContext,
): NicLoadResult {
  for (const [i, queue] of cells.queues.entries()) {
    if (i >= state.virtio.queues || recorder.get(queue.desc) === 0) continue;
    const last = recorder.get(queue.lastAvailIdx);
    if (skipIndexCheck) {
      recorder.event(EventKind.CheckSkipped, i);
      forget(recorder, queue);
      continue;
    }
    const ring: SplitRing = {
      num: recorder.get(queue.num),
      desc: recorder.get(queue.desc),
      avail: recorder.get(queue.avail),
      used: recorder.get(queue.used),
    };
    const readable = memory.contains(ring.avail, 6 + 2 * ring.num) && memory.contains(ring.used, 6 + 8 * ring.num);
    const avail = readable ? availIdx(memory, ring) : 0;
    const heads = indexDistance(last, avail);
    if (heads > ring.num) {
      const message = `VQ ${i} size ${hex(ring.num)} Guest index ${hex(avail)} inconsistent with Host index ${hex(last)}: delta ${hex(heads)}`;
      recorder.event(EventKind.DeviceError, recorder.names.id(message));
      stderr.push(message);
      recorder.set(cells.status, recorder.get(cells.status) | STATUS_NEEDS_RESET);
      recorder.set(cells.broken, 1);
      forget(recorder, queue);
      continue;
    }
    const used = readable ? usedIdx(memory, ring) : 0;
    const inuse = indexDistance(used, last);
    recorder.event(EventKind.CheckPassed, i, -1, last, heads);
    recorder.set(queue.usedIdx, used);
    recorder.set(queue.shadowAvailIdx, avail);
    recorder.set(queue.inuse, inuse);
    if (inuse > ring.num) {
      return {
        ok: false,
        message: `VQ ${i} size ${hex(ring.num)} < last_avail_idx ${hex(last)} - used_idx ${hex(used)}`,
      };
    }
  }
  return { ok: true };
}

function forget(recorder: Recorder, queue: NicCells['queues'][number]): void {
  recorder.set(queue.usedIdx, 0);
  recorder.set(queue.shadowAvailIdx, 0);
  recorder.set(queue.inuse, 0);
}

function countBits(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) for (let bits = byte; bits > 0; bits &= bits - 1) count++;
  return count;
}
