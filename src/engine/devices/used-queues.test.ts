// This project's form of virtio's arrays, with as many entries as the device has queues: bytes out, the same in, every
// truncation, and what a QEMU without it says.
import { describe, expect, it } from 'vitest';
import { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { SparseMemory } from '../ram/sparse-memory.ts';
import { saveVmstate } from '../vmstate/save.ts';
import type { LoadConsole } from './virtio-net-load-rings.ts';
import { DEFAULT_NIC, type QemuFlavour } from './virtio-net-config.ts';
import { loadNic, type NicLoaded } from './virtio-net-loader.ts';
import { wireOf } from './virtio-net-save.ts';
import { newNicState, type NicState } from './virtio-net-state.ts';
import { virtioNetRss1 } from './virtio-net.ts';

const MACHINE = 'pc-i440fx-10.0';

/** A NIC whose first queue has rings, and sizes that a driver chose. */
function busyNic(): NicState {
  const state = newNicState('10.0+rfc', DEFAULT_NIC, MACHINE);
  const [rx] = state.queues;
  Object.assign(rx!, { num: 64, avail: 0x1020n, used: 0x3040n });
  rx!.modern = { num: 64, enabled: 1, desc: [0x1000, 0], avail: [0x1020, 0], used: [0x3040, 0] };
  return state;
}

function saved(state: NicState, usedOnly: boolean): Uint8Array {
  const writer = new ByteWriter();
  saveVmstate(virtioNetRss1, wireOf(state, usedOnly), writer);
  writer.u8(0x7e);
  return writer.finish();
}

/** `bytes` as they come from the stream; `saved` is followed by the section's footer there. */
function loaded(bytes: Uint8Array, qemu: QemuFlavour = '10.0+rfc'): NicLoaded & { state: NicState; stderr: string[] } {
  const state = newNicState(qemu, DEFAULT_NIC, MACHINE);
  const console: LoadConsole = { stderr: [], guestErrors: [] };
  const memory = new SparseMemory([{ idstr: 'pc.ram', size: 1 << 20, maxSize: 1 << 20 }], MACHINE);
  const result = loadNic(state, new QemuFileReader(bytes), 11, {
    memory,
    console,
    ringCheck: 'whole',
  });
  return { ...result, state, stderr: console.stderr };
}

/** The bytes from a subsection's marker on. */
function subsection(bytes: Uint8Array, name: string, length: number): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const at = text.indexOf(name) - 2;
  return Array.from(bytes.subarray(at, at + length), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const ascii = (text: string): string =>
  Array.from(text, (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');

describe('virtio/x-used-virtqueues and its kin', () => {
  const bytes = saved(busyNic(), true);

  it('have a count and an entry for each queue', () => {
    expect(subsection(bytes, 'virtio/x-used-virtqueues', 2 + 24 + 4 + 4 + 48)).toBe(
      `0518${ascii('virtio/x-used-virtqueues')}` + // subsection, length of the name, name
        '00000001' + // version
        '00000003' + // count
        '00000000000010200000000000003040' + // RX: avail, used
        '0'.repeat(64), // TX, control queue
    );
    expect(subsection(bytes, 'virtio/x-used-ringsize', 2 + 22 + 4 + 4 + 12)).toBe(
      `0516${ascii('virtio/x-used-ringsize')}` + '00000001' + '00000003' + '00000400'.repeat(3),
    );
    expect(subsection(bytes, 'virtio_pci/x-used-modern_state', 2 + 30 + 4 + 16 + 4 + 28)).toBe(
      `051e${ascii('virtio_pci/x-used-modern_state')}` +
        '00000001' + // version
        '00000000' + // dfselect
        '00000000' + // gfselect
        '0000000000000000' + // guest_features
        '00000003' + // count
        '00400001' + // RX: num, unused, enabled
        '0000100000000000' +
        '0000102000000000' +
        '0000304000000000',
    );
  });

  it('save 1,021 entries of 48 bytes and cost twelve bytes and three names', () => {
    const stock = saved(busyNic(), false);
    expect(stock.length - bytes.length).toBe(1021 * (16 + 28 + 4) - 3 * (4 + 'x-used-'.length));
    expect(stock.length).toBe(50_261);
  });

  it('load as they were saved', () => {
    const { state, error } = loaded(bytes);
    expect(error).toBeNull();
    expect(saved(state, true)).toEqual(bytes);
    expect(saved(state, false)).toEqual(saved(busyNic(), false));
  });

  it('clear what stood beyond them', () => {
    const state = newNicState('10.0+rfc', DEFAULT_NIC, MACHINE);
    Object.assign(state.queues[7]!, { avail: 1n, used: 2n, numDefault: 3 });
    state.queues[7]!.modern.enabled = 1;
    const memory = new SparseMemory([{ idstr: 'pc.ram', size: 1 << 20, maxSize: 1 << 20 }], MACHINE);
    loadNic(state, new QemuFileReader(bytes), 11, {
      memory,
      console: { stderr: [], guestErrors: [] },
      ringCheck: 'whole',
    });
    expect(state.queues[7]).toMatchObject({ avail: 0n, used: 0n, numDefault: 0, modern: { enabled: 0 } });
  });

  it('fail at every truncation', () => {
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    const from = text.indexOf('virtio/x-used-virtqueues') - 1;
    for (let length = from; length < bytes.length - 1; length++)
      expect(loaded(bytes.subarray(0, length)).error, `${length} bytes`).not.toBeNull();
  });

  it('end the load of a QEMU that does not know them', () => {
    for (const qemu of ['7.2', '10.0'] as const) {
      const { error, stderr } = loaded(bytes, qemu);
      expect([error?.code, stderr]).toEqual([-2, ['Failed to load virtio-net:virtio']]);
    }
  });

  it('refuse more entries than a device could have', () => {
    const damaged = bytes.slice();
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    damaged[text.indexOf('virtio/x-used-virtqueues') + 24 + 4 + 2] = 0x10;
    expect(loaded(damaged).stderr).toEqual([
      'Invalid number of virtqueues: 0x1003',
      'Failed to load virtio/x-used-virtqueues:count',
      'Failed to load virtio-net:virtio',
    ]);
  });
});
