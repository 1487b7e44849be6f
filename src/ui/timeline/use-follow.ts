// When the cursor moves, a view that it leaves goes along (not while a person drags, and panning away from it is allowed),
// and a stretch that is being marked grows.
import { useEffect, useRef } from 'react';
import { useAppStore } from '../app/use-app.ts';
import { follow, type Range } from './axis.ts';
import { warpOf } from './warp-of.ts';

export function useFollow(whole: Range, isDragging: () => boolean): void {
  const store = useAppStore();
  const latest = useRef({ whole, isDragging });
  useEffect(() => {
    latest.current = { whole, isDragging };
  });
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const isRun = state.document?.kind === 'run';
        const here = isRun ? state.time : state.selection?.start;
        const was = isRun ? before.time : before.selection?.start;
        const { document } = state;
        if (!document || here === undefined || here === was || document !== before.document) return;
        state.extendRange(here);
        const now = latest.current;
        if (state.view === null || now.isDragging()) return;
        const next = follow(state.view, now.whole, warpOf(document, state.axisBy).position(here));
        if (next !== state.view) state.setView(next);
      }),
    [store],
  );
}
