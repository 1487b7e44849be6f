// The store inside React: a hook with a selector for state, one for actions.
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { AppActions, AppState, AppStore } from '../../store/app-store.ts';

export const StoreContext = createContext<AppStore | null>(null);

export function useAppStore(): AppStore {
  const store = useContext(StoreContext);
  if (!store) throw new Error('no store around this component');
  return store;
}

/** State that this component shows; it renders again when the selected value changes. */
export function useApp<T>(selector: (state: AppState & AppActions) => T): T {
  return useStore(useAppStore(), selector);
}

/** Several values at once, compared one by one. */
export function useAppParts<T extends object>(selector: (state: AppState & AppActions) => T): T {
  return useStore(useAppStore(), useShallow(selector));
}

/** Actions never change, so this never renders again. */
export function useActions(): AppActions {
  return useAppStore().getState();
}
