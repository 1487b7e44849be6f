// What the marks mean.
import css from '../devices/devices.module.css';
import { MARK_TEXT } from './mark-text.ts';
import { MarkGlyph } from './MarkGlyph.tsx';

interface Props {
  /** Whether it stands under what a file holds, which is nothing of what is recomputed. */
  readonly isFile?: boolean;
}

/** Where there is no room for all four, it does without the last words. */
export function Legend({ isFile = false }: Props) {
  const recomputed = (
    <span>
      recomputed<span className={css.ample}> at load{isFile && ': not in a file'}</span>
    </span>
  );
  return (
    <>
      {(['migrated', 'recomputed', 'ram', 'none'] as const).map((mark) =>
        isFile && mark === 'none' ? null : (
          <span key={mark}>
            <MarkGlyph mark={mark} /> {mark === 'recomputed' ? recomputed : MARK_TEXT[mark]}
          </span>
        ),
      )}
    </>
  );
}
