// Bytes that somebody looks at: of a large file they are brought from it, and the panel is drawn again when they are there.
import { useEffect, useSyncExternalStore } from 'react';
import { lazyBytes, type OpenDocument } from '../../store/documents.ts';

const NEVER = (): (() => void) => () => undefined;

export function useBytes(document: OpenDocument, start: number, end: number): void {
  const lazy = lazyBytes(document);
  useSyncExternalStore(lazy?.subscribe ?? NEVER, () => lazy?.version ?? 0);
  useEffect(() => lazy?.want(start, end), [lazy, start, end]);
}
