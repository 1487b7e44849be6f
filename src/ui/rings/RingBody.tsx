// The drawing of a ring and below it its indices, or the life of the buffer that is followed.
import type { Side } from '../../engine/capture/capture.ts';
import { groupThousands } from '../../engine/bytes/text.ts';
import type { RunDocument } from '../../store/documents.ts';
import { pageLivesOf } from '../../store/reason-space.ts';
import { useApp } from '../app/use-app.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { vhostHasRing, type NicView } from '../devices/device-view.ts';
import { Arithmetic } from './Arithmetic.tsx';
import { BufferSteps } from './BufferSteps.tsx';
import { chainPieces } from './chain-pieces.ts';
import { Clock } from './Clock.tsx';
import { packedRows, splitRows } from './index-rows.ts';
import { GuestAddress } from './GuestAddress.tsx';
import { IndexTable } from './IndexTable.tsx';
import { PackedRing } from './PackedRing.tsx';
import { slotsOfBuffer } from './read-packed-ring.ts';
import type { RingView } from './ring-view.ts';
import { SplitStrips } from './SplitStrips.tsx';
import css from './rings.module.css';

interface Props {
  readonly document: RunDocument;
  readonly side: Side;
  readonly own: NicView;
  readonly other: NicView;
  readonly nic: number;
  readonly index: number;
  readonly found: RingView;
  readonly there: RingView | null;
  readonly time: number;
  readonly broken: boolean;
}

export function RingBody({ document, side, own, other, nic, index, found, there, time, broken }: Props) {
  const { name } = own.queues[index]!;
  const value = (field: string): number => own.cell(field, index).value;
  const buffer = useApp((state) => state.followedBuffer);
  const narrow = useNarrow();
  const life = (chain: readonly number[]) => (
    <BufferSteps
      document={document}
      nic={nic}
      queue={index}
      isPacked={found.format === 'packed'}
      buffer={buffer}
      pieces={chainPieces(found.ring, chain)}
    />
  );
  if (found.format === 'packed') {
    const { ring } = found;
    const theirs = there?.format === 'packed' ? there.ring : null;
    const used = { index: value('used_idx'), wrap: value('used_wrap_counter') };
    return (
      <>
        <PackedRing
          key={index}
          ring={ring}
          side={`side-${side}`}
          name={name}
          last={{ index: value('last_avail_idx'), wrap: value('last_avail_wrap_counter') }}
          used={used}
          note={
            <>
              <GuestAddress address={ring.desc} /> · owner: <span style={{ color: `var(--side-${side})` }}>■</span>{' '}
              device □ driver
            </>
          }
        />
        {buffer >= 0 ? (
          life(slotsOfBuffer(ring, buffer, used))
        ) : (
          <div className={css.whole}>
            <IndexTable
              document={document}
              side={side}
              name={name}
              device={own.device}
              rows={packedRows(own, other, index, ring, theirs)}
              time={time}
            />
          </div>
        )}
      </>
    );
  }
  const { ring } = found;
  const theirs = there?.format === 'split' ? there.ring : null;
  const last = value('last_avail_idx');
  // What a vhost back-end has taken shows only in guest memory: it gives the index back at the stop.
  const hasVhost = vhostHasRing(document, side, own, index, time);
  const begin = hasVhost ? ring.usedIdx : last;
  const missing = (address: number): string =>
    side === 'destination' && !wasLoaded(document, address, time) ? ' · page not loaded yet: reads 0' : '';
  const strips = (
    <SplitStrips
      ring={ring}
      token={`side-${side}`}
      last={begin}
      lastLabel={hasVhost ? `vhost, used.idx ${groupThousands(begin)} on` : `last_avail_idx ${groupThousands(last)}`}
      different={!hasVhost && other.cell('last_avail_idx', index).value !== last && side === 'destination'}
      note={missing}
      folds={narrow}
    />
  );
  return (
    <>
      {!narrow && strips}
      {buffer >= 0 ? (
        life(ring.chain(buffer))
      ) : (
        <>
          <Arithmetic
            avail={ring.availIdx}
            last={last}
            num={ring.num}
            instead={hasVhost ? 'vhost has the ring: the indices here stand still until the stop' : undefined}
            isVerdict={broken}
          />
          <div className={css.index}>
            <Clock
              lastAvail={begin}
              avail={ring.availIdx}
              used={ring.usedIdx}
              shadow={value('shadow_avail_idx')}
              num={ring.num}
              side={`side-${side}`}
            />
            <IndexTable
              document={document}
              side={side}
              name={name}
              device={own.device}
              rows={splitRows(own, other, index, ring, theirs)}
              time={time}
            />
          </div>
        </>
      )}
      {narrow && strips}
    </>
  );
}

function wasLoaded(document: RunDocument, address: number, time: number): boolean {
  return pageLivesOf(document)
    .lifeOf(Math.floor(address / 4096))
    .some((moment) => moment.what === 'loaded' && moment.time <= time);
}
