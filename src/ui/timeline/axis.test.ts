import { describe, expect, it } from 'vitest';
import { Axis, fit, follow, GUTTER, pan, phaseWarp, resize, RIGHT, STRAIGHT, zoom } from './axis.ts';

const whole = { from: 0, to: 1000 };
const PHASES = [
  { kind: 'setup', start: 0, end: 10 },
  { kind: 'iterate', start: 10, end: 900 },
  { kind: 'stop', start: 900, end: 950 },
  { kind: 'resumed', start: 950, end: 1000 },
];

describe('the axis by phase', () => {
  const warp = phaseWarp(PHASES);
  it('gives setup 11 %, stop-and-copy 30 %, resumed 9 %, and the rest to what is left', () => {
    expect([0, 10, 900, 950, 1000].map((value) => Math.round(warp.position(value)))).toEqual([0, 110, 610, 910, 1000]);
    expect(warp.stretch(0, 10)).toBeCloseTo(11);
    expect(warp.stretch(900, 950)).toBeCloseTo(6);
  });
  it('goes there and back', () => {
    for (const value of [0, 5, 10, 333, 899, 925, 950, 1000])
      expect(warp.value(warp.position(value))).toBeCloseTo(value);
  });
  it('leaves phases that are long enough as they are', () => {
    const even = phaseWarp([
      { kind: 'setup', start: 0, end: 300 },
      { kind: 'stop', start: 300, end: 1000 },
    ]);
    expect(even.position(300)).toBeCloseTo(300);
  });
  it('shares out the room of many iterations', () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ kind: 'iterate', start: i * 10, end: i * 10 + 10 }));
    const rest = [
      { kind: 'stop', start: 400, end: 410 },
      { kind: 'resumed', start: 410, end: 420 },
    ];
    const positions = [...many, ...rest].map(({ end }) => phaseWarp([...many, ...rest]).position(end));
    expect(positions.every((position, i) => i === 0 || position > positions[i - 1]!)).toBe(true);
    expect(positions[positions.length - 1]).toBe(420);
  });
  it('is straight for one phase', () => expect(phaseWarp(PHASES.slice(0, 1))).toBe(STRAIGHT));
});

describe('the axis in pixels', () => {
  it('runs from the gutter to the right margin', () => {
    const axis = new Axis({ from: 200, to: 400 }, GUTTER + 100 + RIGHT);
    expect([axis.x(200), axis.x(300), axis.x(400)]).toEqual([GUTTER, GUTTER + 50, GUTTER + 100]);
    expect([axis.clampedX(0), axis.clampedX(1000)]).toEqual([GUTTER, GUTTER + 100]);
    expect(axis.value(GUTTER + 25)).toBe(250);
    expect(axis.shown).toEqual({ from: 200, to: 400 });
  });
});

describe('views', () => {
  it('zoom around a place that stays where it is', () => {
    expect(zoom(whole, whole, 250, 0.5, 1)).toEqual({ from: 125, to: 625 });
    expect(zoom({ from: 0, to: 100 }, whole, 50, 0.01, 10)).toEqual({ from: 45, to: 55 });
    expect(zoom({ from: 900, to: 1000 }, whole, 1000, 100, 1)).toEqual(whole);
  });
  it('pan and stop at the ends', () => {
    expect(pan({ from: 100, to: 200 }, whole, -300)).toEqual({ from: 0, to: 100 });
    expect(pan({ from: 100, to: 200 }, whole, 5000)).toEqual({ from: 900, to: 1000 });
  });
  it('resize at one end, never below the least', () => {
    expect(resize({ from: 100, to: 200 }, whole, 'from', 195, 10)).toEqual({ from: 190, to: 200 });
    expect(resize({ from: 100, to: 200 }, whole, 'to', 5000, 10)).toEqual({ from: 100, to: 1000 });
  });
  it('fit a stretch with room at both sides', () => expect(fit(400, 500, whole, 1)).toEqual({ from: 395, to: 505 }));
  it('follow the cursor only when it leaves', () => {
    const view = { from: 100, to: 200 };
    expect(follow(view, whole, 150)).toBe(view);
    expect(follow(view, whole, 500)).toEqual({ from: 475, to: 575 });
    expect(follow(view, whole, 50)).toEqual({ from: 0, to: 100 });
  });
});
