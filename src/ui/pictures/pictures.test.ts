// Pictures and tables that leave the page: what they say, and that they can be read by others.
import { describe, expect, it } from 'vitest';
import { runDocument } from '../../testing/documents.ts';
import type { TokenName, Tokens } from '../theme/read-tokens.ts';
import { downtimeCsv, downtimeMarkdown, downtimeRows } from './downtime-table.ts';
import { paint } from './paint.ts';
import { Sketch } from './picture.ts';
import { timelinePicture } from './timeline-picture.ts';
import { toSvg } from './to-svg.ts';

const run = runDocument();
const tokens = new Proxy({} as Record<TokenName, string>, { get: (_, name) => `colour-${String(name)}` }) as Tokens;
const measure = (text: string): number => text.length * 6;
const shown = {
  document: run,
  axisBy: 'phase',
  view: null,
  range: null,
  time: 0,
  selection: null,
  bookmarks: [],
} as const;

function sample(): Sketch {
  const sketch = new Sketch(measure);
  sketch.clip(0, 0, 50, 20);
  sketch.rects([1, 2, 3, 4], 'line', 0.5);
  sketch.unclip();
  sketch.box(1, 2, 3, 4, { stroke: 'accent', isDashed: true });
  sketch.area([0, 5, 10, 2], 9, 'text-2', 0.2);
  sketch.text(5, 6, 'a < b', 'sans', 'text', 'right');
  return sketch;
}

describe('an SVG file', () => {
  it('has every shape with its colour written out, and its words escaped', () => {
    const svg = toSvg({ width: 60, height: 30, shapes: sample().shapes }, tokens, 'T & U');
    expect(svg.split('\n')).toEqual([
      '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30" viewBox="0 0 60 30" role="img">',
      '<title>T &amp; U</title>',
      '<rect width="100%" height="100%" fill="colour-surface"/>',
      '<clipPath id="clip1"><rect x="0" y="0" width="50" height="20"/></clipPath><g clip-path="url(#clip1)">',
      '<path d="M1 2h3v4h-3z" fill="colour-line" opacity="0.5"/>',
      '</g>',
      '<rect x="1" y="2" width="3" height="4" fill="none" stroke="colour-accent" stroke-width="1" stroke-dasharray="2 2"/>',
      '<path d="M0 5L10 2L10 9L0 9z" fill="colour-text-2" opacity="0.2"/><path d="M0 5L10 2" fill="none" stroke="colour-text-2" stroke-width="1"/>',
      '<text x="5" y="10" font-family="Inter, sans-serif" font-size="12" text-anchor="end" fill="colour-text">a &lt; b</text>',
      '</svg>',
      '',
    ]);
  });

  it('of the timeline says virtual and modelled, and names every row', () => {
    const picture = timelinePicture(shown, 1440, measure)!;
    const svg = toSvg(picture, tokens, 'x');
    for (const word of [
      'virtual time',
      'modelled, not measured',
      'overview',
      'guest TX',
      'stop-and-copy',
      'Migrascope',
    ])
      expect(svg).toContain(word);
    expect(svg.match(/<g /g)?.length).toBe(svg.match(/<\/g>/g)?.length);
    expect(timelinePicture({ ...shown, document: null }, 1440, measure)).toBeNull();
  });
});

describe('a canvas', () => {
  it('is drawn in the order of the list, and what was saved is restored', () => {
    const log: string[] = [];
    const ctx = new Proxy(
      {},
      {
        get:
          (_, name) =>
          (...values: readonly unknown[]) =>
            log.push(`${String(name)} ${values.join(' ')}`.trim()),
        set: (_, name, value) => log.push(`${String(name)} = ${String(value)}`) > 0,
      },
    ) as unknown as CanvasRenderingContext2D;
    paint(ctx, { width: 60, height: 30, shapes: sample().shapes.slice(0, 3) }, tokens);
    expect(log).toEqual([
      'clearRect 0 0 60 30',
      'textBaseline = middle',
      'save',
      'beginPath',
      'rect 0 0 50 20',
      'clip',
      'fillStyle = colour-line',
      'globalAlpha = 0.5',
      'fillRect 1 2 3 4',
      'globalAlpha = 1',
      'restore',
    ]);
  });
});

describe('the downtime table', () => {
  const stop = run.phases.find(({ kind }) => kind === 'stop')!;
  it('has each section that is loaded while the guest stands, the NIC among them, in order', () => {
    const rows = downtimeRows(run);
    const within = run.frames.filter(
      ({ loadStart, loadEnd }) => loadEnd > stop.start && loadStart >= 0 && loadStart < stop.end,
    );
    expect(rows).toHaveLength(within.length);
    expect(rows.map(({ cells }) => cells[0])).toContain('0000:00:03.0/virtio-net');
    const starts = rows.map(({ cells }) => Number(cells[4]));
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });
  it('as CSV has one line a section, as Markdown a table', () => {
    const lines = downtimeCsv(run).trimEnd().split('\r\n');
    expect(lines).toHaveLength(downtimeRows(run).length + 2);
    expect(lines[0]).toMatch(/^# .* downtime \d+\.\d{4} ms, virtual; load times modelled, not measured$/);
    expect(lines[1]).toBe(
      'section,type,section id,bytes,load starts (virtual ms),load ends (virtual ms),modelled load (ms),waits for bytes (ms)',
    );
    const table = downtimeMarkdown(run).split('\n');
    expect(table[3]).toBe('| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |');
    expect(table.filter((line) => line.startsWith('|'))).toHaveLength(downtimeRows(run).length + 2);
  });
});
