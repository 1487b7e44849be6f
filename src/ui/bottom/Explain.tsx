// What the selection is, in two or three sentences, with QEMU's own name for it; without a selection, what the event at
// the cursor did.
import { formatMs, groupThousands, hex } from '../../engine/bytes/text.ts';
import { valueText, isLeaf } from '../../engine/capture/span-query.ts';
import { isRun } from '../../engine/capture/spans.ts';
import type { Side } from '../../engine/capture/capture.ts';
import type { CellDef } from '../../engine/capture/cells.ts';
import { reasonOf } from '../compare/reason-of.ts';
import type { OpenDocument, RunDocument } from '../../store/documents.ts';
import { headEvent } from '../../store/documents.ts';
import type { Selection } from '../../store/selection.ts';
import { useApp } from '../app/use-app.ts';
import { cellText } from '../compare/cell-text.ts';
import { ScrollRegion } from '../primitives/ScrollRegion.tsx';
import { describeEvent } from './describe-event.ts';
import { explainCell, explainEvent, explainPhase, explainSpan, type Explanation } from './explain/look-up.ts';
import css from './bottom.module.css';

export function Explain() {
  const document = useApp((state) => state.document);
  const selection = useApp((state) => state.selection);
  const cursor = useApp((state) => state.cursor);
  if (!document) return <div className={css.text} />;
  return (
    <ScrollRegion label="Explanation" className={css.text} testId="explain">
      {selection && selection.row >= 0 ? (
        <Selected document={document} selection={selection} />
      ) : document.kind === 'run' && selection && selection.cell >= 0 ? (
        <Cell document={document} cell={selection.cell} />
      ) : (
        <AtCursor document={document} cursor={cursor} />
      )}
    </ScrollRegion>
  );
}

function Head({ name, explanation }: { readonly name: string; readonly explanation: Explanation }) {
  const { what, where } = explanation;
  return (
    <>
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
    </>
  );
}

function Selected({ document, selection }: { readonly document: OpenDocument; readonly selection: Selection }) {
  const { spans } = document.inspection;
  const { row } = selection;
  const explanation = explainSpan(spans, row);
  const value = isLeaf(spans, row) && !isRun(spans, row) ? valueText(document.stream, spans, row) : '';
  return (
    <p>
      <Head name={spans.names[spans.name[row]!]!} explanation={explanation} />
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
      {document.kind === 'run' && selection.cell >= 0 && <Sides document={document} cell={selection.cell} />}
    </p>
  );
}

function Cell({ document, cell }: { readonly document: RunDocument; readonly cell: number }) {
  const { name } = document.capture.cells[cell]!;
  const explanation = explainCell(name);
  return (
    <p>
      <Head name={name} explanation={explanation} />
      {explanation.text}
      <Sides document={document} cell={cell} />
    </p>
  );
}

/** What both sides hold at the cursor, and why they differ if they do. */
function Sides({ document, cell }: { readonly document: RunDocument; readonly cell: number }) {
  const time = useApp((state) => state.time);
  const def = document.capture.cells[cell]!;
  // The features are one field of 64 bits and two cells.
  const low = def.name.endsWith('(high)') ? lowHalf(document, def) : -1;
  const text = (side: Side): string => {
    const { values } = document.state[side];
    return low < 0
      ? cellText(document.capture, def, values[cell]!)
      : hex(BigInt(values[cell]!) * 4294967296n + BigInt(values[low]!));
  };
  return (
    <>
      {' '}
      <span className="dim">
        At the cursor the source has <span className="mono">{text('source')}</span>, the destination{' '}
        <span className="mono">{text('destination')}</span>
        {text('source') === text('destination') ? '.' : `: ${reasonOf(document, def, time).text}`}
      </span>
    </>
  );
}

function lowHalf(document: RunDocument, { device, name }: CellDef): number {
  const low = name.replace('(high)', '(low)');
  return document.capture.cells.findIndex((def) => def.device === device && def.name === low);
}

function AtCursor({ document, cursor }: { readonly document: OpenDocument; readonly cursor: number }) {
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
