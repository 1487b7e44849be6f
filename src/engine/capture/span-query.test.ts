// Questions about spans, on a tree small enough to draw:
//
//   0 section 0-20
//     1 header 0-4           2 type 0-1   3 id 1-4
//     4 virtio 4-18 (vmstate)
//       5 vq 4-12 (array)    6 [0] 4-8: 7 num 4-8   8 [1] 8-12: 9 num 8-12
//       10 empty 12-12 (array)
//       11 virtio/started 12-18 (subsection)   12 started 12-18
//     13 footer 18-20
//   14 end of file 20-20 (missing)
import { describe, expect, it } from 'vitest';
import {
  arrayText,
  childCount,
  childrenOf,
  deepestAt,
  findByPath,
  frameAt,
  readValue,
  valueText,
  vmstateOf,
  wirePath,
} from './span-query.ts';
import { FieldType, SpanKind, SpanLog } from './spans.ts';

function tree() {
  const log = new SpanLog();
  const id = (name: string): number => log.names.id(name);
  log.enter(SpanKind.Section, id('nic'), 0);
  log.enter(SpanKind.SectionHeader, id('header'), 0);
  log.leaf(SpanKind.Field, FieldType.U8, id('type'), 0, 1);
  log.leaf(SpanKind.Field, FieldType.Bytes, id('id'), 1, 4);
  log.leave(4);
  log.enter(SpanKind.Vmstate, id('virtio'), 4);
  log.enter(SpanKind.Array, id('vq'), 4, -1, 2);
  for (const i of [0, 1]) {
    log.enter(SpanKind.Element, id('vq'), 4 + 4 * i, i);
    log.leaf(SpanKind.Field, FieldType.U32, id('vring.num'), 4 + 4 * i, 8 + 4 * i);
    log.leave(8 + 4 * i);
  }
  log.leave(12);
  log.enter(SpanKind.Array, id('empty'), 12, -1, 0);
  log.leave(12);
  log.enter(SpanKind.Subsection, id('virtio/started'), 12);
  log.leaf(SpanKind.Field, FieldType.Mac, id('started'), 12, 18);
  log.leave(18);
  log.leave(18);
  log.leaf(SpanKind.Footer, FieldType.U16, id('footer'), 18, 20);
  log.leave(20);
  log.leaf(SpanKind.Missing, FieldType.None, id('end of file'), 20, 20);
  return log.columns();
}

const spans = tree();
const bytes = Uint8Array.of(4, 0, 0, 9, 0, 0, 1, 0, 0, 0, 0, 0, 0x52, 0x54, 0, 0x12, 0x34, 0x56, 0x12, 0x34);

describe('spans', () => {
  it('lists children, from one on, as many as asked for', () => {
    expect(childrenOf(spans, -1)).toEqual([0, 14]);
    expect(childrenOf(spans, 0)).toEqual([1, 4, 13]);
    expect(childrenOf(spans, 0, 1, 1)).toEqual([4]);
    expect(childCount(spans, 5)).toBe(2);
  });

  it('finds the deepest span of every byte, as a plain search does', () => {
    for (let offset = -1; offset <= 21; offset++) {
      let slow = -1;
      for (let row = 0; row < spans.length; row++)
        if (spans.start[row]! <= offset && offset < spans.end[row]!) slow = row;
      expect(deepestAt(spans, offset)).toBe(slow);
    }
    expect([0, 4, 9, 12, 18].map((offset) => deepestAt(spans, offset))).toEqual([2, 7, 9, 12, 13]);
    expect([frameAt(spans, 9), frameAt(spans, 20)]).toEqual([0, -1]);
  });

  it('names a value by its path, and finds it again', () => {
    expect(vmstateOf(spans, 0)).toBe(4);
    for (const [row, path] of [
      [9, 'vq/1/vring.num'],
      [12, 'started/started'],
      [5, 'vq'],
    ] as const) {
      expect(wirePath(spans, row)).toBe(path);
      expect(findByPath(spans, 4, path)).toBe(row);
    }
    expect(findByPath(spans, 4, 'vq/2/vring.num')).toBe(-1);
    expect(wirePath(spans, 3)).toBe('');
  });

  it('reads values', () => {
    expect(readValue(bytes, spans, 7)).toBe(256n);
    expect(valueText(bytes, spans, 12)).toBe('52:54:00:12:34:56');
    expect(valueText(bytes, spans, 3)).toBe('00 00 09');
  });

  it('sums an array up', () => {
    expect(arrayText(bytes, spans, 5)).toBe('2 queues, 1 in use');
    expect(arrayText(bytes, spans, 10)).toBe('0 elements');
  });
});
