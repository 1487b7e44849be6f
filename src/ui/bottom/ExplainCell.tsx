// What a value of the device is that no bytes carried yet.
import type { RunDocument } from '../../store/documents.ts';
import { BothSides } from './BothSides.tsx';
import { explainCell } from './explain/look-up.ts';
import { ExplainHead } from './ExplainHead.tsx';

export function ExplainCell({ document, cell }: { readonly document: RunDocument; readonly cell: number }) {
  const { name } = document.capture.cells[cell]!;
  const explanation = explainCell(name);
  return (
    <p>
      <ExplainHead name={name} explanation={explanation} />
      {explanation.text}
      <BothSides document={document} cell={cell} />
    </p>
  );
}
