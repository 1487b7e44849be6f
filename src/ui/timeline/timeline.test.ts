// The timeline by its draw log: what stands where, in words; what a pixel answers; the figures of a stretch; the keys.
import { describe, expect, it, vi } from 'vitest';
import { fileDocument, runDocument } from '../../testing/documents.ts';
import type { Picture, Shape } from '../pictures/picture.ts';
import { Axis, GUTTER, RIGHT, type Range } from './axis.ts';
import { fileModel } from './file-model.ts';
import { hitFile } from './hit-file.ts';
import { hitRun } from './hit-run.ts';
import { itemsInView } from './in-view.ts';
import { layoutFile, type FileScene } from './layout-file.ts';
import { layoutRun } from './layout-run.ts';
import { LANES } from './lanes.ts';
import type { Mark } from './marks.ts';
import { fileStats, runStats } from './range-stats.ts';
import { runModel } from './run-model.ts';
import { TOP, type RunScene } from './run-scene.ts';
import { timelineKeys } from './timeline-keys.ts';
import { warpOf, wholeOf } from './warp-of.ts';
import { brushed, zoneAt } from './zones.ts';

const WIDTH = 1440;
const run = runDocument();
const model = runModel(run);
const whole = wholeOf(run);
const stop = run.phases.find(({ kind }) => kind === 'stop')!;
const setup = run.phases[0]!;
const init = model.sections.find(({ labels }) => labels[0] === 'virtio-net INIT')!;
/** Six pixels a letter. */
const measure = (text: string): number => text.length * 6;

function scene(part: Partial<RunScene> = {}, view: Range = whole, by: 'phase' | 'time' = 'phase'): RunScene {
  return {
    phases: run.phases,
    downtime: run.capture.outcome.downtime,
    model,
    axis: new Axis(view, WIDTH, warpOf(run, by)),
    whole,
    time: stop.start,
    lanes: LANES.slice(1),
    pinned: 0,
    selectedFrame: -1,
    range: null,
    marks: [],
    ...part,
  };
}

const texts = ({ shapes }: Picture): string[] => shapes.flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));
const count = (shapes: readonly Shape[], kind: Shape['kind']): number =>
  shapes.filter((shape) => shape.kind === kind).length;

describe('the picture of a run', () => {
  it('names setup, stop-and-copy and the NIC’s sections at first sight, and says what is wider than to scale', () => {
    const words = texts(layoutRun(scene(), measure));
    for (const word of ['S', 'setup', 'C', 'stop-and-copy', 'R', 'resumed', 'virtio-net INIT', 'guest stopped'])
      expect(words).toContain(word);
    expect(words.some((word) => /^×\d/.test(word))).toBe(true);
    expect(words.some((word) => /downtime \d+\.\d{3} ms, modelled$/.test(word))).toBe(true);
  });

  it('to scale says nothing of a scale', () => {
    const words = texts(layoutRun(scene({}, whole, 'time'), measure));
    expect(words.filter((word) => word.includes('×'))).toEqual([]);
  });

  it('lets no two words of the phase row meet, at any width', () => {
    for (const width of [300, 500, 888, 1440]) {
      for (const by of ['phase', 'time'] as const) {
        const axis = new Axis(whole, width, warpOf(run, by));
        const row = layoutRun(scene({ axis }), measure).shapes.flatMap((shape) => {
          if (shape.kind !== 'text' || shape.y > TOP) return [];
          const wide = measure(shape.text);
          const left = shape.align === 'left' ? shape.x : shape.align === 'right' ? shape.x - wide : shape.x - wide / 2;
          return [{ left, right: left + wide }];
        });
        row.sort((a, b) => a.left - b.left);
        for (let i = 1; i < row.length; i++) expect(row[i]!.left).toBeGreaterThanOrEqual(row[i - 1]!.right);
      }
    }
  });

  it('hatches the downtime, veils what comes after the cursor, and draws dashed what is not loaded yet', () => {
    const { shapes } = layoutRun(scene(), measure);
    const { axis } = scene();
    expect(shapes.find(({ kind }) => kind === 'hatch')).toMatchObject({ x: axis.x(stop.start), y: TOP });
    expect(shapes).toContainEqual({
      kind: 'rects',
      fill: 'surface',
      opacity: 0.45,
      data: [axis.x(stop.start), TOP + 1, GUTTER + axis.plot - axis.x(stop.start), 6 * 20 - 1],
    });
    const dashed = (list: readonly Shape[]): number =>
      list.filter((shape) => shape.kind === 'box' && shape.isDashed).length;
    const late = model.loads.filter(({ start }) => start > stop.start).length;
    expect(dashed(shapes)).toBeGreaterThan(5);
    // Those that fall on one pixel are drawn once.
    expect(dashed(shapes)).toBeLessThanOrEqual(late);
    expect(dashed(layoutRun(scene({ time: whole.to }), measure).shapes)).toBe(0);
  });

  it('outlines the selected frame in both lanes, and a marked stretch', () => {
    const outlines = layoutRun(scene({ selectedFrame: init.row, time: whole.to }), measure).shapes.filter(
      (shape) => shape.kind === 'box' && shape.stroke === 'accent' && shape.lineWidth === 2,
    );
    expect(outlines).toHaveLength(2);
    const marked = layoutRun(scene({ range: { from: setup.start, to: setup.end } }), measure).shapes;
    expect(marked.filter((shape) => shape.kind === 'rects' && shape.opacity === 0.12)).toHaveLength(1);
  });

  it('draws a shape of its own for each kind of mark', () => {
    const marks = (['breakpoint', 'intervention', 'error', 'bookmark'] as const).map((kind, i): Mark => ({
      at: whole.to * (0.2 + i * 0.1),
      kind,
      label: kind,
    }));
    const drawn = layoutRun(scene({ marks }), measure).shapes.filter(({ kind }) => kind === 'shape');
    expect(new Set(drawn.map((shape) => (shape.kind === 'shape' ? shape.points.length : 0))).size).toBe(3);
  });

  it('has the words of notes in their lane, and no ribbon elsewhere', () => {
    const marks: Mark[] = [
      { at: setup.start, until: setup.end, kind: 'bookmark', label: 'all of the setup' },
      {
        at: stop.start,
        kind: 'bookmark',
        label: 'a text that is longer than what is left of the lane at this width'.repeat(4),
      },
    ];
    const lanes = (['notes', 'link'] as const).slice();
    const words = texts(layoutRun(scene({ marks, lanes }), measure));
    expect(words).toContain('all of the setup');
    expect(words.some((word) => /^a text that is longer .*…$/.test(word))).toBe(true);
    const ribbons = (list: readonly Shape[]): number =>
      list.filter((shape) => shape.kind === 'shape' && shape.points.length === 10).length;
    expect(ribbons(layoutRun(scene({ marks, lanes }), measure).shapes)).toBe(1);
    expect(ribbons(layoutRun(scene({ marks, lanes: ['link'] }), measure).shapes)).toBe(2);
    const x = scene().axis.x((setup.start + setup.end) / 2);
    expect(hitRun(scene({ marks, lanes }), x, TOP + 10)).toMatchObject({ at: setup.start, until: setup.end, row: -1 });
  });

  it('has a time flag that stays inside', () => {
    for (const time of [whole.from, whole.to]) {
      const box = layoutRun(scene({ time }), measure)
        .shapes.filter((shape) => shape.kind === 'box')
        .pop()!;
      expect(box.x).toBeGreaterThanOrEqual(GUTTER);
      expect(box.x + box.width).toBeLessThanOrEqual(WIDTH - RIGHT);
    }
  });
});

describe('a pixel of a run', () => {
  it('answers the section, its bytes and times, and its frame', () => {
    const { axis } = scene();
    const hit = hitRun(scene(), axis.x((init.start + init.end) / 2), TOP + 10)!;
    expect(hit.row).toBe(init.row);
    expect(hit.words[0]).toBe('source writes virtio-net INIT, 45.2 KiB');
    expect(hit.words[1]).toMatch(/ ms to .* ms virtual$/);
  });
  it('answers the phase, and a mark before it', () => {
    const x = scene().axis.x((stop.start + stop.end) / 2);
    expect(hitRun(scene(), x, 30)!.words[0]).toBe('stop-and-copy');
    const marks: Mark[] = [{ at: (stop.start + stop.end) / 2, kind: 'breakpoint', label: 'here' }];
    expect(hitRun(scene({ marks }), x, 30)!.words).toEqual(['breakpoint: here']);
  });
  it('says of a load what is modelled', () => {
    const load = model.loads.find(({ labels }) => labels[0] === 'virtio-net FULL')!;
    const view = { from: load.start, to: load.end };
    const close = scene({}, view, 'time');
    expect(hitRun(close, GUTTER + 200, TOP + 50)!.words[2]).toMatch(/^load .* ms modelled, waits for bytes /);
  });
  it('is nothing in the gutter and in the overview', () => {
    expect(hitRun(scene(), 20, 100)).toBeNull();
    expect(hitRun(scene(), 400, 10)).toBeNull();
  });
});

describe('the figures of a stretch', () => {
  it('over the whole run count everything once', () => {
    const { summary, lanes } = runStats(run, model, { from: whole.from, to: whole.to + 1 });
    expect(summary[1]).toBe(`${run.timeline.heads.length.toLocaleString('en')} events`);
    expect(lanes.find(({ lane }) => lane === 'link')!.count).toBe(run.link.packets.length.toLocaleString('en'));
    const rx = lanes.find(({ lane }) => lane === 'guest RX')!;
    expect(rx.count).toBe(String(model.rx.source.length + model.rx.destination.length));
  });
  it('of a stretch without packets say so', () => {
    const { lanes } = runStats(run, model, { from: stop.start + 10, to: stop.start + 20 });
    expect(lanes.find(({ lane }) => lane === 'guest RX')).toMatchObject({ count: '0', sum: '—', mean: '—' });
  });
  it('of a file are bytes and frames', () => {
    const file = fileDocument();
    expect(fileStats(file, () => 0.5, { from: 0, to: 100 }).summary).toEqual([
      '100 bytes',
      '3 frames',
      '50 % not zero',
    ]);
  });
});

describe('what is in view in words', () => {
  it('is in the order of time, phases first', () => {
    const items = itemsInView(run, model, { from: setup.start, to: setup.end });
    expect(items[0]!.text).toMatch(/^phase setup, 0\.000 ms to .* virtual$/);
    expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).sort((a, b) => a - b));
    expect(items.some(({ text }) => text.startsWith('source writes virtio-net INIT'))).toBe(true);
  });
});

describe('a file', () => {
  const file = fileDocument();
  const strip = fileModel(file);
  const all = wholeOf(file);
  const fileScene = (part: Partial<FileScene> = {}): FileScene => ({
    model: strip,
    length: file.stream.length,
    axis: new Axis(all, WIDTH),
    whole: all,
    selection: null,
    range: null,
    marks: [],
    ...part,
  });
  it('has groups with their size, and offsets that do not meet', () => {
    const words = texts(layoutFile(fileScene(), measure));
    expect(words.some((word) => /^memory \d/.test(word))).toBe(true);
    expect(words.filter((word) => word.startsWith('0x')).length).toBeGreaterThan(4);
  });
  it('hatches what a cut file lacks', () => {
    const longer = { from: 0, to: file.stream.length * 1.1 };
    const cut = layoutFile(fileScene({ whole: longer, axis: new Axis(longer, WIDTH) }), measure);
    expect(texts(cut)).toContain('× end of file');
    expect(count(cut.shapes, 'hatch')).toBe(2);
    expect(count(layoutFile(fileScene(), measure).shapes, 'hatch')).toBe(0);
  });
  it('answers what owns a pixel', () => {
    const nic = strip.sections.find(({ strong }) => strong)!;
    const x = fileScene().axis.x((nic.start + nic.end) / 2);
    expect(hitFile(fileScene(), x, TOP + 45)).toMatchObject({ row: nic.row });
  });
});

describe('what a pointer takes hold of', () => {
  const axis = new Axis({ from: 200, to: 400 }, GUTTER + 1000 + RIGHT);
  const place = { axis, whole: { from: 0, to: 1000 }, here: 300, range: { from: 220, to: 240 } };
  it.each([
    [GUTTER + 200, 10, { kind: 'overview-edge', end: 'from' }],
    [GUTTER + 401, 10, { kind: 'overview-edge', end: 'to' }],
    [GUTTER + 300, 10, { kind: 'overview-frame' }],
    [GUTTER + 700, 10, { kind: 'overview' }],
    [GUTTER + 100, 90, { kind: 'range-edge', end: 'from' }],
    [GUTTER + 200, 90, { kind: 'range-edge', end: 'to' }],
    [GUTTER + 500, 90, { kind: 'cursor' }],
    [GUTTER + 800, 30, { kind: 'cursor' }],
    [GUTTER + 800, 90, { kind: 'lanes' }],
  ])('at %d, %d', (x, y, zone) => expect(zoneAt(place, x, y)).toEqual(zone));
  it('and what a drag in the overview makes of the view', () => {
    const all = place.whole;
    expect(brushed({ kind: 'overview-edge', end: 'to' }, axis, all, 0, GUTTER + 900, 1)).toEqual({
      from: 200,
      to: 900,
    });
    expect(brushed({ kind: 'overview-frame' }, axis, all, GUTTER, GUTTER + 50, 1)).toEqual({ from: 250, to: 450 });
    expect(brushed({ kind: 'overview' }, axis, all, GUTTER + 800, GUTTER + 700, 1)).toEqual({ from: 700, to: 800 });
  });
});

describe('the keys', () => {
  const actions = {
    step: vi.fn(),
    stepToEnd: vi.fn(),
    setView: vi.fn(),
  };
  const axis = new Axis({ from: 0, to: 1000 }, WIDTH);
  const at = { axis, whole: { from: 0, to: 1000 }, least: 1, here: 500 };
  const press = (key: string, more = {}): boolean =>
    timelineKeys(
      { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more },
      { scene: at, actions },
    );
  it('zoom and pan', () => {
    expect(press('w')).toBe(true);
    expect(actions.setView).toHaveBeenLastCalledWith({ from: 250, to: 750 });
    press('s');
    expect(actions.setView).toHaveBeenLastCalledWith({ from: 0, to: 1000 });
    press('ArrowLeft');
    expect(actions.step).toHaveBeenLastCalledWith(-1);
  });
  it('leave to others what is not theirs', () => {
    expect(press('w', { ctrlKey: true })).toBe(false);
    expect(press('r')).toBe(false);
    expect(press('q')).toBe(false);
  });
});
