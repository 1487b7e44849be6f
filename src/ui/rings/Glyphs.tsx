// Marks by shape: how a value reaches the destination; and the index pointers as the clock face draws them.
import type { CellMark } from '../../engine/capture/cells.ts';
import css from '../devices/devices.module.css';

export const MARK_TEXT: Readonly<Record<CellMark, string>> = {
  migrated: 'migrated',
  recomputed: 'recomputed at load',
  ram: 'in guest RAM',
  none: 'not migrated',
};

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

export type PointerKind = 'avail' | 'last' | 'shadow' | 'used' | null;

export function PointerGlyph({ kind }: { readonly kind: PointerKind }) {
  if (kind === null) return <span style={{ display: 'inline-block', width: 14 }} />;
  const inward = kind === 'shadow' || kind === 'used';
  const filled = kind === 'last' || kind === 'used';
  return (
    <svg width="14" height="10" viewBox="0 0 14 10" aria-hidden="true">
      <path
        d={inward ? 'M5 1L1 8h8z' : 'M5 9L1 2h8z'}
        fill={filled ? 'var(--text)' : 'var(--surface)'}
        stroke="var(--text)"
        strokeWidth="1.3"
      />
    </svg>
  );
}

/** Where there is no room for all four, it does without the last two words. */
const RECOMPUTED = (
  <span>
    recomputed<span className={css.ample}> at load</span>
  </span>
);

export function Legend() {
  return (
    <>
      {(['migrated', 'recomputed', 'ram', 'none'] as const).map((mark) => (
        <span key={mark}>
          <MarkGlyph mark={mark} /> {mark === 'recomputed' ? RECOMPUTED : MARK_TEXT[mark]}
        </span>
      ))}
    </>
  );
}
