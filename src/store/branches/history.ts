// Undo and redo over values that are never changed in place.

export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
}

/** How many steps can be undone. */
export const MAX_UNDO = 100;

export const beginHistory = <T>(present: T): History<T> => ({ past: [], present, future: [] });

/** A new present; what was undone before is gone. The same value changes nothing. */
export function advance<T>(history: History<T>, present: T): History<T> {
  if (present === history.present) return history;
  return { past: [...history.past, history.present].slice(-MAX_UNDO), present, future: [] };
}

/** A new present that is no step of its own (which branch is shown, say). */
export function amend<T>(history: History<T>, present: T): History<T> {
  return { ...history, present };
}

export function undo<T>(history: History<T>): History<T> {
  const present = history.past.at(-1);
  if (present === undefined) return history;
  return { past: history.past.slice(0, -1), present, future: [history.present, ...history.future] };
}

export function redo<T>(history: History<T>): History<T> {
  const [present, ...future] = history.future;
  if (present === undefined) return history;
  return { past: [...history.past, history.present], present, future };
}
