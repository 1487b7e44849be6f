// Without a selection: what the event at the cursor did, and in which phase.
import { formatMs } from '../../engine/bytes/text.ts';
import { headEvent, type OpenDocument } from '../../store/documents.ts';
import { useApp } from '../app/use-app.ts';
import { describeEvent } from './describe-event.ts';
import { explainEvent, explainPhase } from './explain/look-up.ts';

export function ExplainEvent({ document, cursor }: { readonly document: OpenDocument; readonly cursor: number }) {
  const time = useApp((state) => state.time);
  if (document.kind === 'file')
    return <p className="dim">Choose a frame, a field or a byte: what it is stands here.</p>;
  const { side, row } = headEvent(document, cursor);
  const { events } = document.capture[side];
  const { where, text } = explainEvent(events.kind[row]!);
  const phase = document.phases.findLast(({ start }) => start <= time);
  return (
    <p>
      <b>{describeEvent(document, side, row)}</b>{' '}
      <span className="dim">
        {side}, {formatMs(events.time[row]!)} virtual · <code>{where}</code>
      </span>
      <br />
      {text}
      {phase && (
        <span className="dim">
          {' '}
          Phase {phase.label}: {explainPhase(phase.kind).text}
        </span>
      )}
    </p>
  );
}
