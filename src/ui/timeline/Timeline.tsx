// The timeline: an overview with a brush, and the zoomable main view. The mass is a canvas; a slider and a list of phases
// or frames are its twins for keyboard and screen readers.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { formatMs, hex } from '../../engine/bytes/text.ts';
import { frameOf } from '../../engine/capture/span-query.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { useSize } from '../primitives/use-size.ts';
import { useTokens } from '../theme/read-tokens.ts';
import { Axis, GUTTER, pan, zoom, type Range } from './axis.ts';
import { FILE_LANE_HEIGHT, FILE_LANES } from './file-lanes.ts';
import { drawRun, LANE_HEIGHT, LANES, TOP } from './draw-run.ts';
import { useFileStrip } from './use-file-strip.ts';
import { runModel } from './run-model.ts';
import css from './timeline.module.css';

export function Timeline() {
  const document = useApp((state) => state.document);
  const narrow = useNarrow();
  const lanes = narrow ? 4 : LANES.length;
  const height = TOP + LANES.length * LANE_HEIGHT - (narrow ? 2 * LANE_HEIGHT : 0);
  if (!document) return <div className={css.timeline} style={{ height: height + 1 }} />;
  return (
    <Loaded
      key={`${document.name} ${document.stream.length}`}
      document={document}
      lanes={lanes}
      height={document.kind === 'file' ? TOP + FILE_LANES.length * FILE_LANE_HEIGHT : height}
    />
  );
}

interface Props {
  readonly document: OpenDocument;
  readonly lanes: number;
  readonly height: number;
}

function Loaded({ document, lanes, height }: Props) {
  const time = useApp((state) => state.time);
  const selection = useApp((state) => state.selection);
  const actions = useActions();
  const tokens = useTokens();
  const [box, size] = useSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const whole = useMemo<Range>(
    () =>
      document.kind === 'run'
        ? { from: document.startTime, to: Math.max(document.endTime, document.startTime + 1) }
        : { from: 0, to: Math.max(1, document.stream.length) },
    [document],
  );
  const [view, setView] = useState(whole);
  const model = useMemo(() => (document.kind === 'run' ? runModel(document) : null), [document]);
  const strip = useFileStrip(document);
  const axis = useMemo(() => new Axis(view, size.width), [view, size.width]);
  const least = document.kind === 'run' ? 1000 : 64;
  const selectedFrame = selection && selection.row >= 0 ? frameOf(document.inspection.spans, selection.row) : -1;
  useEffect(() => {
    const element = canvas.current;
    const ctx = element?.getContext('2d');
    if (!element || !ctx || size.width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    element.width = Math.round(size.width * ratio);
    element.height = Math.round((height + 1) * ratio);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (document.kind === 'run' && model)
      drawRun(ctx, { document, model, axis, whole, time, lanes, selectedFrame, tokens });
    else if (strip)
      strip.draw(ctx, {
        model: strip.model,
        axis,
        whole,
        selection: selection && selection.row >= 0 ? { from: selection.start, to: selection.end } : null,
        tokens,
      });
  }, [document, model, strip, axis, whole, time, lanes, selectedFrame, selection, tokens, size.width, height]);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const x = event.clientX - element.getBoundingClientRect().left;
      setView((before) => {
        const now = new Axis(before, element.clientWidth);
        const sideways = event.shiftKey ? event.deltaY : event.deltaX;
        if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY))
          return pan(before, whole, (sideways / now.plot) * (before.to - before.from));
        return zoom(before, whole, now.value(Math.max(GUTTER, x)), 2 ** (event.deltaY / 240), least);
      });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box, whole, least]);
  const moveTo = (value: number): void => {
    if (document.kind === 'run') actions.moveToTime(value);
    else
      actions.selectBytes(
        Math.floor(Math.max(0, Math.min(document.stream.length - 1, value))),
        Math.floor(Math.max(0, Math.min(document.stream.length - 1, value))) + 1,
        'timeline',
      );
  };
  const point = (event: PointerEvent): void => {
    const rect = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - rect.left;
    if (drag.current === 'overview') {
      const all = new Axis(whole, size.width);
      const half = (view.to - view.from) / 2;
      setView(pan(view, whole, all.value(x) - half - view.from));
    } else if (drag.current === 'cursor') moveTo(axis.value(Math.max(GUTTER, x)));
  };
  const drag = useRef<'none' | 'cursor' | 'overview'>('none');
  const here = document.kind === 'run' ? time : (selection?.start ?? 0);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const span = view.to - view.from;
    const jobs: Record<string, () => void> = {
      ArrowRight: () => actions.step(1),
      ArrowLeft: () => actions.step(-1),
      Home: () => actions.stepToEnd(-1),
      End: () => actions.stepToEnd(1),
      w: () => setView(zoom(view, whole, here, 0.5, least)),
      s: () => setView(zoom(view, whole, here, 2, least)),
      '+': () => setView(zoom(view, whole, here, 0.5, least)),
      '-': () => setView(zoom(view, whole, here, 2, least)),
      a: () => setView(pan(view, whole, -span / 4)),
      d: () => setView(pan(view, whole, span / 4)),
      '0': () => setView(whole),
    };
    const job = jobs[event.key];
    if (!job) return;
    event.preventDefault();
    event.stopPropagation();
    job();
  };
  const text = document.kind === 'run' ? `${formatMs(time)} virtual` : hex(here);
  return (
    <div ref={box} className={css.timeline} style={{ height: height + 1 }}>
      <canvas ref={canvas} className={css.canvas} style={{ height: height + 1 }} aria-hidden="true" />
      <Labels kind={document.kind} lanes={lanes} />
      <div
        className={css.surface}
        role="slider"
        tabIndex={0}
        data-panel="1"
        data-testid="timeline"
        aria-label={
          document.kind === 'run'
            ? 'Cursor on the timeline: arrows step, w and s zoom, a and d pan, 0 fits'
            : 'Offset in the file: arrows step, w and s zoom, a and d pan, 0 fits'
        }
        aria-valuemin={whole.from}
        aria-valuemax={whole.to}
        aria-valuenow={here}
        aria-valuetext={text}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
          drag.current = y < 20 ? 'overview' : 'cursor';
          point(event);
        }}
        onPointerMove={(event) => drag.current !== 'none' && point(event)}
        onPointerUp={() => {
          drag.current = 'none';
        }}
        onDoubleClick={() => setView(whole)}
      />
      {document.kind === 'run' && (
        <ul className="visually-hidden" aria-label="Phases">
          {document.phases.map((phase) => (
            <li key={phase.label}>
              {phase.label}, {formatMs(phase.start)} to {formatMs(phase.end)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Labels({ kind, lanes }: { readonly kind: OpenDocument['kind']; readonly lanes: number }) {
  const names = kind === 'run' ? LANES.slice(0, lanes) : FILE_LANES;
  return (
    <div className={css.labels} aria-hidden="true">
      <span className="dim">overview</span>
      <span className="dim">{kind === 'run' ? 'phase' : 'offset'}</span>
      {names.map((name) => (
        <span
          key={name}
          style={{
            height: kind === 'run' ? LANE_HEIGHT : FILE_LANE_HEIGHT,
            lineHeight: `${kind === 'run' ? LANE_HEIGHT : FILE_LANE_HEIGHT}px`,
          }}
        >
          {name}
        </span>
      ))}
    </div>
  );
}
