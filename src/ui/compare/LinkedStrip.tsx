// One of the two strips: its picture, and pointer and keys on it. Zooming and panning are told, and both follow.
import { formatMs, hex } from '../../engine/bytes/text.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions } from '../app/use-app.ts';
import { useSize } from '../primitives/use-size.ts';
import { Axis, type Range, type Warp } from '../timeline/axis.ts';
import type { Mark } from '../timeline/marks.ts';
import { timelineKeys } from '../timeline/timeline-keys.ts';
import { useDrawing } from '../timeline/use-drawing.ts';
import { useGestures } from '../timeline/use-gestures.ts';
import { STRIP_LANES, useStripScene } from './use-strip-scene.ts';
import css from './compare.module.css';

interface Props {
  readonly label: string;
  readonly document: OpenDocument;
  readonly warp: Warp;
  readonly whole: Range;
  readonly view: Range;
  readonly least: number;
  readonly byTime: boolean;
  /** ns of this side, or the first byte that is selected in it; -1 for none. */
  readonly here: number;
  /** Row of the frame that stands out, or -1. */
  readonly frame: number;
  readonly marks: readonly Mark[];
  readonly onView: (view: Range | null) => void;
  readonly onMove: (value: number) => void;
  /** A frame was chosen. */
  readonly onFrame: (row: number) => void;
}

const nothing = (): void => undefined;

export function LinkedStrip(props: Props) {
  const { label, document, warp, whole, view, least, byTime, here, frame, marks, onView, onMove, onFrame } = props;
  const { step, stepToEnd } = useActions();
  const [box, size] = useSize<HTMLDivElement>();
  const axis = new Axis(view, size.width, warp);
  const { spans } = document.inspection;
  const selection = frame < 0 ? null : { from: spans.start[frame]!, to: spans.end[frame]! };
  const scene = useStripScene(document, {
    axis,
    whole,
    byTime,
    time: here,
    selection,
    selectedFrame: frame,
    marks,
  });
  const canvas = useDrawing(scene.layout);
  const gestures = useGestures(box, {
    axis,
    whole,
    least,
    here,
    range: null,
    setView: onView,
    setRange: nothing,
    moveTo: onMove,
    click: (x, y) => {
      const hit = scene.hit(x, y);
      if (hit && hit.row >= 0) onFrame(hit.row);
      else if (hit) onMove(hit.at);
    },
    hover: nothing,
    leave: nothing,
  });
  const shown = axis.shown;
  return (
    <div ref={box} className={css.strip} data-time={byTime}>
      <canvas ref={canvas} className={css.stripCanvas} aria-hidden="true" />
      <div className={css.stripLabels} aria-hidden="true">
        <b>{label}</b>
        <span />
        {byTime ? STRIP_LANES.map((lane) => <span key={lane}>{lane}</span>) : <span>groups</span>}
        {!byTime && <span>sections</span>}
      </div>
      <div
        className={css.stripSurface}
        role="slider"
        tabIndex={0}
        aria-label={`Place in ${label === 'shown' ? 'what is shown' : 'the other'}: w and s zoom both, a and d pan both, 0 fits both`}
        aria-valuemin={shown.from}
        aria-valuemax={shown.to}
        aria-valuenow={Math.max(shown.from, here)}
        aria-valuetext={here < 0 ? 'nowhere' : byTime ? `${formatMs(here)} virtual` : hex(here, 6)}
        onKeyDown={(event) => {
          const isFit = event.key === '0' && !event.ctrlKey && !event.altKey;
          if (isFit) onView(null);
          const actions = { step, stepToEnd, setView: onView };
          if (!isFit && !timelineKeys(event, { scene: { axis, whole, least, here }, actions })) return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onDoubleClick={() => onView(null)}
        onPointerDown={gestures.onPointerDown}
        onPointerMove={gestures.onPointerMove}
        onPointerUp={gestures.onPointerUp}
        onPointerCancel={gestures.onPointerCancel}
        onPointerLeave={gestures.onPointerLeave}
      />
    </div>
  );
}
