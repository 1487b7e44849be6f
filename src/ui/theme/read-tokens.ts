// Tokens for canvases: read from the computed style once per theme, read again when the theme changes.
import { useSyncExternalStore } from 'react';

const NAMES = [
  'surface',
  'raised',
  'line',
  'line-2',
  'text',
  'text-2',
  'accent',
  'sel',
  'phase-setup',
  'phase-iterate',
  'phase-stop',
  'phase-done',
  'side-source',
  'side-destination',
  'error',
  'warn',
  'hex-framing',
  'hex-flag',
  'hex-opaque',
  'hex-field-a',
  'hex-field-b',
  'hex-ram',
] as const;

export type TokenName = (typeof NAMES)[number];
export type Tokens = Readonly<Record<TokenName, string>>;

let current: Tokens | null = null;
const listeners = new Set<() => void>();

function read(): Tokens {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Tokens;
}

/** Forgets what was read and tells every canvas. */
export function tokensChanged(): void {
  current = null;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  const media = window.matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', tokensChanged);
  return () => {
    listeners.delete(listener);
    media.removeEventListener('change', tokensChanged);
  };
}

/** The tokens as they are now. */
export function readTokens(): Tokens {
  return (current ??= read());
}

/** The tokens as they are now; redraws its user when the theme changes. */
export function useTokens(): Tokens {
  return useSyncExternalStore(subscribe, readTokens);
}
