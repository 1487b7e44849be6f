// The ring of a file's queue as the stream's pages of guest RAM have it, and what the check of virtio_load() makes of it.
import { useMemo } from 'react';
import { groupThousands } from '../../engine/bytes/text.ts';
import type { FileDocument } from '../../store/documents.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { Arithmetic } from '../rings/Arithmetic.tsx';
import { GuestAddress } from '../rings/GuestAddress.tsx';
import { PackedRing } from '../rings/PackedRing.tsx';
import rings from '../rings/rings.module.css';
import { SplitStrips } from '../rings/SplitStrips.tsx';
import { savedRing } from './saved-ring.ts';
import type { SavedQueue } from './saved-view.ts';
import css from './devices.module.css';

interface Props {
  readonly document: FileDocument;
  readonly queue: SavedQueue;
  readonly isPacked: boolean;
}

/** A file belongs to neither side. */
const TOKEN = 'text-2';

export function SavedRingSection({ document, queue, isPacked }: Props) {
  const found = useMemo(() => savedRing(document, queue, isPacked), [document, queue, isPacked]);
  const narrow = useNarrow();
  const isDrawn = typeof found !== 'string';
  const missing = (address: number): string =>
    isDrawn && !found.holds(address) ? ' · page not in the file' : ' · from guest RAM';
  return (
    <div data-rings="file">
      <div className={css.ringHead}>
        <b>{queue.name}</b>
        <span className={`dim ${css.idstr}`}>
          {isPacked ? 'packed' : 'split'} ring · {groupThousands(queue.num)} entries
          {isDrawn && ' · as its pages were sent last'}
        </span>
      </div>
      {!isDrawn && <p className={rings.none}>{found}</p>}
      {isDrawn && found.view.format === 'packed' && (
        <PackedRing
          key={queue.index}
          ring={found.view.ring}
          side={TOKEN}
          name={queue.name}
          last={{ index: queue.lastAvailIdx, wrap: queue.packed?.lastAvailWrap ?? 1 }}
          used={{ index: queue.packed?.usedIdx ?? 0, wrap: queue.packed?.usedWrap ?? 1 }}
          note={
            <>
              <GuestAddress address={found.view.ring.desc} />
              {missing(found.view.ring.desc)}
            </>
          }
        />
      )}
      {isDrawn && found.view.format === 'split' && (
        <>
          <SplitStrips
            key={queue.index}
            ring={found.view.ring}
            token={TOKEN}
            last={queue.lastAvailIdx}
            lastLabel={`last_avail_idx ${groupThousands(queue.lastAvailIdx)}`}
            different={false}
            note={missing}
            folds={narrow}
          />
          <Arithmetic
            avail={found.view.ring.availIdx}
            last={queue.lastAvailIdx}
            num={found.view.ring.num}
            isVerdict={false}
          />
        </>
      )}
    </div>
  );
}
