// The source's NICs against the sections that real QEMUs wrote of the same shape: after the same commands of the guest
// the same bytes, but for the indices of rings that have been in use there. Then what the guest's actions do.
import { describe, expect, it } from 'vitest';
import { fixtureStream } from '../../testing/fixtures.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { digestOf } from '../capture/lists.ts';
import { executeControl } from '../devices/virtio-net-ctrl.ts';
import type { VirtioNetLive } from '../devices/virtio-net-live.ts';
import { virtioNetRss1 } from '../devices/virtio-net.ts';
import { inspect } from '../inspect/inspect.ts';
import type { Action } from '../scenario/action-groups.ts';
import { DEFAULT_NIC_SCENARIO } from '../scenario/default-scenario.ts';
import { PRESETS } from '../scenario/presets.ts';
import type { NicScenario } from '../scenario/scenario.ts';
import { saveVmstate } from '../vmstate/save.ts';
import type { Driver } from './driver.ts';
import { DriverWord } from './layout.ts';
import { Machine } from './machine.ts';

/** The captured vmstates of the NICs. */
function captured(name: string): Uint8Array[] {
  const stream = fixtureStream(name);
  return inspect(stream)
    .sections.filter(({ type, idstr }) => type === 4 && idstr.endsWith('/virtio-net'))
    .map(({ start, end }) => {
      const header = 1 + 4 + 1 + stream[start + 5]! + 4 + 4;
      return stream.subarray(start + header, end - 5);
    });
}

function saved(nic: VirtioNetLive): Uint8Array {
  const writer = new ByteWriter(65536);
  saveVmstate(virtioNetRss1, nic.saveState(), writer);
  return writer.finish();
}

/** A preset's source, with parts of its NIC replaced. */
function machine(name: string, nic: Partial<NicScenario> = {}): Machine {
  const scenario = PRESETS[name]!;
  const [first, ...rest] = scenario.nics;
  return new Machine({ ...scenario, nics: [{ ...first!, ...nic }, ...rest] }, 'source');
}

/** Offsets at which two vmstates differ. */
function differences(ours: Uint8Array, theirs: Uint8Array): number[] {
  expect(ours.length).toBe(theirs.length);
  return Array.from(ours.keys()).filter((at) => ours[at] !== theirs[at]);
}

const mac = (text: string): Uint8Array => Uint8Array.from(text.split(':'), (part) => parseInt(part, 16));

/** What the guest of a capture did besides what the preset's does, if anything. */
const ALSO: Readonly<Record<string, (driver: Driver) => void>> = {
  'deb72-filters': (driver) => {
    driver.setRxMode('nouni', false);
    driver.addVlan(7);
    driver.dropVlan(7);
    driver.setMac(mac('52:54:00:c0:ff:ee'));
    driver.setOffloads(0n);
  },
  'q10-rss': (driver) => {
    driver.setRss(true, 1, [0, 1, 2, 3, 3, 2, 1, 0, 0, 1, 2, 3, 3, 2, 1, 0]);
  },
  'q10-iterative-change': (driver) => {
    driver.setMac(mac('52:54:00:de:ad:be'));
    driver.addVlan(77);
    driver.addVlan(3000);
    driver.setQueuePairs(2);
    driver.setRxMode('promisc', false);
    driver.setMacTable([mac('52:54:00:aa:00:09')], []);
  },
};

describe('the section of the source, before any packet, against the captured one', () => {
  // In one queue pair last_avail_idx stands at 379, 395, 411 (high byte first), 16 further for each queue; in four pairs
  // the MSI-X table is longer. Packed rings have it again, with used_idx and the wrap counters, at the end.
  it.each([
    ['deb72-fresh', []],
    ['deb72-split-modern', [380, 396]],
    ['deb72-split-q35', [380, 396]],
    ['deb72-eventidx-mrg', [380, 396]],
    ['deb72-packed', [380, 396, 46203, 46206, 46213, 46214, 46216, 46217]],
    ['deb72-legacy', [380, 396]],
    ['deb72-filters', [380, 396]],
    ['deb72-mq4', [479, 495, 511, 527, 543, 559, 575, 591]],
    ['q10-fresh', []],
    ['q10-legacy', [380, 396]],
    // One command more than there: RSS is set up twice.
    ['q10-rss', [493, 509, 525, 541, 557, 573, 589, 605, 621]],
    ['q10-iterative-packed', [380, 395, 396, 46203, 46206, 46212, 46213, 46215, 46216]],
    ['q10-iterative-change', [479, 495, 511, 527, 543, 559, 575, 591]],
  ])('%s differs in ring indices only', (name, where) => {
    const { hosts } = machine(name);
    ALSO[name]?.(hosts[0]!.driver);
    expect(differences(saved(hosts[0]!.nic), captured(name)[0]!)).toEqual(where);
  });

  it('q10-2nics: the second NIC, which has no driver, is the same to the byte', () => {
    const [first, second] = machine('q10-2nics').nics;
    const [theirFirst, theirSecond] = captured('q10-2nics');
    expect(differences(saved(first!), theirFirst!)).toEqual([380, 396]);
    expect(differences(saved(second!), theirSecond!)).toEqual([]);
  });
});

describe('the guest in the middle of a run', () => {
  it('a command goes through guest memory and is answered', () => {
    const { recorder, hosts } = machine('default');
    const { driver, nic } = hosts[0]!;
    expect(driver.setMac(mac('52:54:00:00:00:09'))).toBe(true);
    expect(nic.get('mac')).toBe(0x525400000009);
    const kinds = Array.from(recorder.log.kind.subarray(0, recorder.log.length)).filter((kind) => kind > 4);
    const { GuestAddBuffer, GuestKick, DevicePop, DeviceUse, DeviceInterrupt, GuestReap, GuestControl } = EventKind;
    expect(kinds).toEqual([GuestAddBuffer, GuestKick, DevicePop, DeviceUse, DeviceInterrupt, GuestReap, GuestControl]);
    const last = recorder.log.length - 1;
    expect([recorder.log.subject[last], recorder.log.before[last], recorder.log.after[last]]).toEqual([2, 257, 0]);
  });

  it('what the device cannot do is refused', () => {
    const { driver, nic } = machine('default').hosts[0]!;
    expect(driver.setQueuePairs(2)).toBe(false);
    expect(driver.setRss(true)).toBe(false);
    expect(driver.announce()).toBe(false);
    expect(driver.setOffloads(2n)).toBe(false);
    expect(nic.get('currQueuePairs')).toBe(1);
  });

  it('more addresses than the table holds set the overflow flag and keep the rest', () => {
    const { driver, nic } = machine('default').hosts[0]!;
    const many = Array.from({ length: 65 }, (_, i) => mac(`02:00:00:00:00:${(i + 16).toString(16)}`));
    expect(driver.setMacTable(many, [mac('01:00:5e:00:00:01')])).toBe(true);
    expect([nic.get('macTableInUse'), nic.get('uniOverflow'), nic.get('multiOverflow')]).toEqual([1, 1, 0]);
    expect(nic.get('firstMulti')).toBe(0);
    expect(driver.setMacTable([mac('02:00:00:00:00:01')], many)).toBe(true);
    expect([nic.get('macTableInUse'), nic.get('uniOverflow'), nic.get('multiOverflow')]).toEqual([1, 0, 1]);
    expect(nic.get('firstMulti')).toBe(1);
    expect(nic.get('macs')).toBe(digestOf(mac('02:00:00:00:00:01')));
  });

  it('a table command with bytes behind its second list is refused and changes nothing', () => {
    const { nic } = machine('default').hosts[0]!;
    const table = (...rest: readonly number[]): Uint8Array => Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, ...rest);
    const address = [1, 0, 0x5e, 0, 0, 1];
    expect(executeControl(nic, 1, 0, table(...address))).toBe(0);
    expect(executeControl(nic, 1, 0, table(...address, 0))).toBe(1);
    expect(nic.get('macs')).toBe(digestOf(Uint8Array.from(address)));
  });

  it('a VLAN counts once', () => {
    const { driver, nic } = machine('default').hosts[0]!;
    driver.addVlan(5);
    driver.addVlan(5);
    expect(nic.get('vlans')).toBe(1);
    driver.dropVlan(5);
    driver.dropVlan(6);
    expect(nic.get('vlans')).toBe(0);
  });

  it.each(['default', 'deb72-packed', 'deb72-legacy', 'deb72-mq4', 'deb72-rss'])(
    '%s: packets flow through every pair, and the indices of driver and device agree',
    (name) => {
      const vm = machine(name, { startIndex: 65_530 });
      vm.start(0);
      vm.advance(500_000_000);
      vm.stop(500_000_001);
      const { nic, driver } = vm.hosts[0]!;
      expect(driver.pairs).toBe(vm.hosts[0]!.nic.config.queuePairs);
      for (let queue = 0; queue < 2 * driver.pairs; queue++) {
        const own = driver.queues[queue]!;
        expect([name, queue, nic.queueValue(queue, 'inuse')]).toEqual([name, queue, 0]);
        const isReceive = queue % 2 === 0;
        const before = own.inFlight;
        const reaped = own.reap();
        expect(before).toBeLessThanOrEqual(isReceive ? DEFAULT_NIC_SCENARIO.rxBuffers : 32);
        expect(own.inFlight).toBe(before - reaped);
        if (!isReceive) expect(own.inFlight).toBeLessThanOrEqual(1); // published at the stop, not taken yet
        expect(nic.queueValue(queue, 'lastAvailIdx')).toBe(nic.queueValue(queue, 'usedIdx'));
        expect(nic.queueValue(queue, 'usedIdx')).not.toBe(own.isPacked ? 65_530 % 256 : 65_530);
      }
    },
  );

  it('a reset in the middle takes all away; loading the driver again sets smaller rings up', () => {
    const vm = machine('default');
    vm.start(0);
    vm.advance(10_000_000);
    const host = vm.hosts[0]!;
    const { nic } = host;
    expect(vm.perform({ do: 'ring-size', nic: 0, size: '128' })).toBe(true);
    vm.advance(60_000_000);
    vm.stop(60_000_001);
    expect([nic.get('status'), nic.get('started'), nic.queueValue(0, 'num')]).toEqual([15, 1, 128]);
    expect(nic.queueValue(0, 'usedIdx')).toBeGreaterThan(0);
    expect(nic.queueValue(0, 'usedIdx')).toBeLessThan(100);
    expect(saved(nic).length).toBe(46172 + 4117); // virtio/ringsize appears
    expect(host.unload()).toBe(true);
    expect([nic.get('status'), nic.get('started'), nic.queueValue(0, 'num'), nic.queueValue(0, 'desc')]).toEqual([
      0, 0, 1024, 0,
    ]);
    expect(saved(nic).length).toBe(46143);
  });

  it('packets that the device held at a reset are gone, and the new rings are not disturbed', () => {
    const vm = machine('deb72-packed');
    vm.start(0);
    vm.advance(10_000_000);
    expect(vm.perform({ do: 'burst', nic: 0, packets: 20 })).toBe(true);
    vm.advance(10_030_000); // the back-end has taken them, the network not yet
    const { nic } = vm.hosts[0]!;
    expect(nic.queueValue(1, 'inuse')).toBeGreaterThan(10);
    expect(vm.perform({ do: 'reload', nic: 0 })).toBe(true);
    vm.advance(40_000_000);
    vm.stop(40_000_001);
    expect(nic.queueValue(1, 'inuse')).toBe(0);
    expect(nic.queueValue(1, 'usedIdx')).toBe(nic.queueValue(1, 'lastAvailIdx'));
  });

  it('each action says whether it could be done', () => {
    const vm = machine('q10-rss');
    vm.start(0);
    vm.advance(5_000_000);
    const done = (action: Action): boolean => vm.perform(action);
    const { nic } = vm.hosts[0]!;
    expect(done({ do: 'rx-mode', nic: 0, mode: 'nobcast', on: true })).toBe(true);
    expect(nic.get('nobcast')).toBe(1);
    expect(done({ do: 'offloads', nic: 0, offloads: '0x2' })).toBe(true);
    expect(nic.get('currGuestOffloads')).toBe(2);
    expect(done({ do: 'queue-pairs', nic: 0, pairs: 2 })).toBe(true);
    expect([nic.get('currQueuePairs'), vm.hosts[0]!.driver.pairs]).toEqual([2, 2]);
    expect(done({ do: 'queue-pairs', nic: 0, pairs: 5 })).toBe(false);
    expect(done({ do: 'rss', nic: 0, on: true, defaultQueue: 1 })).toBe(true);
    expect(done({ do: 'link', nic: 0, up: false })).toBe(true);
    expect(done({ do: 'link', nic: 0, up: false })).toBe(false);
    expect(nic.get('isr')).toBe(3);
    expect(done({ do: 'set-mac', nic: 1, mac: '52:54:00:00:00:01' })).toBe(false); // there is no such NIC
    expect(done({ do: 'unload', nic: 0 })).toBe(true);
    expect(done({ do: 'add-vlan', nic: 0, vlan: 4 })).toBe(false);
    vm.stop(6_000_000);
    expect(done({ do: 'reload', nic: 0 })).toBe(false); // the vCPUs stand
  });

  it('silence lasts as long as it was asked for', () => {
    const vm = machine('default');
    vm.start(0);
    vm.perform({ do: 'silence', for: 50_000_000 });
    vm.advance(49_000_000);
    const { driver, nic } = vm.hosts[0]!;
    expect([driver.word(DriverWord.Sent), nic.queueValue(0, 'usedIdx')]).toEqual([0, 65_500]);
    vm.advance(100_000_000);
    expect(driver.word(DriverWord.Sent)).toBeGreaterThan(5);
  });

  it('with vhost-net the cells stand still until the back-end stops', () => {
    const vm = machine('q10-vhost-iterative');
    const { nic } = vm.hosts[0]!;
    vm.start(0);
    vm.advance(50_000_000);
    expect([nic.queueValue(0, 'lastAvailIdx'), nic.queueValue(1, 'lastAvailIdx')]).toEqual([0, 0]);
    vm.stop(50_000_001);
    expect(nic.queueValue(0, 'lastAvailIdx')).toBeGreaterThan(10);
    expect(nic.queueValue(1, 'usedIdx')).toBe(nic.queueValue(1, 'lastAvailIdx'));
  });
});

describe('rings of another size', () => {
  const sizes = ({ nics }: Machine): number[] => nics[0]!.queues.map((_, i) => nics[0]!.queueValue(i, 'num'));

  it('as large as the device has them, whatever the scenario began with', () => {
    const small = machine('deb72-split-modern', { queueSize: 64, rxBuffers: 22 });
    small.start(0);
    expect(sizes(small)).toEqual([64, 64, 64]);
    expect(small.perform({ do: 'ring-size', nic: 0, size: '1024' })).toBe(true);
    small.advance(200_000_000);
    expect(sizes(small)).toEqual([256, 256, 64]);
    expect([small.printed, small.nics[0]!.get('broken')]).toEqual([[], 0]);
    const { rings } = small.layout.nics[0]!;
    for (const [i, desc] of rings.entries()) expect((rings[i + 1] ?? Infinity) - desc).toBeGreaterThan(16 * 64);
  });

  it('never holds more buffers than entries', () => {
    const many = machine('deb72-split-modern', { rxBuffers: 256 });
    many.start(0);
    many.perform({ do: 'ring-size', nic: 0, size: '64' });
    const queue = many.hosts[0]!.driver.queues[0]!;
    expect([queue.ring.num, queue.inFlight]).toEqual([64, 64]);
  });

  it('not for a legacy driver, which takes what there is', () => {
    const legacy = machine('deb72-legacy');
    legacy.start(0);
    expect(legacy.perform({ do: 'ring-size', nic: 0, size: '64' })).toBe(false);
    expect(sizes(legacy)[0]).toBe(256);
  });
});

describe('a ring that makes no sense', () => {
  /** A machine whose next receive buffer lies outside of RAM. */
  function spoiled(name: string, nic: Partial<NicScenario> = {}): Machine {
    const spoilt = machine(name, nic);
    spoilt.start(0);
    const { desc, num } = spoilt.nics[0]!.queues[0]!.ring;
    for (let i = 0; i < num; i++) spoilt.memory.setU64(desc + 16 * i, 2 ** 40);
    spoilt.advance(100_000_000);
    return spoilt;
  }

  it.each(['deb72-split-modern', 'deb72-packed'])(
    'breaks the device of %s, in QEMU’s words, until it is reset',
    (name) => {
      const broken = spoiled(name);
      expect(broken.printed).toEqual(['virtio: bogus descriptor or out of resources']);
      const [nic] = broken.nics;
      expect([nic!.get('broken'), nic!.get('status') & 0x40, nic!.get('isr') & 2, nic!.running]).toEqual([
        1,
        0x40,
        2,
        false,
      ]);
      const { events } = { events: broken.recorder.log.columns() };
      expect(events.kind.filter((kind) => kind === EventKind.DeviceError)).toHaveLength(1);
      broken.perform({ do: 'reload', nic: 0 });
      expect([nic!.get('broken'), nic!.running]).toEqual([0, true]);
    },
  );

  it('has no NEEDS_RESET for a legacy driver', () => {
    const [nic] = spoiled('deb72-legacy').nics;
    expect([nic!.get('broken'), nic!.get('status') & 0x40]).toEqual([1, 0]);
  });
});

it('outside of RAM memory answers with ones and takes nothing', () => {
  const { memory } = machine('deb72-split-modern');
  const end = memory.bytes.length;
  expect([memory.u16(end - 1), memory.u32(end), memory.u8(end), memory.u16(-2)]).toEqual([
    0xffff, 0xffffffff, 0xff, 0xffff,
  ]);
  const before = memory.bytes.slice(-8);
  memory.setU32(end - 3, 0x12345678);
  memory.setU16(end, 1);
  memory.setU64(2 ** 40, 1);
  expect(memory.bytes.slice(-8)).toEqual(before);
});
