// Will it converge? A file has no time and cannot say; a run is looked at.
import { useApp } from '../app/use-app.ts';
import { Sheet } from '../primitives/Sheet.tsx';
import { RunConvergence } from './RunConvergence.tsx';
import css from './convergence.module.css';

export function Convergence() {
  const document = useApp((state) => state.document);
  return (
    <Sheet title="Convergence" wide about="what is left to send against what may be left; times are virtual">
      {document?.kind === 'run' ? (
        <RunConvergence document={document} />
      ) : (
        <p className={css.none}>A file has no time, so nobody can say how it came to its end. Open a run.</p>
      )}
    </Sheet>
  );
}
