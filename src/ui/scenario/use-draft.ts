// The editor's draft inside React, with what is worked out of it once for all fields.
import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ScenarioProblem } from '../../engine/scenario/problem.ts';
import { changedPaths, checkDraft, draftOf, type Draft, type DraftCheck } from '../../store/scenario-draft/draft.ts';
import {
  baseScenario,
  draftStore,
  type DraftActions,
  type DraftState,
} from '../../store/scenario-draft/draft-store.ts';
import type { Json } from '../../store/scenario-draft/json-tree.ts';

export function useDraft<T>(selector: (state: DraftState & DraftActions) => T): T {
  return useStore(draftStore, selector);
}

export const draftActions = (): DraftActions => draftStore.getState();

export interface Editing {
  readonly draft: Draft;
  readonly problems: readonly ScenarioProblem[];
  /** What the draft is compared with. */
  readonly base: Json;
  readonly changed: ReadonlySet<string>;
  /** The JSON is no JSON: until it is, the fields show what was before and cannot be changed. */
  readonly isBroken: boolean;
  /** Whether a field is among those that are looked for. */
  readonly shows: (path: string) => boolean;
}

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error('no draft around this component');
  return editing;
}

/** The draft with its check and its changes. */
export function useChecked(): { readonly check: DraftCheck; readonly base: Json; readonly changed: readonly string[] } {
  const draft = useDraft((state) => state.draft);
  const scenario = useDraft(baseScenario);
  const check = useMemo(() => checkDraft(draft), [draft]);
  const base = useMemo(() => draftOf(scenario).value, [scenario]);
  const changed = useMemo(() => changedPaths(draft.value, base), [draft.value, base]);
  return { check, base, changed };
}

/** Id of the control of a field. */
export const fieldId = (path: string): string => `scenario-${path}`;
