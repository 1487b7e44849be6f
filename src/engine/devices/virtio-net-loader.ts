// virtio_load() of a virtio-net-pci device (QEMU hw/virtio/virtio.c): fields with their checks, the feature check with
// what set_features does to the device, the comparison with the rings.
import { hex } from '../bytes/text.ts';
import type { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import type { RingMemory } from '../ram/ring-memory.ts';
import type { Vmstate, WireState } from '../vmstate/description.ts';
import { Errno } from '../bytes/errno.ts';
import { LoadError } from '../vmstate/errors.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { adoptWire } from './virtio-net-adopt.ts';
import { checkNicField, resizeQueues } from './virtio-net-load-checks.ts';
import { loadRings, type LoadConsole, type RingCheck, type RingOutcome } from './virtio-net-load-rings.ts';
import type { NicState } from './virtio-net-state.ts';
import { virtioNetMmioRss1, virtioNetRss1, type VirtioNetWire } from './virtio-net.ts';
import { Feature, isUsedOnly } from './virtio.ts';

export interface NicLoadOptions {
  readonly memory: RingMemory;
  readonly console: LoadConsole;
  readonly ringCheck: RingCheck;
  /** What the section is in; the whole state on the device's transport unless said. */
  readonly vmstate?: Vmstate;
  /** Collects the stream offset of every value, in the shape of the wire state. */
  readonly offsets?: WireState;
}

export interface NicLoaded {
  /** Null when it was refused before the end of its fields. */
  readonly wire: VirtioNetWire | null;
  readonly rings: readonly RingOutcome[];
  /** Stream offset of every value, in the shape of the wire state; empty unless collected. */
  readonly offsets: WireState;
  /** Why it was refused; its lines have been printed. */
  readonly error: LoadError | null;
}

/** Loads vmstate `virtio-net` of version `versionId`; throws ProgramAbort where QEMU itself ends. */
export function loadNic(state: NicState, file: QemuFileReader, versionId: number, options: NicLoadOptions): NicLoaded {
  const { own } = state;
  const { offsets = {} } = options;
  let wire: VirtioNetWire | null = null;
  let rings: readonly RingOutcome[] = [];
  try {
    const usual = own.config.transport === 'mmio' ? virtioNetMmioRss1 : virtioNetRss1;
    loadVmstate(options.vmstate ?? usual, versionId, file, {
      known: { multiqueue: own.maxQueuePairs > 1, vectors: own.vectors, express: false },
      ...(options.offsets ? { offsets: options.offsets } : undefined),
      failed: () => file.error !== 0,
      lacks: (subsection) => own.flavour !== '10.0+rfc' && isUsedOnly(subsection),
      local: (_, field) => (field === 'max_queue_pairs' ? own.maxQueuePairs : undefined),
      check: (name, fields, root, at) => {
        if (name !== 'virtio.loaded') return checkNicField(name, fields, state, at);
        wire = root as VirtioNetWire;
        rings = finish(state, wire, options, at.offset);
      },
    });
    return { wire, rings, offsets, error: null };
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    file.setError(error.code);
    options.console.stderr.push(...error.lines);
    return { wire, rings, offsets, error };
  }
}

function finish(state: NicState, wire: VirtioNetWire, options: NicLoadOptions, offset: number): readonly RingOutcome[] {
  const { virtio } = wire;
  adoptWire(state, wire);
  if (virtio.device.currGuestOffloads === undefined) state.currGuestOffloads = supportedOffloads(virtio.guestFeatures);
  const asked = state.guestFeatures;
  if (!setFeatures(state, asked)) {
    const allowed = hex(state.own.hostFeatures);
    const shown = state.own.hostFeatures >> 32n === 0n ? BigInt(virtio.guestFeatures) : asked;
    throw new LoadError([`Features ${hex(shown)} unsupported. Allowed features: ${allowed}`], Errno.EPERM, offset);
  }
  return loadRings(state, virtio.queues, options.memory, options.console, options.ringCheck, offset);
}

/** GUEST_CSUM, GUEST_TSO4, GUEST_TSO6, GUEST_ECN, GUEST_UFO: offloads that are on unless the driver says otherwise. */
const OFFLOADS = 0x782n;
const supportedOffloads = (low: number): bigint => BigInt(low) & OFFLOADS;

/** virtio_set_features_nocheck() and virtio_net_set_features(); false when the device does not have them all. */
function setFeatures(state: NicState, asked: bigint): boolean {
  const { hostFeatures, maxQueuePairs, flavour } = state.own;
  const features = asked & hostFeatures;
  const has = (bit: number): boolean => ((features >> BigInt(bit)) & 1n) === 1n;
  const several = has(Feature.Mq) || has(Feature.Rss);
  resizeQueues(state, 2 * (several ? maxQueuePairs : 1) + 1);
  state.mergeableRxBufs = has(Feature.MrgRxbuf) ? 1 : 0;
  if (state.rss) {
    const flag = (bit: number): number => (has(bit) ? 1 : 0);
    state.rss = { ...state.rss, redirect: flag(Feature.Rss), populateHash: flag(Feature.HashReport) };
  }
  // 7.2 sets the VLAN table anew here, and so forgets what it has just loaded.
  if (flavour === '7.2') state.vlans = new Uint8Array(512).fill(has(Feature.CtrlVlan) ? 0 : 0xff);
  state.guestFeatures = features;
  return (asked & ~hostFeatures) === 0n;
}
