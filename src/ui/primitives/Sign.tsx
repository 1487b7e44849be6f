// The sign of a severity: shape and letter, so that colour never stands alone.
import css from './primitives.module.css';

const SIGNS = { error: '×', warning: '!', note: 'i' } as const;

export function Sign({ severity }: { readonly severity: keyof typeof SIGNS }) {
  return (
    <span className={`${css.sign} ${severity === 'note' ? '' : css[severity]}`} role="img" aria-label={severity}>
      {SIGNS[severity]}
    </span>
  );
}
