// The command as a person calls it: files in all wrappings, output, exit codes.
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { FileFolder, runCommand, type CommandRun } from '../testing/command-run.ts';
import { captureStream, fixtureStream } from '../testing/fixtures.ts';
import { pcapOf } from '../testing/pcap.ts';
import { wire } from '../testing/wire.ts';
import { main } from './inspect.ts';

const folder = new FileFolder('inspect');
afterAll(() => folder.remove());
const file = (name: string, bytes: Uint8Array | string): string => folder.put(name, bytes);
const run = (...argv: readonly string[]): Promise<CommandRun> => runCommand(main, argv);

const stream = fixtureStream('deb72-fresh');

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1)!;
const WHOLE = `verify: ${stream.length} bytes, ${stream.length} owned, 0 differ`;

/** A libvirt save image around `packed`, by its number for the method. */
function image(method: number, packed: Uint8Array): Uint8Array {
  const header = wire(`'LibvirtQemudSave' 02000000 05000000 01000000 0${method}000000 00000000 00 x56 '<x/>' 00`);
  return Uint8Array.from([...header, ...packed]);
}

describe('inspect', () => {
  it('prints a tree', async () => {
    const { code, out } = await run(file('a', stream));
    expect(code).toBe(0);
    expect(out).toContain('FULL    39 0000:00:03.0/virtio-net, ');
    expect(out).toContain('last_avail_idx = 0');
    const brief = await run(file('a', stream), '--depth', '0');
    expect(brief.out.trimEnd().split('\n')).toHaveLength(38);
  });

  it('prints JSON', async () => {
    const { code, out } = await run('--json', file('a', stream));
    expect(code).toBe(0);
    expect((JSON.parse(out) as { pageSize: number }).pageSize).toBe(4096);
  });

  it('verifies', async () => {
    const { code, out } = await run(file('a', stream), '--verify');
    expect([code, lastLine(out)]).toEqual([0, WHOLE]);
  });

  it('prints annotated hex, of a range too', async () => {
    const { code, out } = await run(file('a', stream), '--hex');
    expect(code).toBe(0);
    expect(out).toContain(
      '\n00000004  00 00 00 03                                      ....                version = 3\n',
    );
    const part = await run(file('a', stream), '--hex', '--range', '0x4-6');
    expect(part.out.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^00000000 .*HEADER {2}QEVM/),
      '00000004  00 00 00                                         ...                 version = 3',
      '',
    ]);
  });

  it('prints the schema for other programs', async () => {
    const { code, out } = await run(file('a', stream), '--ksy');
    expect(code).toBe(0);
    expect(out).toMatch(/^# QEMU migration stream of a pc-i440fx-7\.2 \(212,157 bytes\), by Migrascope$/m);
    expect(out).toContain(`            '"0000:00:03.0/virtio-net#0"': virtio_net\n`);
    expect((await run(file('a', stream), '--hexpat')).out).toContain('migration_stream stream @ 0x00;\n');
  });

  it('says that a damaged stream is damaged', async () => {
    const cut = file('cut', stream.subarray(0, 100_000));
    const tree = await run(cut);
    expect(tree.code).toBe(1);
    expect(lastLine(tree.out)).toMatch(/^error: 0x186a0: The file ends before the end mark/);
    const verified = await run(cut, '--verify');
    expect(verified.code).toBe(1);
    expect(lastLine(verified.out)).toMatch(/^verify: 100000 bytes, \d+ owned, 0 differ$/);
    expect((await run(cut, '--json')).code).toBe(1);
  });

  it('is no friend of wrong usage', async () => {
    for (const argv of [
      [],
      ['a', 'b'],
      ['--nonsense'],
      ['a', '--json', '--verify'],
      ['a', '--depth', 'x'],
      ['a', '--hex', '--json'],
      ['a', '--hex', '--range', '9-3'],
      ['a', '--range', '3-9'],
      ['/nowhere'],
    ]) {
      const { code, out, err } = await run(...argv);
      expect([code, out]).toEqual([2, '']);
      expect(err).not.toBe('');
    }
    const help = await run('--help');
    expect([help.code, help.err]).toEqual([0, '']);
    expect(help.out).toMatch(/^Usage: npm run -s inspect/);
  });
});

describe('FILE', () => {
  const verified = async (path: string): Promise<string> => lastLine((await run('--verify', path)).out);

  it('may be gzip, also cut off', async () => {
    const packed = gzipSync(stream);
    expect(await verified(file('gz', packed))).toBe(WHOLE);
    const { code, out, err } = await run('--depth', '0', file('gz-cut', packed.subarray(0, 9000)));
    expect(code).toBe(1);
    expect(out).toContain('CONFIG');
    expect(err).toContain('the gzip data is damaged or cut off');
  });

  it('may be a capture of the connection', async () => {
    const packets = [];
    for (let at = 0; at < stream.length; at += 1448)
      packets.push({ sequence: 77 + at, data: stream.subarray(at, at + 1448) });
    expect(await verified(file('pcap', pcapOf(packets)))).toBe(WHOLE);
    const none = await run(file('pcap-none', pcapOf([{ sequence: 1, data: Uint8Array.of(1, 2, 3) }])));
    expect(none.code).toBe(1);
    expect(none.err).toContain('no TCP connection in this capture begins with a migration stream');
  });

  it('may be a save image, plain or gzip', async () => {
    const whole = `verify: ${stream.length + 97} bytes, ${stream.length + 97} owned, 0 differ`;
    expect(await verified(file('save', image(0, stream)))).toBe(whole);
    expect(await verified(file('save-gz', image(1, gzipSync(stream))))).toBe(whole);
    const xz = await run(file('save-xz', image(3, Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0))));
    expect(xz.code).toBe(1);
    expect(xz.out).toContain('The stream in this libvirt save image is compressed (xz)');
  });

  it('says what it cannot unpack', async () => {
    const { code, err } = await run(file('xz', Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)));
    expect(code).toBe(1);
    expect(err).toContain('xz data, which this command does not unpack');
  });

  it('may be standard input', async () => {
    const packed = gzipSync(captureStream('multifd'));
    const before = Object.getOwnPropertyDescriptor(process, 'stdin')!;
    Object.defineProperty(process, 'stdin', { value: Readable.from([packed]), configurable: true });
    try {
      const { code, out } = await run('-', '--verify');
      expect([code, lastLine(out)]).toEqual([0, 'verify: 167909 bytes, 167909 owned, 0 differ']);
    } finally {
      Object.defineProperty(process, 'stdin', before);
    }
  });
});
