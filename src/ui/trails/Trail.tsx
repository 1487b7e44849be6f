// The hops from a value back to what made it; each is a place to stop.
import { useState } from 'react';
import { formatMs, groupThousands, hex } from '../../engine/bytes/text.ts';
import type { Hop } from '../../engine/capture/provenance.ts';
import { headTime, type RunDocument } from '../../store/documents.ts';
import { whoWrote } from '../../store/who-wrote.ts';
import { useActions, useApp } from '../app/use-app.ts';
import css from './trails.module.css';

export function Trail({ document }: { readonly document: RunDocument }) {
  const cursor = useApp((state) => state.cursor);
  const selection = useApp((state) => state.selection);
  const { moveTo, selectBytes } = useActions();
  // The trail stays as it was asked for while its hops are visited.
  const [hops, setHops] = useState<readonly Hop[]>(() => (selection ? whoWrote(document, selection, cursor) : []));
  const [visited, setVisited] = useState(-1);
  const go = (hop: Hop, index: number): void => {
    setVisited(index);
    moveTo(hop.head);
    if (hop.end > hop.start && hop.start >= 0) selectBytes(hop.start, hop.end, 'open');
  };
  if (hops.length === 0)
    return <p className={css.none}>Select a value of a device or bytes of the stream, then press w again.</p>;
  return (
    <>
      <ol className={css.hops}>
        {hops.map((hop, i) => (
          <li key={`${hop.kind} ${hop.row} ${hop.start}`}>
            <button
              type="button"
              data-first={i === 0 ? '' : undefined}
              aria-current={i === visited ? 'step' : undefined}
              onClick={() => go(hop, i)}
            >
              <span className="mono">{hop.row < 0 ? 'before' : formatMs(headTime(document, hop.head))}</span>
              <span style={{ color: `var(--side-${hop.side})` }}>{hop.side}</span>
              <span>
                {hop.words}
                {hop.start >= 0 && hop.end > hop.start && (
                  <span className="dim">
                    {' '}
                    · {hex(hop.start, 6)}, {groupThousands(hop.end - hop.start)} bytes
                  </span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <div className={css.foot}>
        <button
          type="button"
          disabled={!selection}
          onClick={() => {
            setHops(selection ? whoWrote(document, selection, cursor) : []);
            setVisited(-1);
          }}
        >
          Ask of what is selected now
        </button>
      </div>
    </>
  );
}
