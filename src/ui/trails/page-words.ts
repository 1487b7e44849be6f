// What the map of guest memory says of a page, in words.
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import { PageState, type PageMap } from '../../engine/capture/page-map.ts';
import type { MemoryArea } from './memory-areas.ts';

export const STATE_WORDS: Readonly<Record<number, string>> = {
  [PageState.Zero]: 'loaded, zeros',
  [PageState.Loaded]: 'loaded',
  [PageState.Written]: 'written at the destination',
  [PageState.NotSent]: 'not sent yet',
  [PageState.InFlight]: 'in flight',
  [PageState.DirtyAgain]: 'dirty again',
};

/** A file knows what was sent, and nothing of writes and loads. */
export const FILE_STATE_WORDS: Readonly<Record<number, string>> = {
  [PageState.Zero]: 'zeros',
  [PageState.Loaded]: 'with data',
  [PageState.NotSent]: 'not in the file',
};

export function stateWords(state: number, isFile: boolean): string {
  return (isFile ? FILE_STATE_WORDS : STATE_WORDS)[state] ?? '';
}

/** `0x00104000 · RX0 available ring · dirty again · sent 3 times`. */
export function pageWords(map: PageMap, page: number, areas: readonly MemoryArea[], isFile: boolean): string {
  const sends = map.sendsOf(page);
  const inside = areas.filter(({ pages }) => pages.includes(page)).map(({ label }) => label);
  return [
    hex(page * 4096, 8),
    ...(inside.length > 3 ? [...inside.slice(0, 2), `${inside.length - 2} more`] : inside),
    stateWords(map.stateOf(page), isFile),
    ...(sends === 0 ? [] : [`sent ${sends === 1 ? 'once' : `${groupThousands(sends)} times`}`]),
  ].join(' · ');
}
