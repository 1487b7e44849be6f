// The ring of the chosen queue: strips, clock face, and the table of indices with marks, arithmetic and differences.
import type { Side } from '../../engine/capture/capture.ts';
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useApp } from '../app/use-app.ts';
import type { NicView } from '../devices/device-view.ts';
import devices from '../devices/devices.module.css';
import { Clock } from './Clock.tsx';
import { IndexTable } from './IndexTable.tsx';
import type { SplitRingView } from './read-split-ring.ts';
import { Strip } from './Strip.tsx';
import { stripWindow } from './strip-window.ts';
import css from './rings.module.css';

interface Props {
  readonly document: RunDocument;
  readonly side: Side;
  readonly own: NicView;
  readonly other: NicView;
  readonly queue: number;
}

export function RingSection({ document, side, own, other, queue }: Props) {
  const time = useApp((state) => state.time);
  const index = Math.min(queue, own.queues.length - 1);
  const view = own.queues[index]!;
  const there = other.queues[index]!;
  const { ring } = view;
  return (
    <div data-rings={side}>
      <div className={devices.ringHead}>
        <b>{view.name}</b>
        <span className="dim">
          {own.isPacked ? 'packed' : 'split'} ring · {groupThousands(view.num.value)} entries
        </span>
      </div>
      {ring ? (
        <>
          <Strips
            ring={ring}
            side={side}
            last={view.lastAvailIdx.value}
            different={there.lastAvailIdx.value !== view.lastAvailIdx.value && side === 'destination'}
          />
          <div className={css.index}>
            <Clock
              lastAvail={view.lastAvailIdx.value}
              avail={ring.availIdx}
              used={ring.usedIdx}
              shadow={view.shadowAvailIdx.value}
              num={ring.num}
              side={`side-${side}`}
            />
            <IndexTable document={document} side={side} own={view} other={there} time={time} />
          </div>
        </>
      ) : (
        <p className={css.none}>
          {own.isPacked
            ? 'A packed ring: its indices and wrap counters are in the table above and in the log; it is not drawn.'
            : "No ring addresses yet: they come with virtio-net's state. Until then this device does not know where the guest keeps its rings."}
        </p>
      )}
    </div>
  );
}

interface StripsProps {
  readonly ring: SplitRingView;
  readonly side: Side;
  readonly last: number;
  readonly different: boolean;
}

function Strips({ ring, side, last, different }: StripsProps) {
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
  return (
    <>
      <Strip
        title="Descriptor table"
        note={
          <>
            <span className="mono">{hex(ring.desc)}</span> · 16 B each · owner:{' '}
            <span style={{ color: `var(--${token})` }}>■</span> device □ driver
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
            <span className="mono">{hex(ring.avail)}</span> · driver writes
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
            <span className="mono">{hex(ring.used)}</span> · device writes
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
