// The calibrations held against the figures that they were made for: medians over 101 seeds, each within its tolerance.
import { describe, expect, it } from 'vitest';
import { CALIBRATIONS } from '../../scenario/cost-calibrations.ts';
import { CostModel, type LoadCost } from './cost-model.ts';
import { LruCache } from './lru-cache.ts';
import {
  MEASURED_FRESH,
  MEASURED_MACHINE,
  modelLoads,
  modelMigration,
  NIC,
  THREAD_BACKENDS,
  THREAD_PROFILE,
  THREAD_SOFTWARE,
  THREAD_VHOST,
  VHOST_START,
  type SetUp,
} from './set-ups.ts';

const SEEDS = Array.from({ length: 101 }, (_, i) => i + 1);

function samples(setUp: SetUp, early: boolean, of: (loads: ReadonlyMap<string, LoadCost>) => number): number[] {
  return SEEDS.map((seed) => of(modelLoads(setUp, seed, early)));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

const section =
  (name: string) =>
  (loads: ReadonlyMap<string, LoadCost>): number => {
    for (const [idstr, cost] of loads) if (idstr === name || idstr.endsWith(`/${name}`)) return cost.total;
    throw new Error(`no section ${name}`);
  };
const sum = (loads: ReadonlyMap<string, LoadCost>): number => {
  let all = 0;
  for (const [idstr, cost] of loads) if (idstr !== 'ram') all += cost.total;
  return all;
};
const everything = (loads: ReadonlyMap<string, LoadCost>): number => sum(loads) + section('ram')(loads);

function within(value: number, expected: number, perCent: number): void {
  expect(Math.abs(value - expected) / expected, `${value} ns against ${expected} ns`).toBeLessThanOrEqual(
    perCent / 100,
  );
}

describe('measured on QEMU 10.0.13 (medians of 57 live migrations for each arm), within 15 %', () => {
  it.each([
    ['virtio-net', 1393, 639],
    ['vga', 654, 739],
    ['virtio-console', 1302, 1484],
    ['virtio-scsi', 1366, 1533],
    ['I440FX', 209, 261],
  ])('%s: %i µs without, %i µs with the early load', (name, plain, early) => {
    within(median(samples(MEASURED_MACHINE, false, section(name))), plain * 1000, 15);
    within(median(samples(MEASURED_MACHINE, true, section(name))), early * 1000, 15);
  });

  it('the sum over all non-iterable sections: 5345 µs without, 5361 µs with', () => {
    within(median(samples(MEASURED_MACHINE, false, sum)), 5_345_000, 15);
    within(median(samples(MEASURED_MACHINE, true, sum)), 5_361_000, 15);
  });

  it('the NIC maps three BARs: 20 views, in the stop without the early load, none with it', () => {
    expect(modelLoads(MEASURED_MACHINE, 1, false).get(NIC)!.views).toBe(20);
    expect(modelLoads(MEASURED_MACHINE, 1, true).get(NIC)!.views).toBe(0);
  });

  it('alone in its machine it rebuilds 12', () => {
    const alone = new CostModel(CALIBRATIONS.measured.parameters, 1, 1);
    expect(alone.load({ idstr: NIC, kind: 'virtio-net', bars: 3 }).views).toBe(12);
  });

  it('a device that the guest never touched gains nothing', () => {
    const [plain, early] = [false, true].map((arm) => modelLoads(MEASURED_FRESH, 1, arm).get(NIC)!);
    expect(plain!.total - plain!.spread).toBe(early!.total - early!.spread);
  });
});

describe('the thread’s figures, within 10 %', () => {
  it('4.1: a software device with one queue pair, 3.2 ms and 1.4 ms', () => {
    within(median(samples(THREAD_SOFTWARE, false, section('virtio-net'))), 3_200_000, 10);
    within(median(samples(THREAD_SOFTWARE, true, section('virtio-net'))), 1_400_000, 10);
  });

  it.each([
    ['vga', 1.36, 1.5],
    ['virtio-console', 13.43, 13.78],
    ['virtio-net', 17.52, 13.52],
    ['virtio-scsi', 14.08, 14.3],
  ])('4.2: %s, medians %d ms without and %d ms with', (name, plain, early) => {
    within(median(samples(THREAD_VHOST, false, section(name))), plain * 1_000_000, 10);
    within(median(samples(THREAD_VHOST, true, section(name))), early * 1_000_000, 10);
  });

  it.each([
    ['virtio-net', 0.0642, 0.0223],
    ['virtio-console', 0.0327, 0.0174],
    ['virtio-scsi', 0.0734, 0.134],
    ['vga', 0.0985, 0.0711],
  ])('4.2: the spread of %s lies between half of the smaller and twice the larger of theirs', (name, plain, early) => {
    for (const arm of [false, true]) {
      const values = samples(THREAD_VHOST, arm, section(name));
      const relative = deviation(values) / median(values);
      expect(relative).toBeGreaterThan(Math.min(plain, early) / 2);
      expect(relative).toBeLessThan(Math.max(plain, early) * 2);
    }
  });

  it.each([
    ['virtio-scsi', 13.994],
    ['virtio-console', 13.796],
    ['virtio-net', 13.495],
    ['ram', 9.994],
    ['cpu', 4.125],
  ])('4.3: with the early load, %s %d ms', (name, ms) => {
    within(median(samples(THREAD_VHOST, true, section(name))), ms * 1_000_000, 10);
  });

  it('4.3: all devices 66.29 ms', () => {
    within(median(samples(THREAD_VHOST, true, everything)), 66_290_000, 10);
  });

  it('4.4: virtio_load() 13.29 ms: virtqueues 6.83, extra_state 6.33', () => {
    within(median(samples(THREAD_PROFILE, false, section('virtio-net'))), 13_290_000, 10);
    const { arrays } = CALIBRATIONS['thread-profile'].parameters;
    within(1024 * arrays.perVirtqueue, 6_830_000, 10);
    within(1024 * arrays.perModernQueue, 6_330_000, 10);
  });

  it('4.5: vDPA at the destination, 8 pairs with 128 GiB: 249 ms, then 0.071 ms; more than half is pinning', () => {
    const model = new CostModel(CALIBRATIONS['thread-vhost'].parameters, 1, 5);
    const configuration = model.setUp('vhost-vdpa', 8) + model.pin(128) + 12 * model.command();
    within(configuration, 249_007_000, 10);
    within(model.enable('vhost-vdpa'), 71_000, 10);
    expect(128 * CALIBRATIONS['thread-vhost'].parameters.vhost.vdpaPerGiB).toBeGreaterThan(configuration / 2);
  });
});

describe('a back-end’s start among the loads of the stop', () => {
  const start = (backend: keyof typeof THREAD_BACKENDS, devices: 'none' | 'nic' | 'all', reset = false) => {
    const { parameters } = CALIBRATIONS['thread-vhost'];
    const { early, stop } = modelMigration({ ...THREAD_VHOST, backend: THREAD_BACKENDS[backend] }, parameters, 1, {
      devices,
      reset,
    });
    return [stop.get(VHOST_START)?.total ?? 0, early] as const;
  };
  const plain = (devices: 'none' | 'nic' | 'all') => start('qemu', devices)[1];

  it('vDPA: 248.5 ms; before the stop when an early state is kept', () => {
    expect(start('qemu', 'none')[0]).toBe(0);
    expect(start('vhost-vdpa', 'none')).toEqual([248_471_000, 0]);
    expect(start('vhost-vdpa', 'nic')).toEqual([71_000, plain('nic') + 248_400_000]);
    expect(start('vhost-vdpa', 'all', true)).toEqual([248_471_000, plain('all')]);
  });

  it('vhost-net: 60 µs a pair, always in the stop', () => {
    expect(start('vhost-net', 'none')[0]).toBe(240_000);
    expect(start('vhost-net', 'nic')).toEqual([240_000, plain('nic')]);
  });
});

describe('CostModel', () => {
  const { parameters } = CALIBRATIONS.measured;
  const work = {
    idstr: NIC,
    kind: 'virtio-net',
    virtqueues: 1024,
    modernQueues: 1024,
    bars: 3,
    queuesInUse: 3,
  } as const;

  it.each(['barMapping', 'arrays', 'firstTouch', 'cache'] as const)('without %s, only that part is gone', (name) => {
    const off = { ...parameters, mechanisms: { ...parameters.mechanisms, [name]: false } };
    const all = new CostModel(parameters, 1, 1).load(work);
    const without = new CostModel(off, 1, 1).load(work);
    expect(all[name]).toBeGreaterThan(0);
    expect(without[name]).toBe(0);
    for (const other of ['fixed', 'barMapping', 'arrays', 'firstTouch'] as const)
      if (other !== name) expect(without[other]).toBe(all[other]);
  });

  it('a reset unmaps the BARs, so the next load maps them again', () => {
    const model = new CostModel(parameters, 1, 1);
    expect(model.load(work).views).toBe(12);
    expect(model.load(work).views).toBe(0);
    model.reset(NIC);
    expect(model.load(work).views).toBe(12);
  });

  it('fewer queues sent, fewer entries walked', () => {
    const { arrays } = new CostModel(parameters, 1, 1).load({ ...work, virtqueues: 3, modernQueues: 3 });
    expect(arrays).toBe(3 * 220 + 3 * 270);
  });

  it('the same seed gives the same numbers, another seed others', () => {
    const total = (seed: number): number => new CostModel(parameters, seed, 1).load(work).total;
    expect(total(5)).toBe(total(5));
    expect(total(5)).not.toBe(total(6));
  });
});

describe('LruCache', () => {
  it('pushes out what was used longest ago', () => {
    const cache = new LruCache(100);
    expect(cache.use('a', 60)).toBe(60);
    expect(cache.use('b', 40)).toBe(40);
    expect(cache.use('a', 60)).toBe(0);
    expect(cache.use('c', 30)).toBe(30);
    expect(cache.use('a', 60)).toBe(0);
    expect(cache.use('b', 40)).toBe(40);
  });

  it('takes no more than it has', () => {
    const cache = new LruCache(100);
    expect(cache.use('a', 500)).toBe(100);
    expect(cache.use('a', 500)).toBe(0);
  });
});
