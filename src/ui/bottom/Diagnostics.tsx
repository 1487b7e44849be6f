// What is wrong with the stream or the run: severity, place, QEMU's or our words, and what usually causes it. Choosing
// one goes to its bytes.
import { hex } from '../../engine/bytes/text.ts';
import type { Diagnostic } from '../../engine/inspect/inspection.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Sign } from '../primitives/Sign.tsx';
import css from './bottom.module.css';

/** The stream's diagnostics, and for a run what the destination printed. */
export function diagnosticsOf(document: OpenDocument): readonly Diagnostic[] {
  if (document.kind === 'file') return document.inspection.diagnostics;
  const { stderr, guestErrors } = document.capture.outcome;
  const said = [...stderr, ...guestErrors].map((message): Diagnostic => ({
    severity: 'error',
    offset: -1,
    message,
    cause: 'Printed by the destination.',
  }));
  return [...document.inspection.diagnostics, ...said];
}

export function Diagnostics() {
  const document = useApp((state) => state.document);
  const { selectBytes } = useActions();
  if (!document) return null;
  const list = diagnosticsOf(document);
  if (list.length === 0) {
    return (
      <div className={`${css.text} dim`}>
        <p>
          No errors and no warnings{document.kind === 'run' ? ' in this run' : ': every byte of this file is decoded'}.
        </p>
      </div>
    );
  }
  const { length } = document.stream;
  return (
    <div className={css.list} data-testid="diagnostics">
      {list.map(({ severity, offset, message, cause }, i) => (
        <button
          key={i}
          type="button"
          className={css.row}
          disabled={offset < 0 || length === 0}
          onClick={() => selectBytes(Math.min(offset, length - 1), Math.min(offset, length - 1) + 1, 'diagnostics')}
        >
          <Sign severity={severity} />
          <span className="mono dim">{offset < 0 ? '—' : hex(offset, 6)}</span>
          <span>
            {message} <span className="dim">{cause}</span>
          </span>
        </button>
      ))}
    </div>
  );
}
