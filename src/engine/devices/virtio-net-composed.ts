// Strategy `delta` (a proposal of this project) at the destination: the source's state as put together from START and the
// changes since, with the stream offset that each new value came from.
import { Errno } from '../bytes/errno.ts';
import { ByteReader } from '../bytes/reader.ts';
import type { WireState } from '../vmstate/description.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { holders, keyOf, pick, readRecord, type ReadRecord } from './virtio-net-delta.ts';
import { at, DELTA_GROUPS, presenceOf, type DeltaGroup } from './virtio-net-delta-groups.ts';
import type { LoadConsole } from './virtio-net-load-rings.ts';
import type { NicLoaded } from './virtio-net-loader.ts';
import type { VirtioNetWire } from './virtio-net.ts';
import { VIRTIO_QUEUE_MAX } from './virtio.ts';

export interface Composed {
  readonly wire: VirtioNetWire;
  /** Offsets of what the last changes brought, in the shape of the wire state. */
  readonly offsets: WireState;
  /** Records among them by the group's name. */
  readonly records: ReadonlyMap<string, number>;
}

/** The destination's part for one NIC: keeps what START gave, takes changes in, has their sum loaded by `load`. */
export class ChangesLoader {
  private composed: ComposedState | null = null;
  private readonly console: LoadConsole;
  private readonly load: (composed: Composed, isLast: boolean) => NicLoaded;

  constructor(console: LoadConsole, load: (composed: Composed, isLast: boolean) => NicLoaded) {
    this.console = console;
    this.load = load;
  }

  begin({ wire, error }: NicLoaded): void {
    this.composed = wire && !error ? new ComposedState(wire) : null;
  }

  /** 0 or a negative errno; throws LoadError on changes that make no sense. */
  take(reader: ByteReader, isLast: boolean): number {
    if (this.composed) return this.load(this.composed.apply(reader), isLast).error?.code ?? 0;
    this.console.stderr.push('virtio_net_load_delta: no state of START that this could change');
    return Errno.EINVAL;
  }
}

export class ComposedState {
  private readonly pieces = new Map<number, WireState>();
  private readonly known: WireState;
  private presence: number;
  /** Whether START had its arrays with as many entries as there are queues. */
  private readonly isCounted: boolean;

  /** From the state of START. */
  constructor(wire: WireState) {
    this.known = { multiqueue: wire.multiqueue };
    this.presence = presenceOf(wire);
    this.isCounted = ARRAYS.some((path) => (at(wire, path) as WireState | undefined)?.count !== undefined);
    for (const group of DELTA_GROUPS)
      for (const [index, holder] of holders(group, wire).entries()) {
        const own = pick(group, holder);
        if (own) this.pieces.set(keyOf(group, index), own);
      }
  }

  /** Takes in what stands between the flag and END_DATA, and answers the whole state. Throws LoadError. */
  apply(reader: ByteReader): Composed {
    const presenceAt = reader.offset;
    const presence = reader.u32();
    const count = reader.u16();
    const read: ReadRecord[] = [];
    for (let i = 0; i < count; i++) {
      const record = readRecord(reader);
      this.pieces.set(keyOf(record.group, record.index), record.own);
      read.push(record);
    }
    return this.compose(presence, presenceAt, read);
  }

  /** The state with the subsections of the bitmap and no others. */
  private compose(presence: number, presenceAt: number, read: readonly ReadRecord[]): Composed {
    const wire: WireState = { ...this.known, virtio: { device: {} } };
    const offsets: WireState = { virtio: { device: {} } };
    const queues = this.pieces.get(keyOf(QUEUES, 0))?.queues as number | undefined;
    for (const group of DELTA_GROUPS) {
      if (group.presence >= 0 && ((presence >> group.presence) & 1) === 0) continue;
      const isVqs = group.path[1] === 'vqs';
      const count = !group.perIndex ? 1 : isVqs || this.isCounted ? (queues ?? 0) : VIRTIO_QUEUE_MAX;
      for (let index = 0; index < count; index++) {
        const own = this.pieces.get(keyOf(group, index)) ?? (group.perIndex ? zeros(group) : null);
        // Only a device with MSI-X has vectors.
        if (!own || (group.name === 'vector' && !this.pieces.has(keyOf(MSIX, 0)))) continue;
        Object.assign(place(wire, group, index), own);
      }
    }
    if (this.isCounted)
      for (const path of ARRAYS) {
        const holder = at(wire, path) as WireState | undefined;
        if (holder) holder.count = queues;
      }
    const records = new Map<string, number>();
    for (const { group, index, offsets: places } of read) {
      Object.assign(place(offsets, group, index), places);
      records.set(group.name, (records.get(group.name) ?? 0) + 1);
    }
    this.mark(presence, presenceAt, offsets);
    const virtio = wire.virtio as WireState;
    // Its only part may be absent; the subsection itself never is.
    virtio.extraState ??= { extraState: {} };
    wire.vectors = (virtio.msixTable as WireState[] | undefined)?.length ?? 0;
    wire.express = (virtio.pci as WireState).configExtended !== undefined;
    return { wire: wire as VirtioNetWire, offsets, records };
  }

  /** Flags that came or went with their subsection have their values from the bitmap. */
  private mark(presence: number, presenceAt: number, offsets: WireState): void {
    const changed = this.presence ^ presence;
    this.presence = presence;
    for (const group of DELTA_GROUPS) {
      if (group.presence < 0 || group.perIndex || ((changed >> group.presence) & 1) === 0) continue;
      const own = place(offsets, group, 0);
      own[group.vmstate.fields[0]!.key] ??= presenceAt;
    }
  }
}

/** What holds an array with an entry for each queue that a device could have. */
const ARRAYS: readonly (readonly string[])[] = DELTA_GROUPS.filter(
  ({ perIndex, path }) => perIndex && path[1] !== 'vqs',
).map(({ path }) => path.slice(0, -1));

const named = (name: string): DeltaGroup => DELTA_GROUPS.find((group) => group.name === name)!;
const QUEUES = named('queues');
const MSIX = named('msix');

/** An element that was never sent. */
function zeros({ vmstate }: DeltaGroup): WireState {
  return loadVmstate(vmstate, 1, new ByteReader(new Uint8Array(64)));
}

/** The object at the group's place, made when it is not there. */
function place(tree: WireState, { path, perIndex }: DeltaGroup, index: number): WireState {
  let here = tree;
  for (const [i, key] of path.entries()) {
    if (perIndex && i === path.length - 1) {
      const list = (here[key] as WireState[] | undefined) ?? (here[key] = []);
      return (list[index] ??= {});
    }
    here = (here[key] ??= {}) as WireState;
  }
  return here;
}
