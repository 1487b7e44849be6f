// What the search has found so far.
import { formatBytes, groupThousands } from '../../engine/bytes/text.ts';
import { matchIndex, type Search } from '../../store/stream-slice.ts';
import { useApp } from '../app/use-app.ts';

/** `3 of 120`, how far it is, or that there is nothing. */
export function SearchFound({ search }: { readonly search: Search }) {
  const selected = useApp((state) => state.selection?.start ?? -1);
  const { matches, state, done, total, rate } = search;
  const at = matchIndex(matches, selected);
  const count = groupThousands(matches.length);
  const here = at >= 0 && matches[at] === selected;
  const found = matches.length === 0 ? 'nothing' : here ? `${groupThousands(at + 1)} of ${count}` : `${count} found`;
  if (state === 'running') {
    const speed = rate > 0 ? `, ${formatBytes(Math.round(rate))} a second` : '';
    return `${found}, ${formatBytes(done)} of ${formatBytes(total)} searched${speed}`;
  }
  if (state === 'cancelled') return `${found} in the first ${formatBytes(done)}; Enter searches all`;
  if (state === 'full') return `${found}: the first ${formatBytes(done)} hold more than can be listed`;
  return matches.length === 0 ? `Not in these ${formatBytes(total)}` : found;
}
