// The map of guest memory against the lives of its pages, forward, back and in leaps.
import { describe, expect, it } from 'vitest';
import { fileDocument, runDocument } from '../../testing/documents.ts';
import { filePageLives, runPageLives, type PageMoment } from './page-life.ts';
import { filePageMap, PageState, RunPageMap } from './page-map.ts';
import type { RunSpace } from './run-space.ts';

const run = runDocument();
const { capture, timeline, phases } = run;
const space: RunSpace = { capture, timeline, phases, spans: run.inspection.spans };
const lives = runPageLives(space);
const { heads } = timeline;

/** What a page's life up to a head says of it. */
function expected(moments: readonly PageMoment[], head: number): { state: number; sends: number } {
  const past = moments.filter((moment) => moment.head <= head);
  const sent = past.filter(({ what }) => what === 'sent');
  const loaded = past.filter(({ what }) => what === 'loaded');
  const lastSent = past.findLastIndex(({ what }) => what === 'sent');
  const isWrite = ({ what }: PageMoment): boolean => what.startsWith('dirtied');
  const sends = sent.length;
  if (past.some((moment) => isWrite(moment) && moment.side === 'destination'))
    return { state: PageState.Written, sends };
  if (sends === 0) return { state: PageState.NotSent, sends };
  if (past.slice(lastSent).some(isWrite)) return { state: PageState.DirtyAgain, sends };
  if (loaded.length < sends) return { state: PageState.InFlight, sends };
  return { state: sent.at(-1)!.zero ? PageState.Zero : PageState.Loaded, sends };
}

describe('the map of a run', () => {
  const map = new RunPageMap(space);
  const places = [0, 0.2, 0.6, 0.4, 0.97, 1, 0.1].map((share) => Math.floor(share * (heads.length - 1)));

  it.each(places)('at head %i is what each page has lived so far', (head) => {
    map.seek(heads[head + 1] ?? timeline.length);
    expect(map.pageCount).toBe(lives.pageCount);
    for (let page = 0; page < map.pageCount; page++)
      expect([page, { state: map.stateOf(page), sends: map.sendsOf(page) }]).toEqual([
        page,
        expected(lives.lifeOf(page), head),
      ]);
  });

  it('begins with nothing sent and ends with nothing due', () => {
    map.seek(0);
    expect(map.stateOf(0)).toBe(PageState.NotSent);
    map.seek(timeline.length);
    const due: readonly number[] = [PageState.NotSent, PageState.InFlight, PageState.DirtyAgain];
    for (let page = 0; page < map.pageCount; page++) expect(due).not.toContain(map.stateOf(page));
  });
});

describe('the map of a file', () => {
  it('says what the stream holds of each page', () => {
    const { records, blocks } = fileDocument().inspection;
    const fromFile = filePageLives(records, blocks);
    const map = filePageMap(records, blocks, fromFile);
    for (let page = 0; page < map.pageCount; page++) {
      const last = fromFile.lifeOf(page).at(-1);
      expect(map.stateOf(page)).toBe(!last ? PageState.NotSent : last.zero ? PageState.Zero : PageState.Loaded);
    }
  });
});
