// The index pointers as the clock face draws them.
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
