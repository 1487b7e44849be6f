// The list of all lanes: which are shown, which stay when the others scroll, in what order. By pointer or by keys.
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { designedLanes, hideLane, moveLane, pinLane } from './lane-changes.ts';
import { LaneRow } from './LaneRow.tsx';
import { arrangeLanes, laneTexts, useLanes, type Lane, type LaneName } from './lanes.ts';
import css from './timeline.module.css';

export function LaneList({ first }: { readonly first: LaneName | null }) {
  const lanes = useLanes();
  const list = useRef<HTMLUListElement>(null);
  const focus = (name: LaneName | null): void => {
    list.current?.querySelector<HTMLElement>(name ? `[data-lane="${name}"]` : '[data-lane]')?.focus();
  };
  useEffect(() => focus(first), [first]);
  const change = (next: readonly Lane[], name: LaneName): void => {
    arrangeLanes(next);
    // An element that is moved loses the focus.
    requestAnimationFrame(() => focus(name));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const name = (event.target as HTMLElement).dataset.lane as LaneName | undefined;
    const at = lanes.findIndex((lane) => lane.name === name);
    if (!name || at < 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const by = event.key === 'ArrowUp' ? -1 : 1;
    const isMove = event.key === 'ArrowUp' || event.key === 'ArrowDown';
    if (isMove && event.altKey) change(moveLane(lanes, name, by), name);
    else if (isMove) focus(lanes[Math.max(0, Math.min(lanes.length - 1, at + by))]!.name);
    else if (event.altKey) return;
    else if (event.key === 'p') change(pinLane(lanes, name), name);
    else if (event.key === 'Delete') change(hideLane(lanes, name), name);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // The keys belong to the check boxes; what they do is told below.
    <div className={css.items} role="presentation" onKeyDown={onKeyDown}>
      <ul ref={list} className={css.laneList} aria-label="Lanes of the timeline">
        {lanes.map((lane, i) => (
          <LaneRow
            key={lane.name}
            lane={lane}
            isFirst={(lanes[i - 1]?.sign === '+') !== (lane.sign === '+') || i === 0}
            isLast={(lanes[i + 1]?.sign === '+') !== (lane.sign === '+') || i === lanes.length - 1}
            onShow={() => change(hideLane(lanes, lane.name), lane.name)}
            onPin={() => change(pinLane(lanes, lane.name), lane.name)}
            onMove={(by) => change(moveLane(lanes, lane.name, by), lane.name)}
          />
        ))}
      </ul>
      <div className={css.laneFoot}>
        <span className="dim">
          <kbd>Alt ↑ ↓</kbd> moves, <kbd>p</kbd> keeps, <kbd>Del</kbd> hides
        </span>
        <button
          type="button"
          className={css.small}
          disabled={laneTexts(lanes).length === 0}
          onClick={() => arrangeLanes(designedLanes())}
        >
          as designed
        </button>
      </div>
    </div>
  );
}
