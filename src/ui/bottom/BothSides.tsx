// What both sides hold of a value.
import { hex } from '../../engine/bytes/text.ts';
import type { Side } from '../../engine/capture/capture.ts';
import type { CellDef } from '../../engine/capture/cells.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useApp } from '../app/use-app.ts';
import { cellText } from '../compare/cell-text.ts';
import { reasonOf } from '../compare/reason-of.ts';

/** What both sides hold at the cursor, and why they differ if they do. */
export function BothSides({ document, cell }: { readonly document: RunDocument; readonly cell: number }) {
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
