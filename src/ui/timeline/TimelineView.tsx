// The timeline of what is open: an overview with a brush, and the zoomable lanes. The mass is a canvas; sliders, a list of
// what is in view and the bar of the marked stretch are its twins for keyboard and screen readers.
import { lazy, Suspense, useState } from 'react';
import { formatMs, hex } from '../../engine/bytes/text.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { whenIdle } from '../app/when-idle.ts';
import { useSize } from '../primitives/use-size.ts';
import type { Hit } from './hit-run.ts';
import { Gutter } from './Gutter.tsx';
import type { LanesShown } from './lanes.ts';
import type { Mark } from './marks.ts';
import { timelineKeys } from './timeline-keys.ts';
import { useDrawing } from './use-drawing.ts';
import { useFollow } from './use-follow.ts';
import { useGestures } from './use-gestures.ts';
import { useHit } from './use-hit.ts';
import { useScene } from './use-scene.ts';
import css from './timeline.module.css';

const RangeBar = lazy(() => import('./RangeBar.tsx').then((module) => ({ default: module.RangeBar })));
const Twins = lazy(() =>
  whenIdle()
    .then(() => import('./Twins.tsx'))
    .then((module) => ({ default: module.Twins })),
);
const Readout = lazy(() => import('./Readout.tsx').then((module) => ({ default: module.Readout })));

interface Props {
  readonly document: OpenDocument;
  readonly shown: LanesShown;
  readonly scrollTo: (first: number) => void;
  readonly height: number;
  readonly marks: readonly Mark[];
}

export function TimelineView({ document, shown, scrollTo, height, marks }: Props) {
  const actions = useActions();
  const [box, size] = useSize<HTMLDivElement>();
  const scene = useScene(document, shown, size.width, marks);
  const { axis, whole, least, here } = scene;
  const canvas = useDrawing(scene.layout);
  const range = useApp((state) => state.range);
  const hasCrumbs = useApp((state) => state.crumbs.length > 0);
  const [hover, setHover] = useState<{ readonly x: number; readonly hit: Hit } | null>(null);
  const isRun = document.kind === 'run';
  const last = isRun ? whole.to : document.stream.length - 1;
  const moveTo = (value: number): void => {
    if (isRun) return actions.moveToTime(value);
    const at = Math.floor(Math.max(0, Math.min(last, value)));
    actions.selectBytes(at, at + 1, 'timeline');
  };
  const hitAt = useHit(scene);
  const gestures = useGestures(box, {
    axis,
    whole,
    least,
    here,
    range,
    setView: actions.setView,
    setRange: actions.setRange,
    moveTo,
    click: (x, y) => {
      const hit = hitAt(x, y);
      if (range) actions.setRange(null);
      if (!hit) return;
      moveTo(hit.at);
      if (hit.until !== undefined && hit.until > hit.at) actions.setRange({ from: hit.at, to: hit.until });
      if (hit.row >= 0) actions.selectRow(hit.row, 'timeline');
    },
    hover: (x, y) => {
      const hit = hitAt(x, y);
      setHover(hit && { x, hit });
    },
    leave: () => setHover(null),
  });
  useFollow(whole, gestures.isDragging);
  const text = isRun ? `${formatMs(here)} virtual` : hex(here);
  return (
    <div className={css.frame}>
      <div ref={box} className={css.timeline} style={{ height: height + 1 }}>
        <canvas ref={canvas} className={css.canvas} style={{ height: height + 1 }} aria-hidden="true" />
        <Gutter kind={document.kind} shown={shown} scrollTo={scrollTo} axis={axis} whole={whole} />
        <div
          className={css.surface}
          role="slider"
          tabIndex={0}
          data-panel="1"
          data-testid="timeline"
          aria-label={`${isRun ? 'Cursor on the timeline' : 'Offset in the file'}: arrows step, w and s zoom, a and d pan`}
          aria-valuemin={whole.from}
          aria-valuemax={last}
          aria-valuenow={here}
          aria-valuetext={text}
          onKeyDown={(event) => {
            if (!timelineKeys(event, { scene, actions })) return;
            event.preventDefault();
            event.stopPropagation();
          }}
          onDoubleClick={() => actions.setView(null)}
          onPointerDown={gestures.onPointerDown}
          onPointerMove={gestures.onPointerMove}
          onPointerUp={gestures.onPointerUp}
          onPointerCancel={gestures.onPointerCancel}
          onPointerLeave={gestures.onPointerLeave}
        />
        <Suspense>
          {hover && <Readout x={hover.x} width={size.width} height={height} isRun={isRun} hit={hover.hit} />}
          <Twins document={document} scene={scene} moveTo={moveTo} />
        </Suspense>
      </div>
      <Suspense>{(range || hasCrumbs) && <RangeBar document={document} scene={scene} range={range} />}</Suspense>
    </div>
  );
}
