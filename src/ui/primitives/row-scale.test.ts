import { describe, expect, it } from 'vitest';
import { isScaled, MOST_PIXELS, offsetFor, rowsInView, scrollHeight, toList, toScroll } from './row-scale.ts';

const short = { count: 1000, rowHeight: 20, view: 121 };
const long = { count: 134_217_728, rowHeight: 20, view: 121 };

describe('a list that fits', () => {
  it('is not scaled', () => {
    expect(isScaled(short)).toBe(false);
    expect(scrollHeight(short)).toBe(20_000);
    expect(toList(short, 777)).toBe(777);
    expect(toScroll(short, 777)).toBe(777);
  });

  it('shows the rows in view and some around them', () => {
    expect(rowsInView(short, 0, 8)).toEqual([0, 15]);
    expect(rowsInView(short, 200, 2)).toEqual([8, 19]);
    expect(rowsInView(short, 19_879, 8)).toEqual([985, 1000]);
    expect(rowsInView({ ...short, count: 0 }, 0, 8)).toEqual([0, 0]);
  });

  it('scrolls no more than it must', () => {
    expect(offsetFor(short, 3, 'auto', 0)).toBe(0);
    expect(offsetFor(short, 6, 'auto', 0)).toBe(19);
    expect(offsetFor(short, 2, 'auto', 100)).toBe(40);
    expect(offsetFor(short, 999, 'start', 0)).toBe(19_879);
    expect(offsetFor(short, 500, 'center', 0)).toBe(9949.5);
    expect(offsetFor(short, 5, 'end', 0)).toBe(0);
  });
});

describe('2 GiB as rows of 16 bytes', () => {
  it('is scaled below what browsers can show, and reaches both ends', () => {
    expect(scrollHeight(long)).toBe(MOST_PIXELS);
    expect(toList(long, 0)).toBe(0);
    expect(toList(long, MOST_PIXELS - 121)).toBe(long.count * 20 - 121);
    expect(rowsInView(long, toList(long, MOST_PIXELS - 121), 0)[1]).toBe(long.count);
  });

  it('goes to any row and back', () => {
    for (const row of [0, 1, 12_345, 67_000_000, long.count - 1]) {
      const offset = offsetFor(long, row, 'start', 0);
      expect(toList(long, toScroll(long, offset))).toBeCloseTo(offset, 3);
      const [from, to] = rowsInView(long, offset, 0);
      expect(row >= from && row < to).toBe(true);
    }
  });
});
