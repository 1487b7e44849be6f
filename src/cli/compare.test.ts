// The command as a person calls it: what differs, by name and with both values; exit codes.
import { afterAll, describe, expect, it } from 'vitest';
import { FileFolder, runCommand } from '../testing/command-run.ts';
import { fixtureDump, fixtureStream } from '../testing/fixtures.ts';
import { main } from './compare.ts';

const folder = new FileFolder('compare');
afterAll(() => folder.remove());

const bytes = fixtureStream('deb72-mq4');
const [same, again] = [folder.put('a.bin', bytes), folder.put('b.bin', bytes)];
/** The last byte, which belongs to the description. */
const changed = (() => {
  const other = Uint8Array.from(bytes);
  other[bytes.length - 1] = 0x20;
  return folder.put('c.bin', other);
})();

describe('compare', () => {
  it('of a stream with itself finds nothing', async () => {
    const { code, out } = await runCommand(main, [same, again]);
    expect(code).toBe(0);
    expect(out).toMatch(/^compare: 0 sections differ, 0 pages differ, [\d,]+ are the same\n$/);
  });

  it('names sections, fields with both values, and pages', async () => {
    const other = folder.put('d.bin', fixtureStream('deb72-fresh'));
    const { code, out } = await runCommand(main, [other, same, '--pages', '1']);
    expect(code).toBe(1);
    const lines = out.split('\n');
    expect(lines).toContain('≠ FULL 0000:00:03.0/virtio-net');
    expect(out).toMatch(/^ {4}≠ virtio-net\/virtio\/status: 0 \(0x[0-9a-f]+\) → 15 \(0x[0-9a-f]+\)$/m);
    expect(lines.filter((line) => / page \d+$/.test(line))).toHaveLength(1);
    expect(out).toMatch(/ {2}and [\d,]+ more pages/);
  });

  it('leaves out what is ignored', async () => {
    const other = folder.put('e.bin', fixtureStream('deb72-fresh'));
    const { out } = await runCommand(main, [other, same, '--ignore', '*/virtio-net/*']);
    expect(out).not.toContain('FULL 0000:00:03.0/virtio-net');
  });

  it('gives the same as JSON', async () => {
    const { code, out } = await runCommand(main, [same, changed, '--json']);
    const found = JSON.parse(out) as { sections: { section: string; state: string; fields: unknown[] }[] };
    expect(code).toBe(1);
    expect(found.sections.map(({ section, state }) => `${state} ${section}`)).toEqual([
      'changed VMDESC description (JSON)',
    ]);
  });

  it('compares schemas', async () => {
    const alike = await runCommand(main, ['--schema', same, 'pc-i440fx-7.2']);
    expect([alike.code, alike.out]).toEqual([
      0,
      'schema: 0 differences; a stream of a.bin loads where pc-i440fx-7.2 is expected; the other way it loads\n',
    ]);
    const dump = folder.put('dump.json', JSON.stringify(fixtureDump()));
    const other = await runCommand(main, ['--schema', dump, 'pc-i440fx-10.0', '--json']);
    expect(other.code).toBe(1);
    expect((JSON.parse(other.out) as { ab: string }).ab).toBe('no');
    for (const text of ['{"a":1}', '{', 'no stream'])
      expect((await runCommand(main, ['--schema', same, folder.put('x', text)])).code).toBe(2);
  });

  it.each([[[]], [['one.bin']], [['a', 'b', 'c']], [['a', 'b', '--pages', 'many']]])(
    'refuses %j as wrong usage',
    async (argv) => {
      expect((await runCommand(main, argv)).code).toBe(2);
    },
  );
});
