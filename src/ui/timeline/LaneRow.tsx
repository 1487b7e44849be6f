// One lane in the list of lanes.
import { Pin } from './Pin.tsx';
import type { Lane } from './lanes.ts';
import css from './timeline.module.css';

interface Props {
  readonly lane: Lane;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onShow: () => void;
  readonly onPin: () => void;
  readonly onMove: (by: 1 | -1) => void;
}

export function LaneRow({ lane: { name, sign }, isFirst, isLast, onShow, onPin, onMove }: Props) {
  const pin = sign === '+' ? `Let ${name} scroll again` : `Keep ${name} in view when the others scroll`;
  return (
    <li>
      <label>
        <input type="checkbox" checked={sign !== '-'} onChange={onShow} data-lane={name} />
        {name}
      </label>
      <button
        type="button"
        className={css.small}
        aria-pressed={sign === '+'}
        aria-label={`Keep ${name} in view`}
        title={pin}
        onClick={onPin}
      >
        <Pin />
      </button>
      <button
        type="button"
        className={css.small}
        aria-label={`Move ${name} up`}
        disabled={isFirst}
        onClick={() => onMove(-1)}
      >
        ↑
      </button>
      <button
        type="button"
        className={css.small}
        aria-label={`Move ${name} down`}
        disabled={isLast}
        onClick={() => onMove(1)}
      >
        ↓
      </button>
    </li>
  );
}
