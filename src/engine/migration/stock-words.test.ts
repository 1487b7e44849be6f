// Damage that a stock QEMU 7.2.22 was given, and what it said: cases that the recorded rejections do not have.
import { describe, expect, it } from 'vitest';
import { fixtureStream } from '../../testing/fixtures.ts';
import { findByPath, vmstateOf } from '../capture/span-query.ts';
import { inspect } from '../inspect/inspect.ts';
import type { InspectedSection } from '../inspect/inspection.ts';
import { matchingVm } from './matching-vm.ts';
import { loadIntoVm, type VmLoad } from './waiting-vm.ts';

const stream = fixtureStream('deb72-split-modern');
const inspection = inspect(stream);
const { config, machineDevices } = matchingVm(stream);

/** Loads the stream with other bytes at an offset, into the destination that matches the stream as it was. */
function load(at: number, ...bytes: readonly number[]): VmLoad {
  const damaged = stream.slice();
  damaged.set(bytes, at);
  return loadIntoVm(damaged, config, machineDevices);
}

const section = (idstr: string): InspectedSection => inspection.sections.find((entry) => entry.idstr === idstr)!;
const FAILED = 'load of migration failed: Invalid argument';
const NIC = '0000:00:03.0/virtio-net';

describe('a text with a NUL in it ends there', () => {
  const IDSTR_LENGTH = 5;

  it('as the name of a section: the device is found, and what follows is misread', () => {
    expect(load(section('ps2mouse').start + IDSTR_LENGTH, 9).stderr).toEqual([
      "savevm: unsupported version 767 for 'ps2mouse' v2",
      FAILED,
    ]);
  });

  it('as the name of a section that nobody has', () => {
    expect(load(section('acpi_build').start + IDSTR_LENGTH + 1, ...Array<number>(10).fill(0)).stderr).toEqual([
      "Unknown savevm section or instance '' 0. Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices",
      FAILED,
    ]);
  });

  it('as the machine’s name, whatever length was said', () => {
    expect(load(9, 0, 0, 2, 13).stderr).toEqual([
      "Machine type received is 'pc-i440fx-7.2\x01' and local is 'pc-i440fx-7.2'",
      FAILED,
    ]);
  });

  it('as the name of a subsection', () => {
    const { spans } = inspection;
    const row = findByPath(spans, vmstateOf(spans, section(NIC).row), 'virtio/started');
    expect(load(spans.start[row]! + 1, 0x6e).stderr).toEqual([
      'virtio/started: incoming version_id 0 is too old for local minimum version_id  1',
      'Failed to load virtio-net:virtio',
      `error while loading state for instance 0x0 of device '${NIC}'`,
      FAILED,
    ]);
  });
});

describe('a count that is negative as an int', () => {
  it('of the machine’s name is more than can be allocated', () => {
    expect(load(9, 0xff, 0xff, 0xff, 0xff)).toMatchObject({
      outcome: 'failed',
      signal: 'SIGTRAP',
      stderr: ['GLib: ../../../glib/gmem.c:136: failed to allocate 18446744073709551615 bytes'],
    });
  });

  it('of filter addresses passes over none', () => {
    const { spans } = inspection;
    const row = findByPath(spans, vmstateOf(spans, section(NIC).row), 'virtio/virtio-net-device/mac_table.in_use');
    const { outcome, stderr, devices } = load(spans.start[row]!, 0xff, 0xff, 0xff, 0xff);
    expect({ outcome, stderr }).toEqual({ outcome: 'completed', stderr: [] });
    expect(devices).toEqual(loadIntoVm(stream, config, machineDevices).devices);
  });
});

describe('instance 0xffffffff', () => {
  const instance = ({ start, idstr }: InspectedSection): number => start + 6 + idstr.length;

  it.each(['PCIBUS', 'hpet', NIC])('is the first %s', (idstr) => {
    const { outcome, stderr } = load(instance(section(idstr)), 0xff, 0xff, 0xff, 0xff);
    expect({ outcome, stderr }).toEqual({ outcome: 'completed', stderr: [] });
  });
});

describe('instance 0xffffffff of a handler that has an alias', () => {
  const instance = ({ start, idstr }: InspectedSection): number => start + 6 + idstr.length;

  it.each(['ram', 'i8259', 'fdc'])('is unknown: %s', (idstr) => {
    expect(load(instance(section(idstr)), 0xff, 0xff, 0xff, 0xff).stderr).toEqual([
      `Unknown savevm section or instance '${idstr}' 4294967295. Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices`,
      FAILED,
    ]);
  });
});

describe('a machine device’s section of version 0', () => {
  const version = ({ start, idstr }: InspectedSection): number => start + 6 + idstr.length + 4;

  it.each([
    ['port92', 1],
    ['0000:00:01.0/PIIX3', 2],
    ['0000:00:00.0/I440FX', 3],
    ['cpu', 11],
  ] as const)('is too old for %s', (idstr, oldest) => {
    expect(load(version(section(idstr)), 0, 0, 0, 0).stderr).toEqual([
      `${idstr.slice(idstr.lastIndexOf('/') + 1)}: incoming version_id 0 is too old for local minimum version_id  ${oldest}`,
      `error while loading state for instance 0x0 of device '${idstr}'`,
      FAILED,
    ]);
  });

  it('is what vmmouse has anyway', () => {
    expect(load(version(section('vmmouse')), 0, 0, 0, 0).outcome).toBe('completed');
  });
});

describe('config_len', () => {
  const { spans } = inspection;
  const at = spans.start[findByPath(spans, vmstateOf(spans, section(NIC).row), 'virtio/config_len')]!;

  it('of 64 KiB passes over what follows, and finds text where the number of queues should be', () => {
    expect(load(at, 0, 1, 0, 0).stderr).toEqual([
      'Invalid number of virtqueues: 0x6f6e7322',
      'Failed to load virtio-net:virtio',
      `error while loading state for instance 0x0 of device '${NIC}'`,
      'load of migration failed: Operation not permitted',
    ]);
  });

  it('beyond the end of the stream leaves no queue, and 7.2 takes one away that is not there', () => {
    expect(load(at, 0, 0x10, 0, 0)).toMatchObject({ outcome: 'failed', signal: 'SIGSEGV', stderr: [] });
  });
});
