// The part of the store about breakpoints: the list, and running to the next one forward or backward. Breakpoints are a
// person's, so they stay when another run is opened; hits are counted in the run that is open. The search brings the whole
// expression language along, so it is loaded when it is first needed.
import { breakpointTitle, type Breakpoint, type BreakpointOn } from '../engine/breakpoints/breakpoint.ts';
import type { Hit } from '../engine/breakpoints/search.ts';
import type { OpenDocument } from './documents.ts';

export interface BreakState {
  readonly breakpoints: readonly Breakpoint[];
  /** The breakpoint at which the cursor stopped last, and its how manieth hit it was; null before, and after a run to the end. */
  readonly lastHit: { readonly breakpoint: number; readonly ordinal: number } | null;
}

export interface BreakActions {
  /** Adds a breakpoint and answers its id. */
  readonly addBreakpoint: (on: BreakpointOn, parts?: Partial<Omit<Breakpoint, 'id' | 'on'>>) => number;
  readonly changeBreakpoint: (id: number, parts: Partial<Omit<Breakpoint, 'id'>>) => void;
  readonly toggleBreakpoint: (id: number) => void;
  readonly removeBreakpoint: (id: number) => void;
  /** Moves the cursor to the next hit; where there is none, to the end or the beginning, and answers null. */
  readonly runToBreakpoint: (direction: 1 | -1) => Promise<Hit | null>;
  /** Replaces all by those of a saved session; what cannot be read is answered with its path, the others are taken. */
  readonly loadBreakpoints: (
    saved: readonly unknown[],
  ) => Promise<readonly { readonly path: string; readonly message: string }[]>;
}

export const BREAK_INITIAL: BreakState = { breakpoints: [], lastHit: null };

/** More than a person sets; a guard against damaged files. */
const MAX_BREAKPOINTS = 200;

interface Around extends BreakState {
  readonly document: OpenDocument | null;
  readonly cursor: number;
  readonly moveTo: (head: number) => void;
}

export function createBreakSlice(
  set: (part: Partial<BreakState> & { readonly playing?: boolean }) => void,
  get: () => Around,
): BreakActions {
  const change = (id: number, edit: (breakpoint: Breakpoint) => Breakpoint): void => {
    set({ breakpoints: get().breakpoints.map((each) => (each.id === id ? edit(each) : each)) });
  };
  return {
    addBreakpoint: (on, parts = {}) => {
      const { breakpoints } = get();
      const id = 1 + Math.max(0, ...breakpoints.map((each) => each.id));
      const added = { name: breakpointTitle(on), condition: '', skip: 0, enabled: true, ...parts, id, on };
      set({ breakpoints: [...breakpoints, added] });
      return id;
    },
    changeBreakpoint: (id, parts) => change(id, (each) => ({ ...each, ...parts, id })),
    toggleBreakpoint: (id) => change(id, (each) => ({ ...each, enabled: !each.enabled })),
    removeBreakpoint: (id) => set({ breakpoints: get().breakpoints.filter((each) => each.id !== id) }),
    runToBreakpoint: async (direction) => {
      const { breakpointSearchOf } = await import('./run-space.ts');
      const { document, cursor, breakpoints, moveTo } = get();
      if (document?.kind !== 'run') return null;
      const hit = breakpointSearchOf(document).findNext(cursor, direction, breakpoints);
      set({ playing: false, lastHit: hit && { breakpoint: hit.breakpoint.id, ordinal: hit.ordinal } });
      moveTo(hit ? hit.head : direction > 0 ? document.timeline.heads.length - 1 : 0);
      return hit;
    },
    loadBreakpoints: async (saved) => {
      const { breakpointFromJson } = await import('../engine/breakpoints/breakpoint-json.ts');
      const results = saved.slice(0, MAX_BREAKPOINTS).map((value, i) => breakpointFromJson(value, i + 1));
      set({ breakpoints: results.flatMap((result) => (result.ok ? [result.breakpoint] : [])), lastHit: null });
      const problems = results.flatMap((result, i) =>
        result.ok ? [] : [{ path: `breakpoints.${i}.${result.path}`, message: result.message }],
      );
      if (saved.length <= MAX_BREAKPOINTS) return problems;
      return [...problems, { path: 'breakpoints', message: `has ${saved.length}, more than ${MAX_BREAKPOINTS}` }];
    },
  };
}
