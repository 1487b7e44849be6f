// The breakpoints of a run; a file has none.
import { useApp } from '../app/use-app.ts';
import { Sheet } from '../primitives/Sheet.tsx';
import { BreakpointList } from './BreakpointList.tsx';
import css from './breaks.module.css';

export function Breakpoints() {
  const document = useApp((state) => state.document);
  return (
    <Sheet title="Breakpoints" about="they hold forward and backward">
      {document?.kind === 'run' ? (
        <BreakpointList document={document} />
      ) : (
        <p className={css.none}>A file holds no events, so there is nothing to stop at. Open a run.</p>
      )}
    </Sheet>
  );
}
