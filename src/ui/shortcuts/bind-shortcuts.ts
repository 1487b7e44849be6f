// Binds the actions' keys to the window. Keys that a text field or a list uses itself are left to it.
import { tinykeys } from 'tinykeys';
import type { AppStore } from '../../store/app-store.ts';
import './actions.ts';
import { allActions, subscribeActions } from './registry.ts';

/** A menu looks for its items by their letters; the palette hands it the keys that are typed into its field. */
const TYPING = 'input, textarea, select, [contenteditable="true"], [role="menu"]';
/** Inside a list, tree or hex view the arrows, Home, End and Space move there. */
const MOVING =
  '[role="grid"], [role="tree"], [role="listbox"], [role="slider"], [role="tablist"], [role="separator"], [data-own-keys]';
const SIDEWAYS = /Arrow(?:Left|Right)$/;
const UNDO = /\+[zy]$/i;
const OWN_KEYS = new Set(['ArrowLeft', 'ArrowRight', 'Home', 'End', 'Space']);

function isTaken(event: KeyboardEvent, key: string): boolean {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return false;
  // A choice keeps its letters, Space and the arrows up and down; left and right go on stepping.
  if (target.closest('select') && SIDEWAYS.test(key)) return false;
  // A text field has its own undo.
  if (target.closest(TYPING) && UNDO.test(key)) return true;
  if (target.closest(TYPING)) return !key.startsWith('Control') && !key.startsWith('Meta');
  if (key === 'Space' && target.closest('button, [role="tab"]')) return true;
  return OWN_KEYS.has(key) && target.closest(MOVING) !== null;
}

/** A key that nobody took waits this long for a panel that is still loading and knows what to do with it, ms. */
const WAITS = 5000;

/** Binds every action, those registered later too; answers how to unbind them. */
export function bindShortcuts(store: AppStore): () => void {
  let missed: KeyboardEvent | null = null;
  const onKey = (event: KeyboardEvent): void => {
    // Keys are bound anew when actions come, so this listener stands before theirs: it looks when they are done.
    const isTyped = isTaken(event, event.key);
    setTimeout(() => {
      if (!event.defaultPrevented && !isTyped) missed = event;
    });
  };
  let unbind = bindAll(store);
  window.addEventListener('keydown', onKey);
  const unsubscribe = subscribeActions(() => {
    unbind();
    unbind = bindAll(store);
    const again = missed;
    missed = null;
    if (again && performance.now() - again.timeStamp < WAITS) window.dispatchEvent(new KeyboardEvent('keydown', again));
  });
  return () => {
    unsubscribe();
    window.removeEventListener('keydown', onKey);
    unbind();
  };
}

function bindAll(store: AppStore): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const action of allActions()) {
    for (const key of action.keys) {
      bindings[key] = (event) => {
        if (event.defaultPrevented || isTaken(event, key)) return;
        const state = store.getState();
        if (!action.enabled(state)) return;
        event.preventDefault();
        action.run(state);
      };
    }
  }
  return tinykeys(window, bindings);
}
