// The sheet of guest pages: where each stands at the cursor, and the life of any.
import { useApp } from '../app/use-app.ts';
import { Sheet } from '../primitives/Sheet.tsx';
import { Pages } from './Pages.tsx';

export function PageLife() {
  const document = useApp((state) => state.document);
  return (
    <Sheet title="Guest memory" about={document?.kind === 'run' ? 'page by page, at the cursor' : 'page by page'}>
      {document && <Pages document={document} />}
    </Sheet>
  );
}
