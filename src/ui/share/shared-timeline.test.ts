// The timeline of a link: there and back on either axis, and what does not fit the run is cut.
import { afterEach, describe, expect, it } from 'vitest';
import { createAppStore, type AppStore } from '../../store/app-store.ts';
import { runDocument } from '../../testing/documents.ts';
import { fakeSession } from '../../testing/fake-session.ts';
import { resetLayout } from '../app/panel-layout.ts';
import { arrangedLanes, laneTexts } from '../timeline/lanes.ts';
import { warpOf } from '../timeline/warp-of.ts';
import { sharedTimeline, takeTimeline } from './shared-timeline.ts';

const run = runDocument();
const stop = run.phases.find(({ kind }) => kind === 'stop')!;
const inner = [Math.round(stop.start + 1e6), Math.round(stop.end - 1e6)] as const;
const USUAL = { axis: 'phase', lanes: [], range: null, zoom: [] } as const;

async function opened(): Promise<AppStore> {
  const store = createAppStore(fakeSession({ run: () => Promise.resolve(run) }));
  await store.getState().run(run.scenario);
  return store;
}

afterEach(resetLayout);

describe('a timeline', () => {
  it('as it usually is says nothing', async () => {
    expect(sharedTimeline((await opened()).getState())).toEqual(USUAL);
  });

  it.each(['phase', 'time'] as const)('comes back with its way by %s', async (axis) => {
    const shared = {
      axis,
      lanes: ['+link', 'notes', 'source sections', 'destination loads', '-guest RX', 'guest TX', 'dirty pages'],
      range: inner,
      zoom: [null, [Math.round(stop.start), Math.round(stop.end)], inner],
    } as const;
    const store = await opened();
    takeTimeline(store, shared);
    expect(laneTexts(arrangedLanes())).toEqual(shared.lanes);
    const { view, crumbs } = store.getState();
    expect(crumbs).toHaveLength(2);
    expect(warpOf(run, axis).value(view!.from)).toBeCloseTo(inner[0], 0);
    expect(sharedTimeline(store.getState())).toEqual(shared);
    store.getState().zoomOut();
    expect(sharedTimeline(store.getState()).zoom).toEqual(shared.zoom.slice(0, 2));
    store.getState().setView(null);
    expect(sharedTimeline(store.getState()).zoom).toEqual([]);
  });

  it('of another run is cut to this one', async () => {
    const store = await opened();
    const far = Math.round(run.endTime * 3);
    takeTimeline(store, { ...USUAL, range: [inner[0], far], zoom: [[far, far + 5]] });
    expect(store.getState()).toMatchObject({ view: null, crumbs: [], range: { from: inner[0], to: run.endTime } });
  });
});
