// The command as a person calls it: where the bytes are, and what another stream has more of.
import { afterAll, expect, it } from 'vitest';
import { FileFolder, runCommand } from '../testing/command-run.ts';
import { fixtureStream } from '../testing/fixtures.ts';
import { main } from './stats.ts';

const folder = new FileFolder('stats');
afterAll(() => folder.remove());
const [a, b] = ['deb72-fresh', 'deb72-packed'].map((name) => folder.put(name, fixtureStream(name)));

it('shows the largest first, and pages by kind', async () => {
  const { code, out } = await runCommand(main, [a!]);
  expect(code).toBe(0);
  const lines = out.trimEnd().split('\n');
  expect(lines.slice(0, 3)).toEqual([
    '         bytes    share     count  what',
    '       212,157 100.00 %        38  stream',
    '        98,816  46.58 %         1    VMDESC',
  ]);
  expect(lines).toContain('        46,185  21.77 %         1      0000:00:03.0/virtio-net');
  expect(lines.slice(-2)).toEqual(['stats: zero pages: 4,174 records', 'stats: pages: 4 records']);
});

it('shows what another has more or less of, and nothing that is alike', async () => {
  const { code, out } = await runCommand(main, [a!, b!, '--depth', '3']);
  expect(code).toBe(0);
  expect(out).toMatch(/^ +46,185 +\d\d,\d{3} +\+\d+,\d{3} {6}0000:00:03.0\/virtio-net$/m);
  expect(out).not.toContain('fdc');
  expect(out).toMatch(/^stats: pages: 4 → \d+ records$/m);
  const same = await runCommand(main, [a!, a!]);
  expect(same.out.split('\n').slice(1, 3)).toEqual([
    '       212,157       212,157             0  stream',
    'stats: zero pages: 4,174 → 4,174 records',
  ]);
});

it('gives JSON, and refuses wrong usage', async () => {
  const { out } = await runCommand(main, [a!, '--json', '--depth', '1']);
  const json = JSON.parse(out) as {
    file: { bytes: number; children: { name: string; bytes: number }[] };
    pages: object[];
  };
  expect(json.file.bytes).toBe(212_157);
  expect(json.file.children.find(({ name }) => name === 'VMDESC')!.bytes).toBe(98_816);
  expect(json.pages).toHaveLength(2);
  for (const argv of [[], [a!, b!, a!], [a!, '--depth', 'x'], [a!, '--least', '-1']])
    expect((await runCommand(main, argv)).code).toBe(2);
});
