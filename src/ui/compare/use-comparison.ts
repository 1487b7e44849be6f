// The comparison of what is shown with what stands on the other side: begun when either changes, ended when it is left.
import { useEffect, useMemo } from 'react';
import { createComparison, type ComparisonStore } from '../../store/compare/comparison-store.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions } from '../app/use-app.ts';

export function useComparison(a: OpenDocument, b: OpenDocument | null): ComparisonStore | null {
  const { compareStreams, describeProblem } = useActions();
  const store = useMemo(
    () => b && createComparison(a, b, [], compareStreams, describeProblem),
    [a, b, compareStreams, describeProblem],
  );
  useEffect(() => {
    if (!store) return undefined;
    store.getState().start();
    return () => store.getState().end();
  }, [store]);
  return store;
}
