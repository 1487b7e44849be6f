// The part of the store about the timeline: what it shows, how a person came there, and the stretch that is marked.
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** `phase` gives short phases room; `time` is in proportion. */
export type AxisBy = 'phase' | 'time';

export interface TimelineState {
  readonly axisBy: AxisBy;
  /** Positions on the axis (ns or bytes after its warp); null shows the whole. */
  readonly view: Range | null;
  /** Views that were left by zooming into a stretch, the whole first. */
  readonly crumbs: readonly (Range | null)[];
  /** A marked stretch: ns of a run, bytes of a file. */
  readonly range: Range | null;
  /** Where a stretch that grows with the cursor began, or null. */
  readonly marking: number | null;
}

export interface TimelineActions {
  /** Null: the whole, and no way back. */
  readonly setView: (view: Range | null) => void;
  /** Shows `view` and remembers where it was zoomed from. */
  readonly zoomInto: (view: Range) => void;
  /** Back to crumb number `index`; those after it are gone. */
  readonly zoomBack: (index: number) => void;
  /** Back to the crumb before, or to the whole. */
  readonly zoomOut: () => void;
  readonly setRange: (range: Range | null) => void;
  /** Begins a stretch at `here` that grows with the cursor, or ends it there. */
  readonly markRange: (here: number) => void;
  /** The cursor moved: a stretch that is being marked grows or shrinks. */
  readonly extendRange: (here: number) => void;
  /** `view` is what to show on the other axis. */
  readonly setAxisBy: (axisBy: AxisBy, view: Range | null) => void;
}

export const TIMELINE_INITIAL: TimelineState = { axisBy: 'phase', view: null, crumbs: [], range: null, marking: null };

/** What a new document resets: places in the old one mean nothing in it. */
export const TIMELINE_RESET = { view: null, crumbs: [], range: null, marking: null } as const;

export function createTimelineSlice(
  set: (part: Partial<TimelineState>) => void,
  get: () => TimelineState,
): TimelineActions {
  const zoomBack = (index: number): void => {
    const { crumbs } = get();
    if (index < 0 || index >= crumbs.length) return;
    set({ view: crumbs[index] ?? null, crumbs: crumbs.slice(0, index) });
  };
  return {
    setView: (view) => set(view ? { view } : { view, crumbs: [] }),
    zoomInto: (view) => set({ view, crumbs: [...get().crumbs, get().view], range: null, marking: null }),
    zoomBack,
    zoomOut: () => (get().crumbs.length > 0 ? zoomBack(get().crumbs.length - 1) : set({ view: null })),
    setRange: (range) => set({ range: range && ordered(range.from, range.to), marking: null }),
    markRange: (here) =>
      get().marking === null ? set({ marking: here, range: { from: here, to: here } }) : set({ marking: null }),
    extendRange: (here) => {
      const { marking } = get();
      if (marking !== null) set({ range: ordered(marking, here) });
    },
    // Positions of one axis mean nothing on the other.
    setAxisBy: (axisBy, view) => set({ axisBy, view, crumbs: [] }),
  };
}

function ordered(a: number, b: number): Range {
  return { from: Math.min(a, b), to: Math.max(a, b) };
}
