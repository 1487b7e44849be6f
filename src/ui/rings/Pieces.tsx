// What the followed buffer is made of: each descriptor of its chain with the memory that it points to, and those of an
// indirect table behind the one that points there.
import { groupThousands } from '../../engine/bytes/text.ts';
import type { ChainPiece } from './chain-pieces.ts';
import { GuestAddress } from './GuestAddress.tsx';
import css from './rings.module.css';

interface Props {
  readonly pieces: readonly ChainPiece[];
}

/** More are a long list of alike ones. */
const MOST = 6;

export function Pieces({ pieces }: Props) {
  if (pieces.length === 0) return null;
  const rest = pieces.length - MOST;
  return (
    <ul className={css.pieces} aria-label="Descriptors">
      {pieces.slice(0, MOST).map(({ label, address, words, level }, i) => (
        <li key={i} className={level === 1 ? css.inside : undefined}>
          <span className="mono">{label}</span>
          <span>{address === 0 ? null : <GuestAddress address={address} />}</span>
          <span className="dim">{words}</span>
        </li>
      ))}
      {rest > 0 && <li className="dim">and {groupThousands(rest)} more</li>}
    </ul>
  );
}
