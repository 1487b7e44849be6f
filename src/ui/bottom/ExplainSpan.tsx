// What the selected bytes are.
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import { valueText, isLeaf } from '../../engine/capture/span-query.ts';
import { isRun } from '../../engine/capture/spans.ts';
import type { OpenDocument } from '../../store/documents.ts';
import type { Selection } from '../../store/selection.ts';
import { BothSides } from './BothSides.tsx';
import { explainSpan } from './explain/look-up.ts';
import { ExplainHead } from './ExplainHead.tsx';

export function ExplainSpan({
  document,
  selection,
}: {
  readonly document: OpenDocument;
  readonly selection: Selection;
}) {
  const { spans } = document.inspection;
  const { row } = selection;
  const explanation = explainSpan(spans, row);
  const value = isLeaf(spans, row) && !isRun(spans, row) ? valueText(document.stream, spans, row) : '';
  return (
    <p>
      <ExplainHead name={spans.names[spans.name[row]!]!} explanation={explanation} />
      {explanation.text}{' '}
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
      {document.kind === 'run' && selection.cell >= 0 && <BothSides document={document} cell={selection.cell} />}
    </p>
  );
}
