// Binds the keys once the first data is on screen: the table of actions is not needed before.
import { useEffect } from 'react';
import { useApp, useAppStore } from '../app/use-app.ts';

export function useShortcuts(): void {
  const store = useAppStore();
  const hasData = useApp((state) => state.document !== null);
  useEffect(() => {
    if (!hasData) return undefined;
    let end: (() => void) | null = null;
    let gone = false;
    void import('./bind-shortcuts.ts').then(({ bindShortcuts }) => {
      if (!gone) end = bindShortcuts(store);
    });
    return () => {
      gone = true;
      end?.();
    };
  }, [store, hasData]);
}
