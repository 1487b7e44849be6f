// Pages of a run and of a file, each against a plain count.
import { describe, expect, it } from 'vitest';
import { fileDocument, runDocument } from '../../testing/documents.ts';
import { EventKind } from './event-kinds.ts';
import { filePageLives, runPageLives } from './page-life.ts';

const run = runDocument();
const { capture, timeline, phases } = run;
const lives = runPageLives({ capture, timeline, phases, spans: run.inspection.spans });

const WRITES: ReadonlySet<number> = new Set([
  EventKind.GuestDirtyPage,
  EventKind.GuestFillBuffer,
  EventKind.DeviceFillBuffer,
]);

describe('pages of a run', () => {
  it('counts what was sent, page by page', () => {
    const { events } = capture.source;
    const sends = new Map<number, number>();
    for (let i = 0; i < events.length; i++)
      if (events.kind[i] === EventKind.PageSend)
        sends.set(events.subject[i]!, (sends.get(events.subject[i]!) ?? 0) + 1);
    for (let page = 0; page < lives.pageCount; page++) expect(lives.sendsOf(page)).toBe(sends.get(page) ?? 0);
    const ranked = lives.ranked(0, lives.pageCount);
    expect(ranked).toHaveLength(sends.size);
    expect(ranked).toEqual(
      [...sends].sort(([a, x], [b, y]) => y - x || a - b).map(([page, count]) => ({ page, sends: count })),
    );
    expect(lives.ranked(3, 2)).toEqual(ranked.slice(3, 5));
  });

  it('tells a page in order: sent, loaded from the same record, dirtied again, sent again', () => {
    const { page } = lives.ranked(0, 1)[0]!;
    const life = lives.lifeOf(page);
    for (let i = 1; i < life.length; i++) expect(life[i]!.time).toBeGreaterThanOrEqual(life[i - 1]!.time);
    const sent = life.filter(({ what }) => what === 'sent');
    const loaded = life.filter(({ what }) => what === 'loaded');
    expect(sent.length).toBeGreaterThan(1);
    expect(loaded.map(({ offset }) => offset)).toEqual(sent.map(({ offset }) => offset));
    expect(sent.map(({ pass }) => pass)).toEqual([...new Set(sent.map(({ pass }) => pass))].sort((a, b) => a - b));
    expect(life.some(({ what }) => what === 'dirtied again')).toBe(true);
  });

  it('every page that is sent again was written after the sync of the pass before', () => {
    const { events } = capture.source;
    const syncs = new Map<number, number>();
    for (let i = 0; i < events.length; i++)
      if (events.kind[i] === EventKind.PassStart) syncs.set(events.subject[i]!, events.time[i]!);
    let again = 0;
    for (const { page, sends } of lives.ranked(0, lives.pageCount)) {
      if (sends < 2) break;
      const rows = Array.from({ length: events.length }, (_, i) => i).filter(
        (i) => events.subject[i] === page && WRITES.has(events.kind[i]!),
      );
      const stores = page >= capture.arena.firstPage && page < capture.arena.firstPage + capture.arena.pageCount;
      const sent = lives.lifeOf(page).filter(({ what }) => what === 'sent');
      for (let i = 1; i < sent.length && !stores; i++, again++) {
        const from = syncs.get(sent[i - 1]!.pass)!;
        expect(rows.some((row) => events.time[row]! >= from && events.time[row]! <= sent[i]!.time)).toBe(true);
      }
    }
    expect(again).toBeGreaterThan(100);
  });

  it('knows nothing of pages that are not there', () => {
    expect(lives.lifeOf(-1)).toEqual([]);
    expect(lives.lifeOf(lives.pageCount)).toEqual([]);
    expect(lives.sendsOf(lives.pageCount)).toBe(0);
  });
});

describe('pages of a file', () => {
  it('come from the records', () => {
    const { inspection } = fileDocument();
    const { records, blocks } = inspection;
    const file = filePageLives(records, blocks);
    let total = 0;
    for (let page = 0; page < file.pageCount; page++) total += file.sendsOf(page);
    expect(total).toBe(records.length);
    const { page, sends } = file.ranked(0, 1)[0]!;
    const life = file.lifeOf(page);
    expect(life).toHaveLength(sends);
    expect(life.every(({ what, time }) => what === 'sent' && time === -1)).toBe(true);
  });
});
