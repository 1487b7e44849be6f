// The bytes of two documents beside each other: sections with their fields, and RAM page by page, each in a thread of its
// own so that a click on a section does not wait for the pages. It comes with the panel, one store for each comparison.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FramePair } from '../../engine/compare/align.ts';
import type { RamDiff } from '../../engine/compare/ram-diff.ts';
import type { FieldDifference, SectionDifference } from '../../engine/compare/stream-diff.ts';
import type { LoadsVerdicts } from '../../protocol/messages.ts';
import type { OpenDocument } from '../documents.ts';
import { rateOf } from '../rate.ts';
import type { Problem, Session, StreamComparison, WorkTold } from '../session-types.ts';

/** Work with the bytes of one of the two threads; null when it is done. */
export interface ComparedPart<T> {
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly value: T | null;
  readonly done: number;
  readonly total: number;
  /** Bytes a second of real time; 0 when too little has passed to say. */
  readonly rate: number;
  readonly problem: Problem | null;
}

export interface ComparisonState {
  readonly sections: ComparedPart<readonly SectionDifference[]>;
  readonly pages: ComparedPart<RamDiff>;
  readonly loads: ComparedPart<LoadsVerdicts | 'too large'>;
  /** Patterns of fields that are not compared. */
  readonly ignore: readonly string[];
}

export interface ComparisonActions {
  /** Compares all of it, anew where it was cancelled. */
  readonly start: () => void;
  readonly setIgnore: (ignore: readonly string[]) => void;
  /** Fields of a section that differ; none when it was cancelled. */
  readonly fields: (pair: FramePair) => Promise<readonly FieldDifference[]>;
  readonly cancel: () => void;
  /** Ends the threads; nothing is told any more. */
  readonly end: () => void;
}

export type ComparisonStore = StoreApi<ComparisonState & ComparisonActions>;

const PARTS = ['sections', 'loads', 'pages'] as const;
type Part = (typeof PARTS)[number];

const NOTHING = { state: 'running', value: null, done: 0, total: 0, rate: 0, problem: null } as const;

export function createComparison(
  a: OpenDocument,
  b: OpenDocument,
  ignore: readonly string[],
  compare: Session['compare'],
  describe: (error: unknown) => Problem,
): ComparisonStore {
  return createStore<ComparisonState & ComparisonActions>()((set, get) => {
    /** The thread of the sections and that of the pages. */
    const threads = new Map<'sections' | 'pages', Promise<StreamComparison>>();
    const thread = (part: Part): Promise<StreamComparison> => {
      const key = part === 'pages' ? part : 'sections';
      const made = threads.get(key) ?? compare(a, b);
      threads.set(key, made);
      return made;
    };
    const end = (): void => {
      for (const made of threads.values()) made.then((each) => each.end()).catch(() => undefined);
      threads.clear();
    };
    /** Does a part; what a thread that was ended, or asked anew, still tells is dropped. */
    const latest = { sections: 0, pages: 0, loads: 0 };
    const perform = async <P extends Part>(
      part: P,
      job: (
        thread: StreamComparison,
        told: (done: number, total: number) => void,
      ) => Promise<NonNullable<ComparisonState[P]['value']>>,
    ): Promise<void> => {
      const mine = ++latest[part];
      const began = performance.now();
      const tell = (change: Partial<ComparedPart<unknown>>): void => {
        if (mine === latest[part]) set({ [part]: { ...get()[part], ...change } } as Partial<ComparisonState>);
      };
      tell({ ...NOTHING, value: get()[part].value });
      try {
        const made = await thread(part);
        const value = await job(made, (done, total) => tell({ done, total, rate: rateOf(done, began) }));
        tell({ state: 'done', value });
      } catch (error) {
        threads.delete(part === 'pages' ? part : 'sections');
        tell({ state: 'failed', problem: describe(error) });
      }
    };
    const compareSections = (): Promise<void> =>
      perform('sections', (made, told) => made.sections({ ignore: get().ignore }, told));
    return {
      sections: NOTHING,
      pages: NOTHING,
      loads: NOTHING,
      ignore,
      start: () => {
        if (get().sections.state !== 'done') void compareSections();
        if (get().loads.state !== 'done') void perform('loads', async (made) => (await made.loads()) ?? 'too large');
        if (get().pages.state !== 'done') void perform('pages', (made, told) => made.pages(told));
      },
      setIgnore: (patterns) => {
        set({ ignore: patterns });
        void compareSections();
      },
      fields: async (pair) => {
        const { sections } = get();
        if (sections.state === 'cancelled') return [];
        return (await thread('sections')).fields(pair, { ignore: get().ignore });
      },
      cancel: () => {
        end();
        for (const part of PARTS) {
          latest[part]++;
          if (get()[part].state === 'running')
            set({ [part]: { ...get()[part], state: 'cancelled' } } as Partial<ComparisonState>);
        }
      },
      end: () => {
        for (const part of PARTS) latest[part]++;
        end();
      },
    };
  });
}

/** The part that goes on, as people are told of work. */
export function comparisonWork({ sections, pages }: ComparisonState): (WorkTold & { readonly rate: number }) | null {
  if (sections.state === 'running') return { ...sections, label: 'Comparing sections' };
  return pages.state === 'running' ? { ...pages, label: 'Comparing pages of RAM' } : null;
}
