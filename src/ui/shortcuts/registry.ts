// The one list of what a person can do: palette, help sheet, menus and key bindings all read it. A feature registers its
// actions when it is loaded; ids and keys are unique.
import { useSyncExternalStore } from 'react';
import type { AppActions, AppState } from '../../store/app-store.ts';

export const ACTION_GROUPS = ['Step', 'Play', 'Timeline', 'What if', 'Find', 'Stream', 'Open', 'Save', 'View'] as const;
export type ActionGroup = (typeof ACTION_GROUPS)[number];

export interface Action {
  readonly id: string;
  readonly label: string;
  readonly group: ActionGroup;
  /** tinykeys notation; several are alternatives. */
  readonly keys: readonly string[];
  /** As the help sheet shows them; empty when there is no key. */
  readonly shown: string;
  /** Other words a person may look for. */
  readonly words?: string;
  /** It needs a person's press (a file dialog, the clipboard, a download), so no address does it. */
  readonly byHand?: true;
  readonly enabled: (state: AppState) => boolean;
  readonly run: (store: AppState & AppActions) => void;
}

let actions: readonly Action[] = [];
const listeners = new Set<() => void>();

/** Adds actions to the list; answers how to take them away again. Throws when an id or a key is taken. */
export function registerActions(more: readonly Action[]): () => void {
  const ids = new Set(actions.map(({ id }) => id));
  const keys = new Set(actions.flatMap((action) => action.keys));
  for (const action of more) {
    if (ids.has(action.id)) throw new RangeError(`there is an action ${action.id} already`);
    for (const key of action.keys) if (keys.has(key)) throw new RangeError(`the key ${key} is taken`);
    ids.add(action.id);
    for (const key of action.keys) keys.add(key);
  }
  actions = [...actions, ...more];
  changed();
  return () => {
    actions = actions.filter((action) => !more.includes(action));
    changed();
  };
}

function changed(): void {
  for (const listener of listeners) listener();
}

export function allActions(): readonly Action[] {
  return actions;
}

export function subscribeActions(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The list, always as it is now. */
export function useActionList(): readonly Action[] {
  return useSyncExternalStore(subscribeActions, allActions);
}
