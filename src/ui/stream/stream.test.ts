import { describe, expect, it } from 'vitest';
import { isLeaf } from '../../engine/capture/span-query.ts';
import { SpanKind } from '../../engine/capture/spans.ts';
import { inspect } from '../../engine/inspect/inspect.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { fileDocument } from '../../testing/documents.ts';
import { ramPart, ramStart, StreamBuilder } from '../../testing/stream-builder.ts';
import { copyText } from './copy-bytes.ts';
import { currentFrame, frameAt } from './current-frame.ts';
import { offsetProblem, parseOffset, parsePlace, placeProblem } from './GoTo.tsx';
import { byteBox, byteLeft, charBox, columnAt, hexLine } from './hex-layout.ts';
import { inspectAt } from './Inspector.tsx';
import { keysTo, treeRows } from './tree-rows.ts';
import { treeText } from './tree-text.ts';

const file = fileDocument();
const { spans } = file.inspection;

describe('the field tree', () => {
  it('opens to any leaf of virtio-net by its keys', () => {
    const frame = file.frames.find(({ idstr, type }) => idstr.endsWith('/virtio-net') && type === 'FULL')!;
    let looked = 0;
    for (let row = frame.row; row < spans.next[frame.row]!; row += 97) {
      if (!isLeaf(spans, row)) continue;
      const rows = treeRows(spans, frame.row, new Set(keysTo(spans, row)));
      expect(rows.filter((item) => item.kind === 'span' && item.row === row)).toHaveLength(1);
      looked++;
    }
    expect(looked).toBeGreaterThan(10);
  });

  it('folds long arrays, and a fold says the bytes of its members', () => {
    const frame = file.frames.find(({ idstr, type }) => idstr.endsWith('/virtio-net') && type === 'FULL')!;
    const array = Array.from({ length: spans.next[frame.row]! - frame.row }, (_, i) => frame.row + i).find(
      (row) => spans.names[spans.name[row]!] === 'vqs' && spans.value[row]! > 100,
    )!;
    const rows = treeRows(spans, array, new Set([String(array)]));
    const folds = rows.filter(({ kind }) => kind === 'fold');
    expect(folds).toHaveLength(Math.ceil(spans.value[array]! / 100));
    let at = spans.start[array]!;
    for (const fold of folds) {
      const { start, length } = treeText(file, fold);
      expect(start).toBe(at);
      at += length;
    }
    expect(at).toBe(spans.end[array]);
  });

  it('opens a run of pages record by record, with the bytes of each', () => {
    const frame = file.frames.find(({ type, idstr }) => type === 'PART' && idstr === 'ram')!;
    const rows = treeRows(spans, frame.row, new Set([String(frame.row), ...runsOf(frame.row)]));
    const records = rows.filter(({ kind }) => kind === 'record');
    expect(records.length).toBeGreaterThan(3);
    for (const item of records) expect([8, 9, 4104, 4105]).toContain(treeText(file, item).length - nameBytes(item));
  });

  it('shows the subsections that are absent behind those that are there, with why', () => {
    const frame = file.frames.find(({ idstr, type }) => idstr.endsWith('/virtio-net') && type === 'FULL')!;
    const structure = Array.from({ length: spans.next[frame.row]! - frame.row }, (_, i) => frame.row + i).find(
      (row) => spans.names[spans.name[row]!] === 'virtio',
    )!;
    const rows = treeRows(spans, structure, new Set([String(structure)]));
    const absent = rows.filter(({ kind }) => kind === 'absent');
    expect(absent.map((item) => treeText(file, item).name)).toEqual([
      'virtio/device_endian',
      'virtio/128bit_features',
      'virtio/ringsize',
      'virtio/broken',
      'virtio/packed_virtqueues',
      'virtio/disabled',
    ]);
    expect(rows.slice(-absent.length)).toEqual(absent);
    expect(treeText(file, absent[3]!)).toEqual({
      name: 'virtio/broken',
      value: 'absent: the device is not broken',
      start: spans.end[structure],
      length: 0,
    });
    expect(absent[0]!.depth).toBe(1);
    // Of a structure that was cut off nobody knows what would have followed.
    const cut = inspect(file.stream.subarray(0, spans.end[structure]! - 40)).spans;
    const last = Array.from({ length: cut.length }, (_, row) => row).findLast(
      (row) => cut.names[cut.name[row]!] === 'virtio' && cut.next[row]! > row + 1,
    )!;
    expect(treeRows(cut, last, new Set([String(last)])).filter(({ kind }) => kind === 'absent')).toEqual([]);
  });

  it('opens a run of pages and zero pages record by record too', () => {
    const builder = new StreamBuilder();
    builder.section(1, 2, 'ram', ramStart(4200), 4);
    builder.part(2, 2, ramPart(Array.from({ length: 4200 }, (_, i) => [i % 3 === 0 ? 'page' : 'zero', i])));
    const document: OpenDocument = { ...file, stream: builder.end(), inspection: inspect(builder.soFar()) };
    const mixed = document.inspection.spans;
    const row = mixed.kind.indexOf(SpanKind.MixedRun);
    const folded = treeRows(mixed, row, new Set([String(row)]));
    expect(folded.filter(({ kind }) => kind === 'fold')).toHaveLength(42);
    expect(treeText(document, folded[0]!)).toMatchObject({ name: 'pages and zero pages', value: '4,199' });
    const records = treeRows(mixed, row, new Set([String(row), `${row}:41`])).filter(({ kind }) => kind === 'record');
    expect(records).toHaveLength(99);
    const start = mixed.end[row]! - 33 * (4104 + 9 + 9);
    expect(records.slice(0, 3).map((item) => treeText(document, item))).toEqual([
      { name: 'pc.ram 0x1005000', value: 'page', start, length: 4104 },
      { name: 'pc.ram 0x1006000', value: 'zero page', start: start + 4104, length: 9 },
      { name: 'pc.ram 0x1007000', value: 'zero page', start: start + 4113, length: 9 },
    ]);
  });

  function runsOf(root: number): string[] {
    const keys: string[] = [];
    for (let row = root + 1; row < spans.next[root]!; row = spans.next[row]!) keys.push(String(row));
    return keys;
  }

  /** A record that names its block carries the name and its length byte. */
  function nameBytes(item: { readonly row: number; readonly from: number }): number {
    const { records, blocks } = file.inspection;
    const record = spans.value[item.row]! + item.from;
    const named = (records.flags[record]! & 0x20) === 0;
    return named ? 1 + blocks[records.block[record]!]!.idstr.length : 0;
  }
});

describe('frames', () => {
  it('are found by offset', () => {
    for (const frame of file.frames) {
      if (frame.end === frame.start) continue;
      expect(frameAt(file.frames, frame.start)).toBe(frame);
      expect(frameAt(file.frames, frame.end - 1)).toBe(frame);
    }
    expect(frameAt(file.frames, file.stream.length)).toBeNull();
    expect(currentFrame(file, null, 0)).toBe(file.frames[0]);
  });
});

describe('hex', () => {
  it('finds the column under every byte and character, and none between', () => {
    for (let column = 0; column < 16; column++) {
      expect(columnAt(byteLeft(column) + 4)).toBe(column);
      expect(columnAt(charBox(column, column + 1).left + 4)).toBe(column);
    }
    expect(columnAt(2)).toBe(-1);
    expect(byteBox(6, 10).width).toBe(4 * 24 + 8);
  });

  it('writes bytes, zeros and text in the same places', () => {
    const line = hexLine(new Uint8Array([0x51, 0, 0x7f, 0x20, 0x41]), 0, 5);
    expect(line.bytes).toBe(`51    7f 20 41 ${'   '.repeat(2)}    ${'   '.repeat(8)}`);
    expect(line.zeros.trim()).toBe('00');
    expect(line.printable.trimEnd()).toBe('Q   A');
    expect(line.dots.trimEnd()).toBe(' ···');
  });

  it('reads offsets in both notations and refuses others', () => {
    expect(['0x2ac', '684', '2ac', ' 0X10 ', '', 'x', '0x', '-1', '1.5'].map(parseOffset)).toEqual([
      684,
      684,
      684,
      16,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('reads a time with its unit and the number of an event', () => {
    expect(['12.5ms', '300 us', '2s', '7ns', '#1906', '0x2ac', '#0', '5min', 'ms'].map(parsePlace)).toEqual([
      { kind: 'time', value: 12_500_000 },
      { kind: 'time', value: 300_000 },
      { kind: 'time', value: 2_000_000_000 },
      { kind: 'time', value: 7 },
      { kind: 'event', value: 1906 },
      { kind: 'offset', value: 684 },
      null,
      null,
      null,
    ]);
    const ends = { events: 1906, end: 600_000_000 };
    expect(['#1906', '#1907', '#', '#x', '600ms', '1s', '684'].map((text) => placeProblem(text, 684, ends))).toEqual([
      '',
      'the last event is #1,906',
      '',
      'an event is #1906',
      '',
      'the run ends at 600.000 ms',
      'the last byte is 0x2ab',
    ]);
    expect(['5ms', '#3', '0x2'].map((text) => placeProblem(text, 684, null))).toEqual([
      'a file has offsets only',
      'a file has offsets only',
      '',
    ]);
  });

  it('says in words what is wrong with an offset', () => {
    expect(['', '0x', '0x2ab', '684', 'nn', '0x1g'].map((text) => offsetProblem(text, 684))).toEqual([
      '',
      '',
      '',
      'the last byte is 0x2ab',
      '“n” is no digit: an offset is 0x2ac or 684',
      '“g” is no digit: an offset is 0x2ac or 684',
    ]);
    expect(offsetProblem('0', 0)).toBe('there are no bytes');
  });

  it('reads the value at an offset in every width, the selected width first', () => {
    const bytes = new Uint8Array([0, 0, 0, 0, 0, 15, 66, 64]);
    expect(inspectAt(bytes, 0, 8).map(({ label, value }) => `${label} ${value}`)).toEqual([
      'u64 be 1,000,000',
      'le 4,630,279,859,564,707,840',
      'u8 0',
      'u16 be 0',
      'le 0',
      'u32 be 0',
      'le 0',
      'MAC 00:00:00:00:00:0f',
      'time, be ns 1.000 ms',
    ]);
    expect(inspectAt(new Uint8Array(8).fill(255), 0).at(-1)?.value).toBe('none, above ten years');
    expect(inspectAt(bytes, 7)).toEqual([{ label: 'u8', value: '64' }]);
    expect(inspectAt(bytes, 8)).toEqual([]);
  });

  it('copies as hex, C and JSON', () => {
    const bytes = new Uint8Array([1, 255]);
    expect(copyText(bytes, 0, 'hex')).toBe('01 ff');
    expect(copyText(bytes, 0, 'c')).toBe('static const uint8_t bytes_at_0x0[2] = { 0x01, 0xff };');
    expect(JSON.parse(copyText(bytes.subarray(1), 1, 'json'))).toEqual({ offset: 1, bytes: [255] });
  });
});
