// One frame in the list.
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import type { Frame } from '../../store/frames.ts';
import { Sign } from '../primitives/Sign.tsx';
import primitives from '../primitives/primitives.module.css';
import css from './stream.module.css';

interface Props {
  readonly frame: Frame;
  readonly top: number;
  readonly selected: boolean;
  readonly sent: string;
  /** Matches of the search that begin in this frame. */
  readonly found: number;
  readonly onPress: () => void;
}

export function FrameRow({ frame, top, selected, sent, found, onPress }: Props) {
  const future = sent === 'not sent';
  const classes = [css.frameRow, css.item, selected && css.selected, future && css.future].filter(Boolean).join(' ');
  return (
    // Keys are handled by the list, which holds the focus.
    <div
      id={`frame-${frame.number}`}
      className={classes}
      style={{ top }}
      role="option"
      aria-selected={selected}
      onPointerDown={onPress}
    >
      <span className={`mono ${css.right}`}>{frame.number}</span>
      <span className="mono">{hex(frame.start, 6)}</span>
      <span className="mono">{frame.type}</span>
      <span className={`mono dim ${css.right}`}>{frame.sectionId < 0 ? '' : frame.sectionId}</span>
      <span className={css.clip}>
        {frame.idstr}
        {frame.mark === 3 && <Sign severity="error" />}
        {found > 0 && (
          <span className={css.hits} title={`${groupThousands(found)} matches of the search begin in this frame`}>
            {groupThousands(found)}
            <span className="visually-hidden"> matches</span>
          </span>
        )}
        {frame.note && <span className="dim"> · {frame.note}</span>}
      </span>
      <span className={`mono ${css.right}`}>{groupThousands(frame.end - frame.start)}</span>
      <span>{frame.flag && <span className={primitives.tag}>{frame.flag}</span>}</span>
      <span className={`mono ${css.right}`}>{sent}</span>
    </div>
  );
}
