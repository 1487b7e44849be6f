// The three parts of a split ring as strips: who owns what, where the indices point, chains as arcs.
import { useState } from 'react';
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import { GuestAddress } from './GuestAddress.tsx';
import { hasIndirect } from './read-indirect.ts';
import type { SplitRingView } from './read-split-ring.ts';
import { Strip, STRIP_WIDTH } from './Strip.tsx';
import { CELL_SIZES, DEFAULT_ZOOM, plainWindow, stripWindow } from './strip-window.ts';
import css from './rings.module.css';

interface Props {
  readonly ring: SplitRingView;
  /** Colour of what the device owns. */
  readonly token: string;
  readonly last: number;
  /** What is said at the place that the device has come to. */
  readonly lastLabel: string;
  /** Whether last_avail_idx differs from the other side's. */
  readonly different: boolean;
  /** What is said behind a part's address instead of who writes it; empty when there is nothing to say. */
  readonly note: (address: number) => string;
  /** Whether there is so little room that the used ring stays folded until it is asked for. */
  readonly folds: boolean;
}

/** Entries before an index that are still shown. */
const RECENT = 8;

export function SplitStrips({ ring, token, last, lastLabel, different, note, folds }: Props) {
  const [unfolded, setUnfolded] = useState(false);
  const { num, availIdx, usedIdx } = ring;
  const slot = (index: number): number => index % num;
  const pending = (availIdx - usedIdx) & 0xffff;
  const owned = new Set<number>();
  /** Head of the chain that a descriptor belongs to. */
  const heads = new Map<number, number>();
  if (pending <= num)
    for (let i = 0; i < pending; i++) {
      const head = ring.head((usedIdx + i) & 0xffff);
      for (const id of ring.chain(head)) {
        owned.add(id);
        heads.set(id, head);
      }
    }
  const firstHead = pending > 0 && pending <= num ? ring.head(usedIdx) : slot(availIdx);
  const lastHead = pending > 0 && pending <= num ? ring.head((availIdx - 1) & 0xffff) : firstHead;
  const descriptors = stripWindow(firstHead, lastHead + 1, num);
  const arcs = descriptors.cells.flatMap((id): (readonly [number, number])[] => {
    const next = id >= 0 ? ring.next(id) : -1;
    return next >= 0 ? [[id, next]] : [];
  });
  // Room below the descriptors once the driver has used a table, so that nothing moves up and down with the window.
  const hasTables = hasIndirect(ring);
  const waiting = (availIdx - last) & 0xffff;
  // Indices that cannot be true are shown from the guest's on, nothing left out.
  const available =
    waiting <= num
      ? stripWindow(slot(last), slot(availIdx), num)
      : plainWindow(slot(availIdx), num, STRIP_WIDTH - 1, CELL_SIZES[DEFAULT_ZOOM]);
  const isAvailable = (position: number): boolean => waiting <= num && (position - slot(last) + num) % num < waiting;
  // Entries older than these say nothing of now.
  const hasHead = (position: number): boolean =>
    isAvailable(position) || (slot(last) - position - 1 + num) % num < RECENT;
  const hasUsed = (position: number): boolean => (slot(usedIdx) - position - 1 + num) % num < RECENT;
  const used = stripWindow(slot(usedIdx), slot(usedIdx), num);
  return (
    <>
      <Strip
        title="Descriptor table"
        note={
          <>
            <GuestAddress address={ring.desc} />
            {note(ring.desc) || (
              <>
                {' '}
                · 16 B each · owner: <span style={{ color: `var(--${token})` }}>■</span> device □ driver
              </>
            )}
          </>
        }
        num={num}
        window={descriptors}
        owned={(id) => owned.has(id)}
        text={String}
        buffer={(id) => heads.get(id) ?? id}
        side={token}
        arcs={arcs}
        table={hasTables ? (id) => ring.table(id) : undefined}
      />
      <Strip
        title="Available ring"
        note={
          <>
            <GuestAddress address={ring.avail} />
            {note(ring.avail) || ' · driver writes'}
          </>
        }
        num={num}
        window={available}
        owned={isAvailable}
        text={(position) => (hasHead(position) ? String(ring.head(position)) : '·')}
        buffer={(position) => (hasHead(position) ? ring.head(position) : -1)}
        side={token}
        pointers={[
          {
            position: slot(last),
            label: `${lastLabel}${different ? ' ≠' : ''}`,
            align: 'start',
            different,
          },
          ...(waiting > 8
            ? [
                {
                  position: slot(availIdx),
                  label: `avail.idx ${groupThousands(availIdx)}`,
                  align: 'start' as const,
                  different: false,
                },
              ]
            : []),
        ]}
      />
      {folds && (
        <button type="button" className={css.fold} aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          <span>{unfolded ? '▾' : '▸'} Used ring</span>
          <span className="dim">
            <span className="mono">{hex(ring.used)}</span> · used.idx {groupThousands(usedIdx)}
          </span>
        </button>
      )}
      {(!folds || unfolded) && (
        <Strip
          title="Used ring"
          note={
            <>
              <GuestAddress address={ring.used} />
              {note(ring.used) || ' · device writes'}
            </>
          }
          num={num}
          window={used}
          owned={() => false}
          text={(position) => (hasUsed(position) ? String(ring.usedId(position)) : '·')}
          buffer={(position) => (hasUsed(position) ? ring.usedId(position) : -1)}
          side={token}
          pointers={[
            { position: slot(usedIdx), label: `used.idx ${groupThousands(usedIdx)}`, align: 'start', different: false },
          ]}
        />
      )}
    </>
  );
}
