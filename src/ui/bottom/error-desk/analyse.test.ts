// Every message that the captured rejections printed and that the format's description lists is known, in the wordings
// of 7.2, 10.0 and 10.2; what only follows from another error is told so.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileDocument } from '../../../testing/documents.ts';
import { analyse, KNOWN_ERRORS, messageOf, placeOf, recognise } from './analyse.ts';

interface Reject {
  readonly name: string;
  readonly status: string;
  readonly stderr: readonly string[];
  readonly guestErrors: readonly string[];
}
const rejects = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../fixtures/rejects.json'), 'utf8'),
) as readonly Reject[];

const id = (line: string): string => recognise(messageOf(line))?.error.id ?? `unknown: ${line}`;

describe('captured rejections', () => {
  it.each(rejects.map((reject) => [reject.name, reject] as const))('%s: every line is known', (_, reject) => {
    for (const line of [...reject.stderr, ...reject.guestErrors]) expect(id(line)).not.toMatch(/^unknown: /);
  });

  it('each failure has one cause, and it is no line that follows from another unless there is no other', () => {
    let failures = 0;
    for (const { name, status, stderr, guestErrors } of rejects) {
      const readings = analyse([...guestErrors, ...stderr].join('\n'));
      if (status === 'completed') continue;
      failures++;
      const causes = readings.filter(({ isCause }) => isCause);
      expect(causes, name).toHaveLength(1);
      const primary = readings.some(({ error }) => error && !error.secondary && !error.harmless);
      if (primary) expect(causes[0]!.error?.secondary, name).toBeUndefined();
    }
    expect(failures).toBeGreaterThan(50);
  });
});

describe('wordings', () => {
  it.each([
    ['Not a migration stream', 'not-a-stream'],
    ['Not a migration stream, magic: 1 != 5145564d', 'not-a-stream'],
    ['Unsupported migration stream version', 'stream-version'],
    ['Unsupported migration stream version, file version 4 != 3', 'stream-version'],
    ["SaveVM v2 format is obsolete and don't work anymore", 'v2-format'],
    ['SaveVM v2 format is obsolete and no longer supported', 'v2-format'],
    ['Configuration section missing', 'no-configuration'],
    ['Configuration section missing, 1 != 7', 'no-configuration'],
    ["Machine type received is 'pc-i440fx-7.2' and local is 'pc-q35-7.2'", 'machine-type'],
    [
      "Unknown savevm section or instance '0000:00:03.0/virtio-net' 0. Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices",
      'unknown-section-or-instance',
    ],
    [
      "Unknown section or instance 'ram' 1. Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices",
      'unknown-section-or-instance',
    ],
    ["savevm: unsupported version 12 for 'ram' v4", 'unsupported-version'],
    ["unsupported version 12 for 'ram' v4", 'unsupported-version'],
    ['Missing section footer for 0000:00:01.3/piix4_pm', 'missing-footer'],
    ['Mismatched section id in footer for ram - read 0x2 expected 0x1', 'footer-mismatch'],
    ['Section footer error, section_id: 38', 'footer-error'],
    ['Unknown savevm section type 9', 'unknown-section-type'],
    ['Unknown section type 9', 'unknown-section-type'],
    ['Unknown savevm section 9', 'unknown-section'],
    ['Unknown section 9', 'unknown-section'],
    ["error while loading state for instance 0x0 of device 'ram'", 'error-while-loading'],
    ["error while loading state for instance 0x0 of device 'ram': -5", 'error-while-loading'],
    ['load of migration failed: Input/output error', 'load-failed'],
    ['virtio-net: incoming version_id 12 is too new for local version_id 11', 'too-new'],
    ['virtio-net: incoming version_id 10 is too old for local minimum version_id  11', 'too-old'],
    ['Features 0x130bf8024 unsupported. Allowed features: 0x10179bd8064', 'features'],
    ['VQ 0 size 0x400 Guest index 0x0 inconsistent with Host index 0x9: delta 0xfff7', 'vq-inconsistent'],
    ['VQ 1 size 0x100 < last_avail_idx 0xc - used_idx 0xd', 'vq-inuse'],
    ['VQ 1 address 0x0 inconsistent with Host index 0xd', 'vq-no-address'],
    ['Invalid number of virtqueues: 0x500', 'queue-count'],
    ['Received unknown capability virtio-iterative', 'unknown-capability'],
    ['Capability virtio-iterative is off, but received capability is on', 'capability-differs'],
    ['Expected vmdescription section, but got 0', 'no-description'],
    ['check_section_footer: Read section footer failed: -5', 'footer-read-failed'],
    ['Unknown ramblock "0000:00:02.0/vga.vram", cannot accept migration', 'unknown-ramblock'],
    ["virtio_net_pre_save: Assertion `!n->vhost_started' failed.", 'vhost-assertion'],
    ['warning: nic net0 has no peer', 'no-peer'],
    ['CMD_OPEN_RETURN_PATH called when RP already open', 'return-path-open'],
    ['CMD_PING (0x1) received with no return path', 'ping-without-path'],
    ['CMD_POSTCOPY_ADVISE invalid length (4)', 'postcopy-advise'],
    ['RAM postcopy is disabled but have 16 byte advise', 'postcopy-advise'],
    ['RAM postcopy is enabled but have 0 byte advise', 'postcopy-advise'],
    ['Postcopy needs matching RAM page sizes (s=1000 d=2000)', 'postcopy-page-sizes'],
    ['Postcopy needs matching target page sizes (s=4096 d=8192)', 'postcopy-page-sizes'],
    ['CMD_POSTCOPY_LISTEN in wrong postcopy state (0)', 'postcopy-state'],
    ['CMD_POSTCOPY_RAM_DISCARD invalid length (3)', 'postcopy-discard'],
    ['CMD_POSTCOPY_RAM_DISCARD missing nil (1)', 'postcopy-discard'],
    ["ram_discard_range: Failed to find block 'x'", 'discard-block'],
    ['postcopy_ram_listen_thread: loadvm failed: -5', 'postcopy-listen'],
    ['loadvm_postcopy_handle_resume: illegal resume received', 'postcopy-resume'],
    ['loadvm_handle_recv_bitmap: invalid payload length (1)', 'bitmap-command'],
    ['Unreasonably large packaged state: 4294967295', 'package-size'],
    ['CMD_PACKAGED: Buffer receive fail ret=10 length=20', 'package-size'],
    ['Unable to read ID string for section 3', 'no-id-string'],
    ['qemu_loadvm_section_start_full: Failed to read instance/version ID: -5', 'section-header-cut'],
    ['qemu_loadvm_section_part_end: Failed to read section ID: -5', 'section-header-cut'],
    ['Ack, bad migration stream!', 'continue-without-block'],
    ['Received an unexpected compressed page', 'compressed-page'],
    ['Invalid compressed data length: 9999', 'compressed-page'],
    ['Failed to load XBZRLE page - wrong compression!', 'xbzrle'],
    ['Failed to decompress XBZRLE page at 1000', 'xbzrle'],
    ['Could not read whole mapped-ram migration header (expected 28, got 3 bytes)', 'mapped-ram'],
    ['Migration mapped-ram capability version not supported (expected <= 1, got 2)', 'mapped-ram'],
    ['Error reading ramblock pc.ram pages, region has bad alignment', 'mapped-ram'],
    ['Unexpected RAM flags: 8', 'mapped-ram'],
    ['Size too large: /rom@etc/acpi/tables: 0x300000 > 0x200000: Invalid argument', 'ram-too-large'],
    ['Cannot map desc', 'ring-unmapped'],
    ["Invalid read at addr 0x4000000002, size 2, region '(null)', reason: rejected", 'invalid-read'],
    ['Unable to write to socket: Broken pipe', 'socket-write'],
    ['Unable to write to socket: Broken pipe', 'socket-write'],
    ['Unable to read from socket: Connection reset by peer', 'socket-read'],
    ['Channel error: Input/output error', 'channel-error'],
    ['Guest moved used index from 32925 to 0', 'guest-moved'],
    ['virtio: bogus descriptor or out of resources', 'chain'],
    ['Guest says index 4097 is available', 'chain'],
  ])('%s', (line, expected) => {
    expect(id(`qemu-system-x86_64: ${line}`)).toBe(expected);
    expect(id(`2026-03-01T10:20:30.123456Z qemu-kvm: ${line}`)).toBe(expected);
  });

  it('a line of 10.2 that carries its cause behind it is read as both', () => {
    const text =
      "qemu-system-x86_64: load of migration failed: Invalid argument: error while loading state for instance 0x0 of device '0000:00:03.0/virtio-net': VQ 1 address 0x0 inconsistent with Host index 0xd";
    expect(analyse(text).map(({ error, isCause }) => [error?.id, isCause])).toEqual([
      ['vq-no-address', true],
      ['error-while-loading', false],
      ['load-failed', false],
    ]);
  });

  it('a secondary error alone is told as secondary', () => {
    const [reading] = analyse('qemu-system-x86_64: check_section_footer: Read section footer failed: -5');
    expect(reading).toMatchObject({ error: { secondary: true }, isCause: true });
    expect(reading!.error!.cause).toMatch(/^A secondary error/);
  });

  it('takes libvirt’s words off, and says so when a line is not known', () => {
    expect(
      messageOf(
        "error: internal error: QEMU unexpectedly closed the monitor (vm='a'): 2026-01-02T03:04:05.678Z qemu-system-x86_64: Not a migration stream",
      ),
    ).toBe('Not a migration stream');
    expect(analyse('hello\n\n  \nworld').map(({ line, error }) => [line, error])).toEqual([
      [0, null],
      [3, null],
    ]);
  });
});

describe('the table', () => {
  it('has ids of its own, a place in QEMU and words for each', () => {
    expect(new Set(KNOWN_ERRORS.map((error) => error.id)).size).toBe(KNOWN_ERRORS.length);
    for (const { where, check, cause } of KNOWN_ERRORS) {
      expect(where).toMatch(/\.c\b/);
      expect(check.length).toBeGreaterThan(15);
      expect(cause.length).toBeGreaterThan(10);
    }
  });

  it('points into an open stream', () => {
    const file = fileDocument();
    const offset = (line: string): number => placeOf(analyse(line)[0]!, file);
    const place = (line: string): string => {
      const at = offset(line);
      return at < 0 ? 'nowhere' : file.frames.find(({ start, end }) => at >= start && at < end)!.type;
    };
    expect(place('VQ 1 size 0x400 Guest index 0x0 inconsistent with Host index 0x9: delta 0xfff7')).toBe('FULL');
    expect(place("Machine type received is 'a' and local is 'b'")).toBe('CONFIG');
    expect(place('Size mismatch: pc.ram: 0x1000000 != 0x2000000: Invalid argument')).toBe('START');
    expect(place('virtio_net_load_state: Uknown flag 0x0')).toBe('START');
    expect(place('Missing section footer for 0000:00:03.0/virtio-net')).toBe('FULL');
    expect(place('Failed to load virtio/virtqueues:vq')).toBe('START');
    expect(offset('Guest moved used index from 32925 to 0')).toBe(
      offset('VQ 0 address 0x0 inconsistent with Host index 0xd'),
    );
    // The address stands before the index.
    expect(offset('Looped descriptor')).toBe(offset('Guest moved used index from 32925 to 0') - 8);
    expect(place('warning: nic net0 has no peer')).toBe('nowhere');
    const { spans } = file.inspection;
    const at = placeOf(analyse('VQ 1 address 0x0 inconsistent with Host index 0xd')[0]!, file);
    const row = Array.from({ length: spans.length }, (_, i) => i).findLast((i) => spans.start[i] === at)!;
    expect(spans.names[spans.name[row]!]).toBe('last_avail_idx');
    expect(spans.index[spans.parent[row]!]).toBe(1);
  });
});
