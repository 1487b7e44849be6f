// Tells screen readers in words what the last step did: the event at the cursor, and the values that changed on the way.
import { useState } from 'react';
import { formatMs } from '../../engine/bytes/text.ts';
import { changedCells } from '../bottom/changed-cells.ts';
import { describeEvent } from '../bottom/describe-event.ts';
import { useApp } from './use-app.ts';
import { headEvent, type OpenDocument } from '../../store/documents.ts';

interface Place {
  readonly document: OpenDocument | null;
  readonly cursor: number;
  /** Where the cursor stood before; -1 when the run was not open yet. */
  readonly from: number;
}

export function Announcer() {
  const document = useApp((state) => state.document);
  const cursor = useApp((state) => state.cursor);
  const playing = useApp((state) => state.playing);
  const [place, setPlace] = useState<Place>({ document, cursor, from: -1 });
  if (place.document !== document) setPlace({ document, cursor, from: -1 });
  else if (place.cursor !== cursor) setPlace({ document, cursor, from: playing ? -1 : place.cursor });
  let text = '';
  if (document?.kind === 'run' && !playing && document.timeline.heads.length > 0) {
    const { side, row } = headEvent(document, cursor);
    const changes = place.from < 0 ? '' : changedCells(document, place.from, cursor);
    text = `${formatMs(document.capture[side].events.time[row]!)} ${side}: ${describeEvent(document, side, row)}${changes && `; ${changes}`}`;
  }
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
      {text}
    </div>
  );
}
