// The way back out of what was zoomed into: the whole, then each stretch, the one in view last.
import { useActions } from '../app/use-app.ts';
import { stretchText } from './stretch-words.ts';
import type { Range, Warp } from './axis.ts';
import css from './timeline.module.css';

interface Props {
  readonly isRun: boolean;
  readonly warp: Warp;
  /** Views that were left; null is the whole. */
  readonly crumbs: readonly (Range | null)[];
  readonly view: Range;
}

/** More than this many: those in the middle are behind dots, which go to the last of them. */
const MOST = 4;

export function Crumbs({ isRun, warp, crumbs, view }: Props) {
  const { zoomBack } = useActions();
  const words = (one: Range | null): string =>
    one === null
      ? `whole ${isRun ? 'run' : 'file'}`
      : stretchText(isRun, { from: warp.value(one.from), to: warp.value(one.to) });
  const shown = crumbs.map((crumb, i) => ({ i, text: words(crumb) }));
  const folded = shown.length > MOST ? shown.splice(1, shown.length - MOST) : [];
  return (
    <nav aria-label="Zoomed from" className={css.crumbs}>
      {shown.map(({ i, text }, place) => (
        <span key={i}>
          <button
            type="button"
            className={css.link}
            title={i === crumbs.length - 1 ? 'Back to it (Backspace)' : 'Back to it'}
            onClick={() => zoomBack(i)}
          >
            {text}
          </button>{' '}
          ›{' '}
          {place === 0 && folded.length > 0 && (
            <>
              <button
                type="button"
                className={css.link}
                aria-label={`Back to ${folded[folded.length - 1]!.text}`}
                title={folded.map((one) => one.text).join(' › ')}
                onClick={() => zoomBack(folded[folded.length - 1]!.i)}
              >
                …
              </button>{' '}
              ›{' '}
            </>
          )}
        </span>
      ))}
      <span aria-current="true">{words(view)}</span>
    </nav>
  );
}
