// What the selection is, in two or three sentences, with QEMU's own name for it; without a selection, what the event at
// the cursor did.
import { useApp } from '../app/use-app.ts';
import { ScrollRegion } from '../primitives/ScrollRegion.tsx';
import { ExplainCell } from './ExplainCell.tsx';
import { ExplainEvent } from './ExplainEvent.tsx';
import { ExplainSpan } from './ExplainSpan.tsx';
import css from './bottom.module.css';

export function Explain() {
  const document = useApp((state) => state.document);
  const selection = useApp((state) => state.selection);
  const cursor = useApp((state) => state.cursor);
  if (!document) return <div className={css.text} />;
  return (
    <ScrollRegion label="Explanation" className={css.text} testId="explain">
      {selection && selection.row >= 0 ? (
        <ExplainSpan document={document} selection={selection} />
      ) : document.kind === 'run' && selection && selection.cell >= 0 ? (
        <ExplainCell document={document} cell={selection.cell} />
      ) : (
        <ExplainEvent document={document} cursor={cursor} />
      )}
    </ScrollRegion>
  );
}
