// Captures of a real QEMU beyond the references load as they do there: compressed pages, postcopy, virtio-mmio, streams
// without configuration and footers.
import { describe, expect, it } from 'vitest';
import { CAPTURE_NAMES, captureStream } from '../../testing/fixtures.ts';
import { wire } from '../../testing/wire.ts';
import { matchingVm } from './matching-vm.ts';
import { loadIntoVm, type VmLoad } from './waiting-vm.ts';

const load = (bytes: Uint8Array, without: readonly string[] = []): VmLoad => {
  const { config, machineDevices } = matchingVm(bytes);
  const capabilities = config.capabilities.filter((name) => !without.includes(name));
  return loadIntoVm(bytes, { ...config, capabilities }, machineDevices);
};

/** Fresh rings of QEMU 7.2's NIC: receive, transmit, control. */
const FRESH = [
  [0, 0, 0, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
];

const NICS: Readonly<Record<string, readonly string[]>> = {
  compress: ['0000:00:02.0/virtio-net'],
  devices: [],
  'ignore-shared': ['0000:00:02.0/virtio-net'],
  microvm: ['virtio-mmio@00000000feb02e00/virtio-net'],
  multifd: ['0000:00:02.0/virtio-net'],
  'no-description': ['0000:00:06.0/virtio-net'],
  'no-footers': ['0000:00:02.0/virtio-net'],
  postcopy: ['0000:00:02.0/virtio-net'],
  uuid: ['0000:00:02.0/virtio-net'],
  xbzrle: ['0000:00:02.0/virtio-net'],
};

describe('a capture loads', () => {
  it.each(CAPTURE_NAMES)('%s', (name) => {
    const { outcome, stderr, devices } = load(captureStream(name));
    expect({ outcome, stderr, devices }).toEqual({
      outcome: 'completed',
      // The source's machine type was told to send none, which a stream that ends there does not show.
      stderr: name === 'no-description' ? ['Expected vmdescription section, but got 0'] : [],
      devices: NICS[name]!.map((nic) => ({ name: nic, broken: false, queues: FRESH })),
    });
  });
});

/** Words of a stock QEMU 7.2.22. */
describe('without its capability', () => {
  it('compressed pages are not expected', () => {
    expect(load(captureStream('compress'), ['compress']).stderr).toEqual([
      'Received an unexpected compressed page',
      'error while loading state section id 2(ram)',
      'load of migration failed: Invalid argument',
    ]);
  });

  it('nor is postcopy of RAM', () => {
    expect(load(captureStream('postcopy'), ['postcopy-ram']).stderr).toEqual([
      'RAM postcopy is disabled but have 16 byte advise',
      'load of migration failed: Invalid argument',
    ]);
  });
});

describe('postcopy', () => {
  const stream = captureStream('postcopy');
  const ADVISE = wire('08 0003 0010');
  const advise = stream.findIndex((_, at) => ADVISE.every((byte, i) => stream[at + i] === byte));

  it('announced with another page size does not fit', () => {
    const copy = stream.slice();
    copy[advise + 5 + 6] = 0x20;
    expect(load(copy).stderr).toEqual([
      'Postcopy needs matching RAM page sizes (s=2000 d=1000)',
      'load of migration failed: Operation not permitted',
    ]);
  });

  it('that ends among its pages ends QEMU', () => {
    expect(load(stream.slice(0, stream.length - 100)).stderr.at(-1)).toBe(
      'postcopy_ram_listen_thread: loadvm failed: -5',
    );
  });
});
