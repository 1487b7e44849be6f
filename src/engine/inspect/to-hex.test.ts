// Annotated hex: every byte but folded ones, beside what it is; parts of it; what is folded.
import { expect, it } from 'vitest';
import { ramPart, ramStart, StreamBuilder } from '../../testing/stream-builder.ts';
import { fixtureStream } from '../../testing/fixtures.ts';
import { wire } from '../../testing/wire.ts';
import { inspect } from './inspect.ts';
import { annotatedHex, hexLines } from './to-hex.ts';

const pages = Array.from({ length: 12 }, (_, page): ['zero', number] => ['zero', page]);
const bytes = new StreamBuilder()
  .section(1, 2, 'ram', ramStart(16), 4)
  .part(2, 2, ramPart([['page', 1], ...pages]))
  .device(3, 'dev', wire('0007 0001 0001 0002 00 x64'), {
    fields: [
      { name: 'ticks', type: 'uint16', size: 2 },
      { name: 'words', type: 'uint16', size: 2, array_len: 3 },
      { name: 'rest', type: 'buffer', size: 64 },
    ],
  })
  .end();
const inspection = inspect(bytes);
const all = Array.from(annotatedHex(bytes, inspection));
const behind = (frame: string): readonly string[] => all.slice(all.findIndex((line) => line.includes(frame)));

it('says of every byte what it is', () => {
  expect(all.slice(0, 4)).toEqual([
    'offset    bytes                                            text              field',
    '00000000                                                                     HEADER  QEVM (magic and version), 8 bytes',
    '00000000  51 45 56 4d                                      QEVM                magic = 0x5145564d',
    '00000004  00 00 00 03                                      ....                version = 3',
  ]);
  expect(
    behind('FULL')
      .slice(8, 17)
      .map((line) => line.slice(10)),
  ).toEqual([
    '                                                                     dev',
    '00 07                                            ..                    ticks = 7',
    '                                                                       words',
    '00 01                                            ..                      words[0…1] = 1 (the same bytes up to 10ec)',
    '00 02                                            ..                      words[2] = 2',
    '00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  ................      rest = 00 00 00 00 00 00 00 00 00 00 00 00 …',
    '                                                                       *',
    '                                                                     footer',
    '7e                                               ~                     QEMU_VM_SECTION_FOOTER = 0x7e',
  ]);
});

it('folds pages, and the middle of long runs of records', () => {
  const part = behind('PART').slice(4, 11);
  expect(part.map((line) => line.slice(10).trim())).toEqual([
    'pages = 1',
    '00 00 00 00 00 00 10 08 06 70 63 2e 72 61 6d 01  .........pc.ram.      pc.ram page 1 (0x1000), PAGE, 4,111 bytes',
    'zero pages = 12',
    '00 00 00 00 00 00 00 22 00                       .......".             pc.ram page 0 (0x0), ZERO | CONTINUE',
    '… 10 records, 90 bytes',
    '00 00 00 00 00 00 b0 22 00                       .......".             pc.ram page 11 (0xb000), ZERO | CONTINUE',
    '00 00 00 00 00 00 00 10                          ........            RAM_SAVE_FLAG_EOS = 0x10',
  ]);
});

it('of a selection has those bytes only, with what they are in', () => {
  expect(
    Array.from(annotatedHex(bytes, inspection, 1, 3))
      .slice(1)
      .map((line) => line.slice(10).trim()),
  ).toEqual([
    'HEADER  QEVM (magic and version), 8 bytes',
    '45 56                                            EV                  magic = 0x5145564d',
  ]);
});

it('ends with what is wrong', () => {
  const cut = bytes.subarray(0, bytes.length - 400);
  expect(Array.from(annotatedHex(cut, inspect(cut))).at(-1)).toMatch(/^error: 0x[0-9a-f]+: The file ends/);
});

/** Lines after which bytes may be left out, and those that say up to where. */
const FOLDS = /\*$|… [\d,]+ (records, [\d,]+ )?bytes$|PAGE.*, [\d,]+ bytes$/;
const ALIKE = /the same bytes up to ([\da-f]+)\)$/;

it.each(['q10-iterative-traffic', 'q10-rss', 'deb72-legacy'])('of %s leaves nothing out but what it says', (name) => {
  const stream = fixtureStream(name);
  let at = 0;
  let folds = false;
  let alikeTo = 0;
  const wrong: string[] = [];
  for (const { start, shown, text } of hexLines(stream, inspect(stream))) {
    if (start < at || (start > at && start > alikeTo && !folds)) wrong.push(`${at} to ${start}, before ${text}`);
    alikeTo = Math.max(alikeTo, parseInt(ALIKE.exec(text)?.[1] ?? '0', 16) + 1);
    folds = FOLDS.test(text) || (folds && shown === 0);
    at = start + shown;
  }
  expect(wrong).toEqual([]);
  expect(at).toBe(stream.length);
});

it('shows the bytes that stand there', () => {
  const stream = fixtureStream('q10-iterative-traffic');
  for (const line of annotatedHex(stream, inspect(stream))) {
    const shown = line
      .slice(10, 57)
      .trim()
      .split(' ')
      .filter(Boolean)
      .map((pair) => parseInt(pair, 16));
    if (!/^[\da-f]{8} /.test(line) || shown.length === 0) continue;
    const start = parseInt(line, 16);
    expect(Array.from(stream.subarray(start, start + shown.length))).toEqual(shown);
  }
});
