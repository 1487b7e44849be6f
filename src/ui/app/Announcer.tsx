// Tells screen readers in words what the last step did.
import { formatMs } from '../../engine/bytes/text.ts';
import { describeEvent } from '../bottom/describe-event.ts';
import { useApp } from './use-app.ts';
import { headEvent } from '../../store/documents.ts';

export function Announcer() {
  const document = useApp((state) => state.document);
  const cursor = useApp((state) => state.cursor);
  const playing = useApp((state) => state.playing);
  let text = '';
  if (document?.kind === 'run' && !playing && document.timeline.heads.length > 0) {
    const { side, row } = headEvent(document, cursor);
    text = `${formatMs(document.capture[side].events.time[row]!)} ${side}: ${describeEvent(document, side, row)}`;
  }
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-testid="announcer">
      {text}
    </div>
  );
}
