// The one store: what is open, where the cursor stands, what is selected, what is going on. Actions are the only way to
// change it; panels read it by narrow selectors. The workers are behind `Session`.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { subscribeWithSelector } from 'zustand/middleware';
import type { Side } from '../engine/capture/capture.ts';
import { deepestAt } from '../engine/capture/span-query.ts';
import { DEFAULT_SCENARIO } from '../engine/scenario/default-scenario.ts';
import type { Scenario, Strategy } from '../engine/scenario/scenario.ts';
import { branchInitial, createBranchSlice, type BranchActions, type BranchState } from './branches/branch-slice.ts';
import { currentBranch, plantTree } from './branches/branch-tree.ts';
import { beginsAlike, headOfPlace, type Place } from './branches/same-place.ts';
import { cellOfField, fieldOfCell } from './cell-bytes.ts';
import { headAtTime, headTime, lazyBytes, seekStates, type OpenDocument } from './documents.ts';
import { BREAK_INITIAL, createBreakSlice, type BreakActions, type BreakState } from './break-slice.ts';
import type { Compared, CompareChoice } from './compare/compare-with.ts';
import { frameRowAt, isEventStep, stepBytes, stepFrom, type StepSize } from './cursor.ts';
import { rateOf } from './rate.ts';
import type { Selection, SelectionOrigin } from './selection.ts';
import {
  createShareSlice,
  SHARE_INITIAL,
  SHARE_RESET,
  type ShareActions,
  type ShareState,
} from './share/share-slice.ts';
import type { Problem, ReportWork, Session, Work, WorkTold } from './session-types.ts';
import {
  createStreamSlice,
  STREAM_INITIAL,
  STREAM_RESET,
  type StreamActions,
  type StreamState,
} from './stream-slice.ts';
import {
  createTimelineSlice,
  TIMELINE_INITIAL,
  TIMELINE_RESET,
  type TimelineActions,
  type TimelineState,
} from './timeline-slice.ts';

export type Theme = 'system' | 'light' | 'dark';

/** Speeds of play: virtual time per real time. */
export const SPEEDS = [0.001, 0.002, 0.005, 0.01, 0.1, 1, 10] as const;

/** What can be open beside the panels, one at a time. */
export type Sheet = 'scenario' | 'convergence' | 'intervene' | 'share' | 'break' | 'who' | 'pages' | 'compare' | 'lab';

export interface AppState extends StreamState, TimelineState, BreakState, BranchState, ShareState {
  readonly scenario: Scenario;
  readonly document: OpenDocument | null;
  /** What stands on the other side of Compare; null: the two sides of the run are compared with each other. */
  readonly compared: Compared | null;
  readonly work: Work | null;
  readonly problem: Problem | null;
  /** Number of the head the cursor stands on (runs). */
  readonly cursor: number;
  /** Virtual time shown, ns: the cursor's, or between two events while playing. */
  readonly time: number;
  readonly selection: Selection | null;
  readonly playing: boolean;
  readonly speed: number;
  readonly stepSize: StepSize;
  /** NIC shown on both sides, by its place in the scenario. */
  readonly nic: number;
  /** Queue of it shown on both sides. */
  readonly queue: number;
  /** Buffer of that queue under the pointer or the focus, and the one whose life is shown: head descriptor or id, else -1. */
  readonly hoveredBuffer: number;
  readonly followedBuffer: number;
  readonly theme: Theme;
  /** Whether the sheet of keys is open. */
  readonly help: boolean;
  /** Whether the command palette is open. */
  readonly palette: boolean;
  readonly sheet: Sheet | null;
  /** Page of guest memory that its sheet shows, in the order of RAM; -1: the one that was sent most often. */
  readonly page: number;
}

export interface AppActions extends StreamActions, TimelineActions, BreakActions, BranchActions, ShareActions {
  /** Runs a scenario of its own; branches begin anew below it. */
  readonly run: (scenario: Scenario) => Promise<void>;
  /** The same with another strategy, as a branch. */
  readonly setStrategy: (strategy: Strategy) => Promise<void>;
  /** A stream, or a scenario or session that was saved. */
  readonly openFile: (file: File) => Promise<void>;
  readonly openSample: (file: string) => Promise<void>;
  readonly cancelWork: () => void;
  /** Puts something on the other side of Compare, and opens that; what is shown stays. */
  readonly compareWith: (choice: CompareChoice) => Promise<void>;
  /** Two streams by section, field and page, in a thread of their own. */
  readonly compareStreams: Session['compare'];
  /** What a failed job is told as. */
  readonly describeProblem: Session['describe'];
  /** A search by runs in a thread of its own: nothing that is shown changes. */
  readonly firstConverging: Session['firstConverging'];
  readonly dismissProblem: () => void;
  readonly moveTo: (head: number) => void;
  readonly moveToTime: (time: number) => void;
  /** By byte or field, the selection goes through the stream, and time to where its first byte leaves the source. */
  readonly step: (direction: 1 | -1, size?: StepSize) => void;
  readonly stepToEnd: (direction: 1 | -1) => void;
  readonly setStepSize: (size: StepSize) => void;
  readonly setPlaying: (playing: boolean) => void;
  /** Moves virtual time on by the real time that has passed, ns; stops at the end. */
  readonly playOn: (realNs: number) => void;
  readonly setSpeed: (speed: number) => void;
  readonly selectRow: (row: number, origin: SelectionOrigin) => void;
  /** Selects bytes; the deepest span that owns the first of them becomes the row. */
  readonly selectBytes: (start: number, end: number, origin: SelectionOrigin) => void;
  readonly selectCell: (cell: number, side: Side) => void;
  readonly clearSelection: () => void;
  readonly setQueue: (queue: number) => void;
  /** Shows another NIC, its first queue. */
  readonly setNic: (nic: number) => void;
  readonly hoverBuffer: (buffer: number) => void;
  readonly followBuffer: (buffer: number) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly setHelp: (open: boolean) => void;
  readonly setPalette: (open: boolean) => void;
  readonly setSheet: (sheet: Sheet | null) => void;
  /** Opens the sheet of guest memory at a page. */
  readonly showPage: (page: number) => void;
}

export type AppStore = StoreApi<AppState & AppActions>;

const NO_BUFFER = { hoveredBuffer: -1, followedBuffer: -1 } as const;

const INITIAL: AppState = {
  scenario: DEFAULT_SCENARIO,
  document: null,
  compared: null,
  work: null,
  problem: null,
  cursor: 0,
  time: 0,
  selection: null,
  playing: false,
  speed: 0.01,
  stepSize: 'event',
  nic: 0,
  queue: 0,
  ...NO_BUFFER,
  theme: 'system',
  help: false,
  palette: false,
  sheet: null,
  page: -1,
  ...STREAM_INITIAL,
  ...TIMELINE_INITIAL,
  ...SHARE_INITIAL,
  ...BREAK_INITIAL,
  ...branchInitial(DEFAULT_SCENARIO),
};

/** Longest JSON file that is taken for saved work, bytes. */
const MAX_SAVED = 64 * 1024 * 1024;

/** Makes the store. Several may live side by side (tests do that); each owns its session. */
export function createAppStore(session: Session) {
  return createStore<AppState & AppActions>()(
    subscribeWithSelector((set, get) => {
      /** Shows what was opened: at its beginning, or at the place where another run was left. */
      const show = (document: OpenDocument, place: Place | null): void => {
        const cursor = document.kind === 'run' && place ? headOfPlace(document, place) : 0;
        if (document.kind === 'run') seekStates(document, cursor);
        lazyBytes(document)?.onLost((error) => {
          void import('./lost-file.ts').then(({ lostFile }) => {
            if (get().document === document) set({ problem: lostFile(document.name, error) });
          });
        });
        const { selection, nic, queue } = get();
        const keepsSelection = place && selection && beginsAlike(place.document.stream, document.stream, selection.end);
        set({
          ...STREAM_RESET,
          ...TIMELINE_RESET,
          ...SHARE_RESET,
          document,
          cursor,
          time: document.kind === 'run' ? headTime(document, cursor) : 0,
          selection: null,
          playing: false,
          work: null,
          problem: null,
          nic: place ? nic : 0,
          queue: place ? queue : 0,
          ...NO_BUFFER,
          lastHit: null,
        });
        if (keepsSelection) selectBytes(selection.start, selection.end, selection.origin);
      };
      let current: symbol | null = null;
      /** Does a job. What a worker tells of progress may come after its result, or after the next job began: it is dropped. */
      const perform = async (
        job: (report: ReportWork) => Promise<OpenDocument | null>,
        done: (document: OpenDocument) => void = (document) => show(document, null),
      ): Promise<void> => {
        const mine = Symbol('job');
        current = mine;
        get().cancelSearch();
        set({ problem: null, playing: false });
        try {
          const document = await job((told) => {
            if (current === mine) set({ work: told && measured(told, get().work) });
          });
          if (current !== mine) return;
          current = null;
          if (document) done(document);
          else set({ work: null });
        } catch (error) {
          if (current !== mine) return;
          current = null;
          set({ work: null, problem: session.describe(error) });
        }
      };
      const selectBytes = (start: number, end: number, origin: SelectionOrigin): void => {
        const { document } = get();
        if (!document) return;
        const row = deepestAt(document.inspection.spans, start);
        const cell = document.kind === 'run' ? cellOfField(document, row) : -1;
        set({ selection: { start, end, row, cell, side: null, origin } });
      };
      const runInPlace = async (scenario: Scenario, place: Place | null): Promise<boolean> => {
        set({ scenario });
        await perform(
          (report) => session.run(scenario, report),
          (document) => show(document, place),
        );
        const { document, scenario: now } = get();
        // What could not run, or was given up, is not what is shown.
        if (now === scenario && document?.kind === 'run') set({ scenario: document.scenario });
        return document?.kind === 'run' && document.scenario === scenario;
      };
      return {
        ...INITIAL,
        run: async (scenario) => {
          const { branches, openTree } = get();
          if (currentBranch(branches.present).scenario === scenario) await runInPlace(scenario, null);
          else await openTree(plantTree(scenario));
        },
        setStrategy: async (strategy) => {
          const { scenario, branchOff } = get();
          await branchOff({ ...scenario, strategy }, strategy);
        },
        openFile: async (file) => {
          if (/\.json$/i.test(file.name) && file.size <= MAX_SAVED) await get().openSaved(await file.text(), file.name);
          else await perform((report) => session.openFile(file, report));
        },
        openSample: async (file) => perform((report) => session.openSample(file, report)),
        firstConverging: session.firstConverging,
        compareStreams: session.compare,
        describeProblem: session.describe,
        compareWith: async (choice) => {
          const { compareWith } = await import('./compare/compare-with.ts');
          await compareWith(choice, session, set, get, async (name, job) => {
            await perform(job, (document) => set({ work: null, compared: { name, document }, sheet: 'compare' }));
          });
        },
        cancelWork: () => {
          session.cancel();
          set({ work: null });
        },
        dismissProblem: () => set({ problem: null }),
        moveTo: (head) => {
          const { document } = get();
          if (document?.kind !== 'run') return;
          const cursor = Math.max(0, Math.min(document.timeline.heads.length - 1, Math.floor(head)));
          seekStates(document, cursor);
          set({ cursor, time: headTime(document, cursor) });
        },
        moveToTime: (time) => {
          const { document } = get();
          if (document?.kind !== 'run') return;
          const within = Math.max(document.startTime, Math.min(document.endTime, time));
          const cursor = headAtTime(document, within);
          if (cursor !== get().cursor) seekStates(document, cursor);
          set({ cursor, time: within });
        },
        step: (direction, size) => {
          const { document, cursor, stepSize } = get();
          if (!document) return;
          set({ playing: false });
          const by = size ?? stepSize;
          if (!isEventStep(by)) {
            const { start, end } = stepBytes(document, get().selection, by, direction);
            selectBytes(start, end, 'step');
            if (document.kind === 'run' && document.link.leftAt(start) >= 0)
              get().moveToTime(document.link.leftAt(start));
          } else if (document.kind === 'run') {
            const to = stepFrom(document, cursor, by, direction);
            get().moveTo(to);
            const row = frameRowAt(document, to);
            if (row >= 0) get().selectRow(row, 'step');
          } else stepFrame(get(), direction);
        },
        stepToEnd: (direction) => {
          const { document } = get();
          if (!document) return;
          set({ playing: false });
          if (document.kind === 'run') get().moveTo(direction > 0 ? document.timeline.heads.length - 1 : 0);
          else {
            const frame = document.frames[direction > 0 ? document.frames.length - 1 : 0];
            if (frame) get().selectRow(frame.row, 'step');
          }
        },
        setStepSize: (stepSize) => set({ stepSize }),
        setPlaying: (playing) => {
          const { document, time } = get();
          if (document?.kind !== 'run') return;
          if (playing && time >= document.endTime) get().moveTo(0);
          set({ playing });
        },
        playOn: (realNs) => {
          const { document, time, speed, playing } = get();
          if (!playing || document?.kind !== 'run') return;
          const next = time + realNs * speed;
          get().moveToTime(next);
          if (next >= document.endTime) set({ playing: false });
        },
        setSpeed: (speed) => set({ speed }),
        selectRow: (row, origin) => {
          const { document } = get();
          const spans = document?.inspection.spans;
          if (!spans || row < 0 || row >= spans.length) return;
          const cell = document.kind === 'run' ? cellOfField(document, row) : -1;
          set({ selection: { start: spans.start[row]!, end: spans.end[row]!, row, cell, side: null, origin } });
        },
        selectBytes,
        selectCell: (cell, side) => {
          const { document, time } = get();
          if (document?.kind !== 'run') return;
          const { spans } = document.inspection;
          const row = fieldOfCell(document, cell, time);
          const [start, end] = row < 0 ? [0, 0] : [spans.start[row]!, spans.end[row]!];
          set({ selection: { start, end, row, cell, side, origin: 'device' } });
        },
        clearSelection: () => set({ selection: null }),
        setQueue: (queue) => set(queue === get().queue ? {} : { queue, ...NO_BUFFER }),
        setNic: (nic) => set({ nic, queue: 0, ...NO_BUFFER }),
        hoverBuffer: (hoveredBuffer) => set({ hoveredBuffer }),
        followBuffer: (followedBuffer) => set({ followedBuffer }),
        setTheme: (theme) => set({ theme }),
        setHelp: (help) => set({ help }),
        setPalette: (palette) => set({ palette }),
        setSheet: (sheet) => set({ sheet }),
        showPage: (page) => set({ page, sheet: 'pages' }),
        ...createStreamSlice(session, set, get),
        ...createTimelineSlice(set, get),
        ...createBreakSlice(set, get),
        ...createBranchSlice(set, get, runInPlace),
        ...createShareSlice(set, get),
      };
    }),
  );
}

/** When the work that is shown began, ms of the page's clock. */
let workBegan = 0;

function measured(told: WorkTold, before: Work | null): Work {
  if (before?.label !== told.label) workBegan = performance.now();
  return { ...told, rate: rateOf(told.done, workBegan) };
}

/** In a file, a step goes from frame to frame by way of the selection. */
function stepFrame(state: AppState & AppActions, direction: 1 | -1): void {
  const frames = state.document?.frames ?? [];
  const at = state.selection?.start ?? -1;
  let current = frames.findIndex((frame) => at >= frame.start && at < frame.end);
  if (current < 0) current = direction > 0 ? -1 : frames.length;
  const next = frames[Math.max(0, Math.min(frames.length - 1, current + direction))];
  if (next) state.selectRow(next.row, 'step');
}
