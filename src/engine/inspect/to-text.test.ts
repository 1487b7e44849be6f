// The tree in words: offsets, names, values; neighbours alike on one line; what is wrong at the end.
import { expect, it } from 'vitest';
import { ramPart, ramStart, StreamBuilder } from '../../testing/stream-builder.ts';
import { wire } from '../../testing/wire.ts';
import { inspect } from './inspect.ts';
import { inspectionText } from './to-text.ts';

const builder = new StreamBuilder().section(1, 2, 'ram', ramStart(16), 4);
builder.part(
  2,
  2,
  ramPart([
    ['page', 1],
    ['zero', 2],
    ['zero', 3],
  ]),
);
const bytes = builder
  .device(3, 'dev', wire('0007 0001 0001 0002'), {
    fields: [
      { name: 'ticks', type: 'uint16', size: 2 },
      { name: 'words', type: 'uint16', size: 2, array_len: 3 },
    ],
  })
  .end();

const lines = (depth: number, length = bytes.length): string[] => {
  const part = bytes.subarray(0, length);
  return Array.from(inspectionText(part, inspect(part), depth));
};

it('lists sections', () => {
  expect(lines(0).map((line) => line.slice(11))).toEqual([
    'HEADER  QEVM (magic and version), 8 bytes',
    'CONFIG  pc-test, 12 bytes',
    'START   2 ram (1 block, 64 KiB), 53 bytes',
    'PART    2 ram (1 page, 2 zero), 4,147 bytes',
    'FULL    3 dev, 30 bytes',
    'EOF, 1 byte',
    expect.stringMatching(/^VMDESC {2}description \(JSON\), \d+ bytes$/) as string,
  ]);
});

it('goes down to fields', () => {
  const all = lines(12);
  const from = all.findIndex((line) => line.includes('FULL'));
  expect(all.slice(from + 1, from + 15).map((line) => line.slice(11))).toEqual([
    '  section header',
    '    type = 4',
    '    section_id = 3',
    '    idstr_len = 3',
    '    idstr = dev',
    '    instance_id = 0',
    '    version_id = 1',
    '  dev',
    '    ticks = 7',
    '    words',
    '      words[0…1] = 1',
    '      words[2] = 2',
    '  footer',
    '    QEMU_VM_SECTION_FOOTER = 0x7e',
  ]);
  expect(all.filter((line) => /pages/.test(line)).map((line) => line.slice(11))).toEqual([
    '  pages = 1',
    '  zero pages = 2',
  ]);
});

it('ends with what is wrong', () => {
  expect(lines(0, bytes.length - 400).at(-1)).toMatch(/^error: 0x[0-9a-f]+: The file ends/);
});
