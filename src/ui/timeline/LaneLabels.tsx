// The names of the lanes under the pointer: a drag moves a lane, a click opens the list at it, the wheel scrolls when not
// all lanes have room. The list (LaneMenu) is the way for keys.
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { placeLane } from './lane-changes.ts';
import { arrangedLanes, arrangeLanes, type LaneName, type LanesShown } from './lanes.ts';
import { Pin } from './Pin.tsx';
import { LANE_HEIGHT } from './run-scene.ts';
import css from './timeline.module.css';

interface Props {
  readonly shown: LanesShown;
  /** Scrolls so that this many of the lanes that do not stay are above. */
  readonly scrollTo: (first: number) => void;
  readonly open: (lane: LaneName) => void;
}

/** A drag this short is a click, CSS pixels. */
const CLICK = 4;
/** Wheel pixels that scroll by a lane. */
const WHEEL = 40;

export function LaneLabels({ shown, scrollTo, open }: Props) {
  const { names, pinned, above, below } = shown;
  const box = useRef<HTMLDivElement>(null);
  const drag = useRef<{ readonly name: LaneName; readonly y: number; hasMoved: boolean } | null>(null);
  const [dragged, setDragged] = useState<LaneName | null>(null);
  const latest = useRef({ above, below, scrollTo });
  useEffect(() => {
    latest.current = { above, below, scrollTo };
  });
  useEffect(() => {
    let turned = 0;
    const onWheel = (event: WheelEvent): void => {
      const now = latest.current;
      if (now.above + now.below === 0) return;
      event.preventDefault();
      event.stopPropagation();
      turned += event.deltaY * (event.deltaMode === 1 ? 16 : 1);
      const rows = Math.trunc(turned / WHEEL);
      turned -= rows * WHEEL;
      if (rows !== 0) now.scrollTo(Math.max(0, Math.min(now.above + now.below, now.above + rows)));
    };
    const element = box.current!;
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);
  const onPointerMove = (event: PointerEvent): void => {
    const held = drag.current;
    if (!held) return;
    if (Math.abs(event.clientY - held.y) > CLICK) held.hasMoved = true;
    if (!held.hasMoved) return;
    setDragged(held.name);
    const row = Math.floor((event.clientY - box.current!.getBoundingClientRect().top) / LANE_HEIGHT);
    const over = names[Math.max(0, Math.min(names.length - 1, row))];
    const lanes = arrangedLanes();
    if (over && over !== held.name)
      arrangeLanes(
        placeLane(
          lanes,
          held.name,
          lanes.findIndex(({ name }) => name === over),
        ),
      );
  };
  const end = (): void => {
    drag.current = null;
    setDragged(null);
  };
  return (
    <div ref={box} className={css.lanes}>
      {names.map((name, i) => {
        const hidden = i === pinned && above > 0 ? -above : i === names.length - 1 ? below : 0;
        return (
          <div key={name} className={css.label}>
            <button
              type="button"
              tabIndex={-1}
              className={dragged === name ? `${css.lane} ${css.dragged}` : css.lane}
              title={`${name}: drag to move, click for the list of lanes`}
              onPointerDown={(event) => {
                if (event.button !== 0) return;
                event.currentTarget.setPointerCapture(event.pointerId);
                drag.current = { name, y: event.clientY, hasMoved: false };
              }}
              onPointerMove={onPointerMove}
              onPointerUp={() => {
                const isClick = drag.current?.hasMoved === false;
                end();
                if (isClick) open(name);
              }}
              onPointerCancel={end}
            >
              {name}
            </button>
            {i < pinned && <Pin />}
            {hidden !== 0 && (
              <button
                type="button"
                className={css.small}
                aria-label={`Scroll the lanes: ${Math.abs(hidden)} ${hidden < 0 ? 'above' : 'below'}`}
                title={`${Math.abs(hidden)} more ${hidden < 0 ? 'above' : 'below'}: wheel here, or press`}
                onClick={() => scrollTo(above + Math.sign(hidden))}
              >
                {hidden < 0 ? `↑${-hidden}` : `↓${hidden}`}
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}
