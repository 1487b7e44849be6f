// The scenario editor's own store: it comes with the editor and outlives its sheet, so that what was typed is there when
// it is opened again. A draft that another one takes the place of can be had back.
import { createStore } from 'zustand/vanilla';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import { PRESETS } from '../../engine/scenario/presets.ts';
import { questionScenario } from '../../engine/scenario/question-names.ts';
import type { FieldSpec } from '../../engine/scenario/rules.ts';
import type { Scenario } from '../../engine/scenario/scenario.ts';
import { changedPaths, draftOf, setValue, typeJson, typeText, type Draft } from './draft.ts';
import { isSame, valueAt, type Json } from './json-tree.ts';

/** The name of the base that is the run shown when the editor was opened; else it is a preset's or a question's. */
export const SHOWN = 'shown';

export type EditorTab = 'fields' | 'json';

/** A draft with what it began as. */
interface Begun {
  readonly draft: Draft;
  /** What it is compared with: `shown`, or the name of a preset or of a question. */
  readonly base: string;
  /** Its value before anything was changed. */
  readonly began: Json;
}

export interface DraftState extends Begun {
  readonly shown: Scenario;
  /** Drafts that were changed and then replaced, the last one last. */
  readonly replaced: readonly Begun[];
  readonly tab: EditorTab;
  /** Name for the branch; empty: what was changed. */
  readonly branch: string;
}

export interface DraftActions {
  /** The editor opens while this scenario is shown. A draft that was changed stays. */
  readonly begin: (shown: Scenario) => void;
  /** Begins anew with a preset or with the run that is shown. */
  readonly choose: (base: string) => void;
  /** Everything as in the base. */
  readonly resetAll: () => void;
  readonly putBack: () => void;
  readonly type: (path: string, spec: FieldSpec, text: string) => void;
  /** Undefined takes the entry away. */
  readonly set: (path: string, value: Json | undefined) => void;
  /** A field as the base has it. */
  readonly reset: (path: string) => void;
  readonly typeJson: (text: string) => void;
  /** Forgets JSON that is none; it can be put back. */
  readonly dropJson: () => void;
  readonly setTab: (tab: EditorTab) => void;
  readonly setBranch: (branch: string) => void;
  /** The draft was run: it is what is shown now. */
  readonly ran: (scenario: Scenario) => void;
}

/** The preset from which a scenario differs in the fewest places. */
export function nearestPreset(scenario: Scenario): string {
  const { value } = draftOf(scenario);
  let best = 'default';
  let fewest = Infinity;
  for (const [name, preset] of Object.entries(PRESETS)) {
    const count = changedPaths(value, draftOf(preset).value).length;
    if (count < fewest) [best, fewest] = [name, count];
  }
  return best;
}

export function baseScenario({ base, shown }: Pick<DraftState, 'base' | 'shown'>): Scenario {
  return base === SHOWN ? shown : (PRESETS[base] ?? questionScenario(base) ?? DEFAULT_SCENARIO);
}

export const isChanged = ({ draft, began }: Begun): boolean => draft.json !== null || !isSame(draft.value, began);

function beginWith(scenario: Scenario, base: string): Begun {
  const draft = draftOf(scenario);
  return { draft, base, began: draft.value };
}

export const draftStore = createStore<DraftState & DraftActions>()((set, get) => {
  const replaceWith = (next: Begun): void => {
    const { draft, base, began, replaced } = get();
    set({ ...next, replaced: isChanged(get()) ? [...replaced, { draft, base, began }] : replaced });
  };
  return {
    ...beginWith(DEFAULT_SCENARIO, 'default'),
    shown: DEFAULT_SCENARIO,
    replaced: [],
    tab: 'fields',
    branch: '',
    begin: (shown) => {
      if (shown === get().shown) return;
      set({ shown });
      if (!isChanged(get())) set(beginWith(shown, nearestPreset(shown)));
    },
    choose: (base) => replaceWith(beginWith(baseScenario({ base, shown: get().shown }), base)),
    resetAll: () => replaceWith(beginWith(baseScenario(get()), get().base)),
    putBack: () => {
      const { replaced } = get();
      const last = replaced.at(-1);
      if (last) set({ ...last, replaced: replaced.slice(0, -1) });
    },
    type: (path, spec, text) => set({ draft: typeText(get().draft, path, spec, text) }),
    set: (path, value) => set({ draft: setValue(get().draft, path, value) }),
    reset: (path) => {
      const before = valueAt(draftOf(baseScenario(get())).value, path);
      set({ draft: setValue(get().draft, path, before) });
    },
    typeJson: (text) => set({ draft: typeJson(get().draft, text) }),
    dropJson: () => {
      const { draft, base, began, replaced } = get();
      set({ draft: { ...draft, json: null }, replaced: [...replaced, { draft, base, began }] });
    },
    setTab: (tab) => set({ tab }),
    setBranch: (branch) => set({ branch }),
    ran: (shown) => set({ ...beginWith(shown, get().base), shown, branch: '' }),
  };
});
