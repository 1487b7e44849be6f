// A mark by shape: how a value reaches the destination.
import type { CellMark } from '../../engine/capture/cells.ts';
import { MARK_TEXT } from './mark-text.ts';

export function MarkGlyph({ mark }: { readonly mark: CellMark }) {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" className="dim" role="img" aria-label={MARK_TEXT[mark]}>
      {mark === 'migrated' && <circle cx="5" cy="5" r="4" fill="currentColor" />}
      {mark === 'recomputed' && (
        <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="3 2.5" />
      )}
      {mark === 'ram' && (
        <rect x="1.5" y="1.5" width="7" height="7" fill="none" stroke="currentColor" strokeWidth="1.5" />
      )}
      {mark === 'none' && <path d="M2 2l6 6M8 2l-6 6" fill="none" stroke="currentColor" strokeWidth="1.5" />}
    </svg>
  );
}
