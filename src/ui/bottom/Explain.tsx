// What the selection is, in two or three sentences, with QEMU's own name for it; without a selection, what the event at
// the cursor did.
import { formatMs, groupThousands, hex } from '../../engine/bytes/text.ts';
import { valueText, isLeaf } from '../../engine/capture/span-query.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { headEvent } from '../../store/documents.ts';
import type { Selection } from '../../store/selection.ts';
import { useApp } from '../app/use-app.ts';
import { describeEvent } from './describe-event.ts';
import { explainEvent, explainSpan } from './explanations.ts';
import css from './bottom.module.css';

export function Explain() {
  const document = useApp((state) => state.document);
  const selection = useApp((state) => state.selection);
  const cursor = useApp((state) => state.cursor);
  if (!document) return <div className={css.text} />;
  return (
    <div className={css.text} data-testid="explain">
      {selection && selection.row >= 0 ? (
        <Selected document={document} selection={selection} />
      ) : (
        <AtCursor document={document} cursor={cursor} />
      )}
    </div>
  );
}

function Selected({ document, selection }: { readonly document: OpenDocument; readonly selection: Selection }) {
  const { spans } = document.inspection;
  const { row } = selection;
  const name = spans.names[spans.name[row]!]!;
  const { what, where, text } = explainSpan(spans, row);
  const value = isLeaf(spans, row) ? valueText(document.stream, spans, row) : '';
  return (
    <p>
      <b>{name}</b>{' '}
      <span className="dim">
        {what}
        {where && (
          <>
            {' · '}
            <code>{where}</code>
          </>
        )}
      </span>
      <br />
      {text}{' '}
      <span className="dim">
        {groupThousands(spans.end[row]! - spans.start[row]!)} bytes from {hex(spans.start[row]!)}
        {value && (
          <>
            {' '}
            say <span className="mono">{value}</span>
          </>
        )}
        .
      </span>
    </p>
  );
}

function AtCursor({ document, cursor }: { readonly document: OpenDocument; readonly cursor: number }) {
  if (document.kind === 'file')
    return <p className="dim">Choose a frame, a field or a byte: what it is stands here.</p>;
  const { side, row } = headEvent(document, cursor);
  const { events } = document.capture[side];
  return (
    <p>
      <b>{describeEvent(document, side, row)}</b>{' '}
      <span className="dim">
        {side}, {formatMs(events.time[row]!)} virtual
      </span>
      <br />
      {explainEvent(events.kind[row]!)}
    </p>
  );
}
