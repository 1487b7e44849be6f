// The lanes of a run's timeline as a person arranged them: their order, which stay when the others scroll, which are not
// shown. Remembered in the browser with the panel layout, and reset with it (docs/formats.md).
import { useSyncExternalStore } from 'react';
import { LANES_KEY, subscribeLayout } from '../app/panel-layout.ts';

/** By name, as designed, from the top. Notes have a lane while there are any. */
export const LANES = [
  'notes',
  'source sections',
  'link',
  'destination loads',
  'guest RX',
  'guest TX',
  'dirty pages',
] as const;
export type LaneName = (typeof LANES)[number];

/** A lane with what was asked of it: `+` stays when the others scroll, `-` is not shown. */
export interface Lane {
  readonly name: LaneName;
  readonly sign: '' | '+' | '-';
}

const DESIGNED: readonly Lane[] = LANES.map((name) => ({ name, sign: '' }));

let current: readonly Lane[] = read();
const listeners = new Set<() => void>();

function read(): readonly Lane[] {
  let kept = '';
  try {
    kept = localStorage.getItem(LANES_KEY) ?? '';
  } catch {
    // Storage is forbidden here: lanes are as designed when the page is loaded.
  }
  return lanesOf(kept.split(','));
}

/** `+link`, `-guest TX`, `dirty pages`: what is no lane is passed over; lanes that are not named follow as designed. */
export function lanesOf(texts: readonly string[]): readonly Lane[] {
  const named = texts.flatMap((text) => DESIGNED.filter(({ name }) => name === text.replace(/^[+-]/, '')));
  const order = [...new Set([...named, ...DESIGNED])];
  return order.map(({ name }) => ({
    name,
    sign: texts.includes(`+${name}`) ? '+' : texts.includes(`-${name}`) ? '-' : '',
  }));
}

/** The form in which lanes are kept and shared; empty when they are as designed. */
export function laneTexts(lanes: readonly Lane[]): readonly string[] {
  const texts = lanes.map(({ name, sign }) => sign + name);
  return texts.every((text, i) => text === LANES[i]) ? [] : texts;
}

export function arrangedLanes(): readonly Lane[] {
  return current;
}

export function arrangeLanes(lanes: readonly Lane[]): void {
  current = lanes;
  try {
    const kept = laneTexts(lanes).join();
    if (kept === '') localStorage.removeItem(LANES_KEY);
    else localStorage.setItem(LANES_KEY, kept);
  } catch {
    // They stay so until the page is closed.
  }
  for (const listener of listeners) listener();
}

subscribeLayout(() => {
  current = read();
  for (const listener of listeners) listener();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLanes(): readonly Lane[] {
  return useSyncExternalStore(subscribe, arrangedLanes);
}

/** Without the lane of notes when there are none. */
export function withNotes(lanes: readonly Lane[], hasNotes: boolean): readonly Lane[] {
  return hasNotes ? lanes : lanes.filter(({ name }) => name !== 'notes');
}

/** What has room: those that stay, then the others from number `first` on, at least one of them. */
export function lanesInRoom(lanes: readonly Lane[], room: number, first: number): LanesShown {
  const pinned = lanes.filter(({ sign }) => sign === '+');
  const others = lanes.filter(({ sign }) => sign === '');
  const window = Math.max(Math.min(1, others.length), room - pinned.length);
  const last = Math.max(0, others.length - window);
  const from = Math.max(0, Math.min(last, first));
  const shown = [...pinned, ...others.slice(from, from + window)];
  return { names: shown.map(({ name }) => name), pinned: pinned.length, above: from, below: last - from };
}

export interface LanesShown {
  /** From the top; the first `pinned` of them stay. */
  readonly names: readonly LaneName[];
  readonly pinned: number;
  /** How many are scrolled out of view on either side. */
  readonly above: number;
  readonly below: number;
}
