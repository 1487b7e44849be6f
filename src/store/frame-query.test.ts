// The filter over a run's stream and over one that a QEMU wrote.
import { describe, expect, it } from 'vitest';
import { complete } from '../engine/query/complete.ts';
import { fileDocument, runDocument } from '../testing/documents.ts';
import type { OpenDocument } from './documents.ts';
import { compileFrameFilter, filterOf, frameScopeOf, remembered } from './frame-query.ts';

const run = runDocument();
const file = fileDocument();

function shown(document: OpenDocument, text: string): readonly string[] {
  const filter = compileFrameFilter(document, text);
  if (filter.kind === 'problem') throw new Error(filter.problem.message);
  const frames = filter.kind === 'all' ? document.frames : document.frames.filter(filter.test);
  return frames.map(({ type, idstr }) => `${type} ${idstr}`);
}

const NIC = '0000:00:03.0/virtio-net';

describe('the filter by expression', () => {
  it.each([
    ['type == START', ['START ram', `START ${NIC}-iterative`]],
    ['idstr ~ "*/virtio-net*" && type in (START, FULL)', [`START ${NIC}-iterative`, `FULL ${NIC}`]],
    ['flag == INIT', [`START ${NIC}-iterative`]],
    ['virtio.status == 15', [`START ${NIC}-iterative`, `FULL ${NIC}`]],
    ['virtio.status & 4 == 4 && offset > 1MiB', [`FULL ${NIC}`]],
    ['mac == 52:54:00:12:34:56 && type == FULL', [`FULL ${NIC}`]],
    ['virtio.virtio-net', []],
    ['vqs.0.vring.num == 1024 && type == START', [`START ${NIC}-iterative`]],
    ['vqs.0.vring.desc > 0 && type == FULL', [`FULL ${NIC}`]],
    ['version == 4 && type == START', ['START ram']],
    ['VNET_MIG_F_INIT_STATE == 0xffffffffef200000', [`START ${NIC}-iterative`]],
    ['magic == 0x5145564d', ['HEADER QEVM']],
    ['type == END && length < 1KiB && id != 1', [`END ${NIC}-iterative`]],
    ['arrived - sent < 0ns || loaded < arrived && type == FULL', []],
  ])('%s', (text, expected) => {
    if (text === 'virtio.virtio-net') {
      expect(compileFrameFilter(run, text).kind).toBe('words');
      return;
    }
    expect(shown(run, text)).toEqual(expected);
  });

  it('knows the pass that a frame belongs to', () => {
    const passes = run.frames.filter(({ idstr, type }) => idstr === 'ram' && type !== 'START').map(({ pass }) => pass);
    expect(passes).toEqual([...passes].sort((a, b) => a - b));
    expect(shown(run, 'pass == 1 && type == PART && idstr == "ram"')).toHaveLength(
      passes.filter((p) => p === 1).length,
    );
    expect(passes[0]).toBe(1);
    expect(shown(run, `pass >= ${passes[passes.length - 1]!} && type == END`)[0]).toBe('END ram');
  });

  it('words find as they did, everything is shown for an empty text', () => {
    expect(shown(run, 'start ram')).toEqual(['START ram']);
    expect(shown(run, '  ')).toHaveLength(run.frames.length);
  });

  it('tells where and why', () => {
    const at = (text: string): unknown => {
      const filter = compileFrameFilter(run, text);
      return filter.kind === 'problem' ? filter.problem : filter.kind;
    };
    expect(at('virtio.statu == 15')).toEqual({
      message: 'No frame has a field virtio.statu: did you mean state or status?',
      start: 0,
      end: 12,
    });
    expect(at('type == STRAT')).toEqual({
      message: 'STRAT is none of HEADER, CONFIG, START, PART, END, FULL, COMMAND, EOF, VMDESC',
      start: 8,
      end: 13,
    });
  });

  it('works on a file: times are absent there, fields are not', () => {
    expect(shown(file, 'sent >= 0ns')).toEqual([]);
    expect(shown(file, '!has(sent)')).toHaveLength(file.frames.length);
    expect(shown(file, 'virtio.queues > 0').every((line) => line.includes('virtio-net'))).toBe(true);
    expect(shown(file, 'flag == INIT')).toEqual([`START ${NIC}-iterative`]);
  });

  it('completes names of fields, with levels left out', () => {
    const texts = (text: string): readonly string[] =>
      complete(text, text.length, frameScopeOf(run)).items.map((item) => item.text);
    expect(texts('ids')).toContain('idstr');
    expect(texts('virtio.stat')).toEqual(['virtio.status']);
    expect(texts('last_av')).toEqual(['last_avail_idx']);
    expect(texts('vqs.0.vring.')).toEqual(['vqs.0.vring.num', 'vqs.0.vring.desc']);
    expect(texts('flag == ')).toContain('INIT');
  });
});

describe('the filter that a selection stands for', () => {
  const { spans } = file.inspection;
  const rowOf = (name: string, nth = 0): number =>
    Array.from({ length: spans.length }, (_, row) => row).filter(
      (row) => spans.names[spans.name[row]!] === name && spans.next[row] === row + 1,
    )[nth]!;

  it('names a field as shortly as it can, with its value', () => {
    expect(filterOf(file, rowOf('magic'))).toBe('magic == 1363498573');
    expect(filterOf(file, rowOf('mac'))).toMatch(/^mac == (?:[0-9a-f]{2}:){5}[0-9a-f]{2}$/);
    expect(filterOf(file, rowOf('last_avail_idx', 1))).toMatch(/^vqs\.1\.last_avail_idx == \d+$/);
  });

  it('finds the frame that it came from, whatever field is selected', () => {
    let looked = 0;
    for (const { row: top } of file.frames) {
      for (let row = top; row < spans.next[top]!; row += 61) {
        const text = filterOf(file, row);
        const filter = compileFrameFilter(file, text!);
        expect([text, filter.kind]).toEqual([text, 'expression']);
        if (filter.kind !== 'expression') continue;
        const frame = file.frames.find((one) => one.row === top)!;
        expect([text, filter.test(frame)]).toEqual([text, true]);
        looked++;
      }
    }
    expect(looked).toBeGreaterThan(100);
  });

  it('of a frame is its type and name', () => {
    const nic = file.frames.find(({ type, idstr }) => type === 'FULL' && idstr.endsWith('/virtio-net'))!;
    expect(filterOf(file, nic.row)).toBe('type == "FULL" && idstr == "0000:00:03.0/virtio-net"');
  });
});

describe('filters that were used', () => {
  it('stand with the last one first, each once, a dozen at most', () => {
    expect(remembered([], file, ' type == FULL ')).toEqual(['type == FULL']);
    expect(remembered(['a', 'b'], file, 'b')).toEqual(['b', 'a']);
    const twelve = Array.from({ length: 12 }, (_, i) => `ram ${i}`);
    expect(remembered(twelve, file, 'new')).toEqual(['new', ...twelve.slice(0, 11)]);
  });

  it('are only those that ask for something', () => {
    const history = ['a'];
    for (const text of ['', '  ', 'a', 'type ==']) expect(remembered(history, file, text)).toBe(history);
    expect(remembered(history, null, 'b')).toBe(history);
  });
});
