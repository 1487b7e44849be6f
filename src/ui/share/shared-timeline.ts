// The timeline as a link carries it: the axis, the lanes, the marked stretch and what was zoomed into. Views are positions
// on an axis whose stretching may change with the app, so a link has their times.
import type { AppState, AppStore } from '../../store/app-store.ts';
import { MAX_ZOOM, type SharedView } from '../../store/share/link.ts';
import { arrangedLanes, arrangeLanes, lanesOf, laneTexts } from '../timeline/lanes.ts';
import { warpOf, wholeOf } from '../timeline/warp-of.ts';

type Shared = Pick<SharedView, 'axis' | 'lanes' | 'range' | 'zoom'>;

export function sharedTimeline(state: Pick<AppState, 'document' | 'axisBy' | 'view' | 'crumbs' | 'range'>): Shared {
  const { document, axisBy, view, crumbs, range } = state;
  const lanes = laneTexts(arrangedLanes());
  if (!document) return { axis: axisBy, lanes, range: null, zoom: [] };
  const warp = warpOf(document, axisBy);
  const views = [...crumbs, view].slice(-MAX_ZOOM);
  return {
    axis: axisBy,
    lanes,
    range: range && [Math.round(range.from), Math.round(range.to)],
    zoom: views.every((one) => one === null)
      ? []
      : views.map((one) => one && [Math.round(warp.value(one.from)), Math.round(warp.value(one.to))]),
  };
}

/** Shows it as a link says; what lies outside the run is cut. */
export function takeTimeline(store: AppStore, { axis, lanes, range, zoom }: Shared): void {
  const { document, setAxisBy, zoomInto, setRange } = store.getState();
  if (lanes.length > 0) arrangeLanes(lanesOf(lanes));
  if (!document) return;
  const warp = warpOf(document, axis);
  const whole = wholeOf(document);
  const within = (value: number): number => Math.max(whole.from, Math.min(whole.to, value));
  const views = zoom.map((one) => one && { from: warp.position(within(one[0])), to: warp.position(within(one[1])) });
  const [first = null, ...others] = views.filter((one) => one === null || one.to > one.from);
  setAxisBy(axis, first);
  for (const one of others) if (one) zoomInto(one);
  setRange(range && { from: within(range[0]), to: within(range[1]) });
}
