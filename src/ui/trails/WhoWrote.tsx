// Who wrote this: from the selected value or byte back to what made it.
import { useApp } from '../app/use-app.ts';
import { Sheet } from '../primitives/Sheet.tsx';
import { Trail } from './Trail.tsx';
import css from './trails.module.css';

export function WhoWrote() {
  const document = useApp((state) => state.document);
  return (
    <Sheet title="Who wrote this" about="the latest first; choose a hop to stop there">
      {document?.kind === 'run' ? (
        <Trail document={document} />
      ) : (
        <p className={css.none}>A file holds what was sent, not who wrote it. Open a run.</p>
      )}
    </Sheet>
  );
}
