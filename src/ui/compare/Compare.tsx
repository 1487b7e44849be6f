// Compare: what is shown beside another run, strategy or file, or the two sides of one run.
import { useApp } from '../app/use-app.ts';
import { Sheet } from '../primitives/Sheet.tsx';
import { Beside } from './Beside.tsx';

export function Compare() {
  const document = useApp((state) => state.document);
  return (
    <Sheet title="Compare" wide about="[ and ] go from difference to difference">
      {document && <Beside document={document} />}
    </Sheet>
  );
}
