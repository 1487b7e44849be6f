// How long a load takes, by mechanism. One instance lives as long as a destination does: it remembers which BARs are
// mapped, which devices were touched and what is in the cache. Pure: the same calls give the same numbers.
import { hash32 } from '../../bytes/random.ts';
import { LruCache } from './lru-cache.ts';
import type { CostParameters, SectionKind } from '../../scenario/cost-parameters.ts';
import type { Backend } from '../../scenario/scenario.ts';

/** What one load does. Counts come from the section that is loaded. */
export interface LoadWork {
  /** Names the device; its BARs, pages and cache lines are remembered under it. */
  readonly idstr: string;
  readonly kind: SectionKind;
  /** Entries walked in each of virtio's arrays; 0 when the subsection is absent. */
  readonly virtqueues?: number;
  readonly modernQueues?: number;
  readonly ringSizes?: number;
  /** BARs that the loaded config space maps. */
  readonly bars?: number;
  /** Queues that the guest has set up. */
  readonly queuesInUse?: number;
  readonly pages?: number;
  readonly zeroPages?: number;
}

/** Parts of a cost in ns; `total` includes the spread. */
export interface LoadCost {
  readonly total: number;
  readonly fixed: number;
  readonly barMapping: number;
  readonly views: number;
  readonly arrays: number;
  readonly firstTouch: number;
  readonly cache: number;
  readonly ram: number;
  readonly spread: number;
}

export class CostModel {
  private readonly parameters: CostParameters;
  private readonly seed: number;
  private readonly busMasters: number;
  private readonly mapped = new Map<string, number>();
  private readonly touched = new Map<string, number>();
  private readonly cache: LruCache;
  private loads = 0;
  private streams = 0;

  /** `busMasters`: PCI devices of the machine that may read and write memory; each has an address space of its own. */
  constructor(parameters: CostParameters, seed: number, busMasters: number) {
    this.parameters = parameters;
    this.seed = seed;
    this.busMasters = busMasters;
    this.cache = new LruCache(parameters.cache.sizeKiB);
  }

  /** Cost of loading one section now. */
  load(work: LoadWork): LoadCost {
    const { mechanisms, sections, ram } = this.parameters;
    const fixed = sections[lastPart(work.idstr)] ?? this.parameters.fixed[work.kind];
    const { views, ns: barMapping } = this.mapBars(work);
    const arrays = mechanisms.arrays ? this.arrays(work) : 0;
    const firstTouch = this.touch(work);
    const cache = this.fillCache(work, views > 0);
    const pages = (work.pages ?? 0) * ram.perPage + (work.zeroPages ?? 0) * ram.perZeroPage;
    const plain = fixed + barMapping + arrays + firstTouch + cache + pages;
    const spread = this.spread(work.kind, plain);
    return {
      total: plain + spread,
      fixed,
      barMapping,
      views,
      arrays,
      firstTouch,
      cache,
      ram: pages,
      spread,
    };
  }

  /** Pages of RAM went through the cache and pushed out what was there; their own cost is counted by the page. */
  streamed(pages: number): void {
    if (pages > 0) this.cache.use(`pages ${this.streams++}`, pages * 4);
  }

  /** A device is reset: its BARs are gone, its pages are not. */
  reset(idstr: string): void {
    this.mapped.delete(idstr);
  }

  /** Setting a vhost back-end up, ns: for each pair of vhost-net; of vDPA the device, without the memory that is pinned. */
  setUp(backend: Backend, pairs: number): number {
    const { mechanisms, vhost } = this.parameters;
    if (!mechanisms.vhostStart || backend === 'qemu') return 0;
    return backend === 'vhost-net' ? pairs * vhost.perPair : vhost.vdpaDevice;
  }

  /** Mapping guest memory for a vDPA device, which pins its pages, ns. */
  pin(memoryGiB: number): number {
    const { mechanisms, vhost } = this.parameters;
    return mechanisms.vhostStart ? Math.ceil(memoryGiB * vhost.vdpaPerGiB) : 0;
  }

  /** One command in a vDPA device's control queue, ns. */
  command(): number {
    return this.parameters.mechanisms.vhostStart ? this.parameters.vhost.vdpaPerCommand : 0;
  }

  /** From the first to the last queue enabled, ns. */
  enable(backend: Backend): number {
    return this.parameters.mechanisms.vhostStart && backend === 'vhost-vdpa' ? this.parameters.vhost.vdpaDataplane : 0;
  }

  /** Only BARs that were not mapped before cost anything. */
  private mapBars({ idstr, bars = 0 }: LoadWork): { views: number; ns: number } {
    const { mechanisms, barMapping } = this.parameters;
    const appear = Math.max(0, bars - (this.mapped.get(idstr) ?? 0));
    this.mapped.set(idstr, bars);
    if (!mechanisms.barMapping || appear === 0) return { views: 0, ns: 0 };
    const others = Math.max(0, this.busMasters - 1);
    const views = appear * barMapping.viewsPerBar + others * barMapping.viewsPerDevice;
    return { views, ns: views * barMapping.perView };
  }

  private arrays({ virtqueues = 0, modernQueues = 0, ringSizes = 0 }: LoadWork): number {
    const { perVirtqueue, perModernQueue, perRingSize } = this.parameters.arrays;
    return virtqueues * perVirtqueue + modernQueues * perModernQueue + ringSizes * perRingSize;
  }

  private touch({ idstr, queuesInUse = 0 }: LoadWork): number {
    const { mechanisms, firstTouch } = this.parameters;
    const before = this.touched.get(idstr) ?? 0;
    if (queuesInUse <= before) return 0;
    this.touched.set(idstr, queuesInUse);
    return mechanisms.firstTouch ? (queuesInUse - before) * firstTouch.perQueue : 0;
  }

  private fillCache({ idstr, kind, pages = 0 }: LoadWork, rebuilds: boolean): number {
    const { mechanisms, cache } = this.parameters;
    if (!mechanisms.cache) return 0;
    let missing = 0;
    if (rebuilds) missing += this.cache.use('views', cache.viewPathKiB);
    if (kind.startsWith('virtio-')) missing += this.cache.use('virtio', cache.virtioPathKiB);
    if (kind.startsWith('virtio-') || kind === 'vga') missing += this.cache.use(idstr, cache.deviceKiB);
    this.streamed(pages);
    return missing * cache.perKiB;
  }

  /** A normal distribution out of twelve uniform draws. */
  private spread(kind: SectionKind, plain: number): number {
    const perMille = this.parameters.spread[kind];
    const load = this.loads++;
    if (perMille === 0) return 0;
    let sum = 0;
    for (let i = 0; i < 12; i++) sum += hash32(this.seed, 0x636f7374 + load, i) % 1001;
    const deviation = Math.trunc((plain * perMille * (sum - 6000)) / 1_000_000);
    return Math.max(deviation, -Math.trunc(plain / 2));
  }
}

/** `0000:00:03.0/virtio-net` → `virtio-net` */
export function lastPart(idstr: string): string {
  return idstr.slice(idstr.lastIndexOf('/') + 1);
}
