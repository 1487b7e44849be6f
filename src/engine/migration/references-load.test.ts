// Every reference stream loads, and then the devices say what that QEMU's said; and a NIC that holds the state of a
// reference saves the reference's sections, byte for byte.
import { describe, expect, it } from 'vitest';
import {
  fixtureStream,
  STREAM_FILTERS,
  STREAM_INDEX,
  STREAM_NAMES,
  type FilterReport,
  type StreamFilters,
} from '../../testing/fixtures.ts';
import { hexText } from '../../testing/wire.ts';
import { ByteReader } from '../bytes/reader.ts';
import { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { macText } from '../bytes/text.ts';
import { CellTable } from '../capture/cells.ts';
import { Recorder } from '../capture/recorder.ts';
import { adoptWire } from '../devices/virtio-net-adopt.ts';
import { defineNicCells } from '../devices/virtio-net-cells.ts';
import { VirtioNetLive } from '../devices/virtio-net-live.ts';
import { wireOf } from '../devices/virtio-net-save.ts';
import { changeNumQueues, newNicState, queueCount, type NicState } from '../devices/virtio-net-state.ts';
import {
  virtioNetRss1,
  VNET_MIG_F_END_DATA,
  VNET_MIG_F_INIT_STATE,
  VNET_MIG_F_NO_DATA,
  type VirtioNetWire,
} from '../devices/virtio-net.ts';
import { inspect } from '../inspect/inspect.ts';
import type { InspectedSection } from '../inspect/inspection.ts';
import { GuestMemory, pcBlocks } from '../ram/guest-memory.ts';
import { SectionType, writeFooter, writeFullHeader, writePartHeader } from '../stream/sections.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { saveVmstate } from '../vmstate/save.ts';
import { matchingVm } from './matching-vm.ts';
import { loadIntoVm } from './waiting-vm.ts';

/** The receive filter as QMP prints it, last addresses and VLANs first. */
function filterOf({ mac, promisc, macTable, vlans }: NicState): FilterReport {
  const addresses = Array.from({ length: macTable.length / 6 }, (_, i) =>
    macTable.subarray(6 * i, 6 * i + 6),
  ).reverse();
  const isMulticast = (address: Uint8Array): boolean => (address[0]! & 1) === 1;
  return {
    'main-mac': macText(mac),
    promiscuous: promisc === 1,
    'vlan-table': Array.from({ length: 4096 }, (_, i) => 4095 - i).filter(
      (i) => ((vlans[i >> 3]! >> (i & 7)) & 1) === 1,
    ),
    'unicast-table': addresses.filter((address) => !isMulticast(address)).map(macText),
    'multicast-table': addresses.filter(isMulticast).map(macText),
  };
}

const withoutPatch5 = (name: string): boolean => name.includes('nopatch5');

describe.each(STREAM_NAMES)('%s', (name) => {
  const stream = fixtureStream(name);
  const { config, machineDevices } = matchingVm(stream);
  const reports = STREAM_INDEX[name]!.destinationLoaded!.filter((device) => device.name === 'virtio-net');
  const vm = { ...config, patch5: !withoutPatch5(name) };
  const load = loadIntoVm(stream, vm, machineDevices);

  it('loads, and reports what QEMU reported', () => {
    expect(load.outcome).toBe('completed');
    expect(load.guestErrors).toEqual([]);
    expect(load.stderr.map((line) => line.replace(/ size .*/, ''))).toEqual(
      withoutPatch5(name) ? ['VQ 0', 'VQ 1'] : [],
    );
    expect(load.nics).toHaveLength(reports.length);
    for (const [i, state] of load.nics.entries()) {
      const report = reports[i]!;
      expect([state.broken, state.started, state.isr]).toEqual([report.broken, report.started, report.isr]);
      expect(queueCount(state)).toBe(report.numVqs);
      const queues = state.queues.slice(0, report.queues.length).map((queue, index) => ({
        'queue-index': index,
        'vring-num': queue.num,
        'vring-num-default': queue.numDefault,
        'vring-desc': Number(queue.desc),
        'vring-avail': Number(queue.avail),
        'vring-used': Number(queue.used),
        'last-avail-idx': queue.lastAvailIdx,
        'used-idx': queue.usedIdx,
        'shadow-avail-idx': queue.shadowAvailIdx,
        inuse: queue.inuse,
      }));
      expect(report.queues).toMatchObject(queues);
    }
  });

  const filters = STREAM_FILTERS[name];
  if (filters) it('has features, MAC and filters of that QEMU', () => said(filters));

  function said({ devices, rxFilter }: StreamFilters): void {
    const forgets = config.qemu === '7.2';
    expect(load.nics).toHaveLength(rxFilter.length);
    for (const [i, state] of load.nics.entries()) {
      const { status, queueSel } = devices[i]!;
      // Also of a device that is broken since START: FULL brings the status anew.
      expect([state.status, state.queueSel]).toEqual([status, queueSel]);
      if (i === 0) expect(state.guestFeatures).toBe(BigInt(STREAM_INDEX[name]!.features ?? 0));
      const report = rxFilter[i]!;
      expect(report).toMatchObject(
        forgets ? { ...filterOf(state), 'vlan-table': report['vlan-table'] } : filterOf(state),
      );
    }
  }

  const sections = inspect(stream).sections.filter(({ idstr }) => /\/virtio-net(-iterative)?$/.test(idstr));
  const nics = new Map(config.nics.map((nic, i) => [load.devices[i]!.name, nic]));
  const nicOf = ({ idstr }: InspectedSection) => nics.get(idstr.replace('-iterative', ''))!;

  it.each(
    sections.map(
      (section) =>
        [SectionType.Full === section.type ? 'FULL' : `type ${section.type}`, section.start, section] as const,
    ),
  )('%s at %i is saved as it came', (_, start, section) => {
    const { type, sectionId, idstr, instanceId, versionId, end } = section;
    const writer = new ByteWriter(65536);
    if (type === SectionType.Start || type === SectionType.Full)
      writeFullHeader(writer, type, sectionId, idstr, instanceId, versionId);
    else writePartHeader(writer, type, sectionId);
    if (type === SectionType.Start) writer.u64(VNET_MIG_F_INIT_STATE);
    if (type === SectionType.Start || type === SectionType.Full) {
      const payload = stream.subarray(start + writer.offset, end - 5 - (type === SectionType.Start ? 8 : 0));
      // As the device holds it before a load's own changes.
      const held = newNicState(config.qemu, nicOf(section), config.machine);
      const known = { multiqueue: held.own.maxQueuePairs > 1 };
      const wire = loadVmstate(virtioNetRss1, 11, new ByteReader(payload), { known }) as VirtioNetWire;
      expect(changeNumQueues(held, wire.virtio.queues)).toBeNull();
      adoptWire(held, wire);
      saveVmstate(virtioNetRss1, wireOf(held), writer);
      live(payload, section);
    }
    if (type === SectionType.Start) writer.u64(VNET_MIG_F_END_DATA);
    if (type === SectionType.Part || type === SectionType.End) writer.u64(VNET_MIG_F_NO_DATA);
    writeFooter(writer, sectionId);
    expect(hexText(writer.finish())).toBe(hexText(stream.subarray(start, end)));
  });

  /** The running device: loaded from the payload, it saves it; only 7.2 has forgotten the VLAN table by then. */
  function live(payload: Uint8Array, section: InspectedSection): void {
    const table = new CellTable();
    const nic = nicOf(section);
    const cells = defineNicCells(table, nic);
    const memory = new GuestMemory(pcBlocks(1 << 24), 0, 0);
    const parts = { number: 0, flavour: config.qemu, machine: config.machine, config: nic, usedQueuesOnly: false };
    const device = new VirtioNetLive(cells, new Recorder(table, memory.arena), memory, parts);
    // What follows is looked at, for one more subsection.
    const file = new QemuFileReader(Uint8Array.of(...payload, SectionType.Footer));
    expect(device.load(file, 11, { stderr: [], guestErrors: [] }, { ringCheck: 'relaxed' }).error).toBeNull();
    expect(file.remaining).toBe(1);
    const wire = device.saveState();
    if (config.qemu === '7.2')
      wire.virtio.device.vlans = (
        loadVmstate(virtioNetRss1, 11, new ByteReader(payload), {
          known: { multiqueue: nic.queuePairs > 1 },
        }) as VirtioNetWire
      ).virtio.device.vlans;
    const writer = new ByteWriter(65536);
    saveVmstate(virtioNetRss1, wire, writer);
    expect(hexText(writer.finish())).toBe(hexText(payload));
  }
});
