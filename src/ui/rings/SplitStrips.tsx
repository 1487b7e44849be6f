// The three parts of a split ring as strips: who owns what, where the indices point, chains as arcs.
import type { Side } from '../../engine/capture/capture.ts';
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import type { RunDocument } from '../../store/documents.ts';
import { pageLivesOf } from '../../store/reason-space.ts';
import type { SplitRingView } from './read-split-ring.ts';
import { Strip } from './Strip.tsx';
import { stripWindow } from './strip-window.ts';

interface Props {
  readonly document: RunDocument;
  readonly ring: SplitRingView;
  readonly side: Side;
  readonly last: number;
  /** Whether last_avail_idx differs from the other side's. */
  readonly different: boolean;
  readonly time: number;
}

export function SplitStrips({ document, ring, side, last, different, time }: Props) {
  const { num, availIdx, usedIdx } = ring;
  const token = `side-${side}`;
  const slot = (index: number): number => index % num;
  const pending = (availIdx - usedIdx) & 0xffff;
  const owned = new Set<number>();
  if (pending <= num)
    for (let i = 0; i < pending; i++) for (const id of ring.chain(ring.head((usedIdx + i) & 0xffff))) owned.add(id);
  const firstHead = pending > 0 && pending <= num ? ring.head(usedIdx) : slot(availIdx);
  const lastHead = pending > 0 && pending <= num ? ring.head((availIdx - 1) & 0xffff) : firstHead;
  const descriptors = stripWindow(firstHead, lastHead + 1, num);
  const arcs = descriptors.cells.flatMap((id): (readonly [number, number])[] => {
    const next = id >= 0 ? ring.next(id) : -1;
    return next >= 0 ? [[id, next]] : [];
  });
  const waiting = (availIdx - last) & 0xffff;
  const available = stripWindow(slot(last), slot(availIdx), num);
  const isAvailable = (position: number): boolean => waiting <= num && (position - slot(last) + num) % num < waiting;
  const used = stripWindow(slot(usedIdx), slot(usedIdx), num);
  const missing = (address: number): string =>
    side === 'destination' && !wasLoaded(document, address, time) ? ' · page not loaded yet: reads 0' : '';
  return (
    <>
      <Strip
        title="Descriptor table"
        note={
          <>
            <span className="mono">{hex(ring.desc)}</span>
            {missing(ring.desc) || (
              <>
                {' '}
                · 16 B each · owner: <span style={{ color: `var(--${token})` }}>■</span> device □ driver
              </>
            )}
          </>
        }
        window={descriptors}
        owned={(id) => owned.has(id)}
        text={String}
        side={token}
        arcs={arcs}
      />
      <Strip
        title="Available ring"
        note={
          <>
            <span className="mono">{hex(ring.avail)}</span>
            {missing(ring.avail) || ' · driver writes'}
          </>
        }
        window={available}
        owned={isAvailable}
        text={(position) =>
          isAvailable(position) || (slot(last) - position + num) % num <= 8 ? String(ring.head(position)) : '·'
        }
        side={token}
        pointers={[
          {
            position: slot(last),
            label: `last_avail_idx ${groupThousands(last)}${different ? ' ≠' : ''}`,
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
      <Strip
        title="Used ring"
        note={
          <>
            <span className="mono">{hex(ring.used)}</span>
            {missing(ring.used) || ' · device writes'}
          </>
        }
        window={used}
        owned={() => false}
        text={(position) => ((slot(usedIdx) - position - 1 + num) % num < 8 ? String(ring.usedId(position)) : '·')}
        side={token}
        pointers={[
          { position: slot(usedIdx), label: `used.idx ${groupThousands(usedIdx)}`, align: 'start', different: false },
        ]}
      />
    </>
  );
}

function wasLoaded(document: RunDocument, address: number, time: number): boolean {
  return pageLivesOf(document)
    .lifeOf(Math.floor(address / 4096))
    .some((moment) => moment.what === 'loaded' && moment.time <= time);
}
