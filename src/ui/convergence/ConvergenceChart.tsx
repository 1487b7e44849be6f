// Bytes left against time, on a logarithmic scale: the run, the closed form, the threshold, the cursor. A press moves the
// cursor there; the table below is its twin. Coordinates: x in px from the left of the drawing, y from its top.
import type { PointerEvent } from 'react';
import { groupThousands } from '../../engine/bytes/text.ts';
import type { ConvergenceCurve } from '../../engine/migration/convergence-curve.ts';
import type { ConvergenceEstimate } from '../../engine/migration/convergence.ts';
import { PHASE_LETTER, type Phase } from '../../store/phases.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { axisTo, tickText } from '../lab/axis.ts';
import { useSize } from '../primitives/use-size.ts';
import { sizeText } from './size-text.ts';
import { estimateCorners, logTicks, type Corner } from './scales.ts';
import css from './convergence.module.css';

interface Props {
  readonly curve: ConvergenceCurve;
  readonly estimate: ConvergenceEstimate;
  readonly phases: readonly Phase[];
}

const LEFT = 64;
const RIGHT = 28;
const TOP = 20;
const BOTTOM = 36;
/** A page: less is drawn at the bottom line. */
const LEAST = 4096;

export function ConvergenceChart({ curve, estimate, phases }: Props) {
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const time = useApp((state) => state.time);
  const { moveToTime } = useActions();
  const start = curve.passes[0]?.start ?? 0;
  const predicted = estimateCorners(estimate, start);
  const lastPredicted = predicted.at(-1)?.time ?? 0;
  // A closed form that goes on for ever does not push the run aside.
  const until = Math.max(curve.end, Math.min(lastPredicted, curve.end * 1.25));
  const axis = axisTo(until, Math.max(2, Math.floor((width - LEFT) / 90)));
  const plot = Math.max(40, width - LEFT - RIGHT);
  const tall = Math.max(40, height - TOP - BOTTOM);
  const most = Math.max(
    curve.left.reduce((top, left) => Math.max(top, left), LEAST * 4),
    predicted[0]?.bytes ?? 0,
  );
  const ticks = logTicks(LEAST, most);
  const highest = Math.log2(Math.max(most * 1.2, ticks.at(-1)!));
  const lowest = Math.log2(LEAST);
  const x = (at: number): number => LEFT + (Math.min(at, axis.max) / axis.max) * plot;
  const y = (bytes: number): number =>
    TOP + tall - ((Math.log2(Math.max(LEAST, bytes)) - lowest) / (highest - lowest)) * tall;
  const line = (corners: readonly Corner[]): string =>
    corners
      .map(({ time: at, bytes }, i) => `${i === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(bytes).toFixed(1)}`)
      .join('');
  const run = Array.from(curve.time, (at, i): Corner => ({ time: at, bytes: curve.left[i]! }));
  const limit = curve.thresholds.flatMap(({ time: at, bytes }, i): Corner[] => {
    const next = curve.thresholds[i + 1]?.time ?? (curve.stoppedAt >= 0 ? curve.stoppedAt : curve.end);
    return [
      { time: at, bytes },
      { time: next, bytes },
    ];
  });
  const go = (event: PointerEvent<SVGSVGElement>): void => {
    if (event.type === 'pointermove' && (event.buttons & 1) === 0) return;
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left - LEFT;
    moveToTime((Math.max(0, Math.min(plot, at)) / plot) * axis.max);
  };
  const lastLimit = curve.thresholds.at(-1)?.bytes ?? 0;
  return (
    <figure className={css.figure}>
      <figcaption className={css.legend}>
        <span>
          <i className={css.keyRun} /> run
        </span>
        <span>
          <i className={css.keyForm} /> closed form
        </span>
        <span>
          <i className={css.keyLimit} /> threshold {lastLimit > 0 && sizeText(lastLimit)}
        </span>
        <span className="dim">bytes left, logarithmic</span>
      </figcaption>
      <div ref={box} className={css.plot}>
        {width > 0 && (
          <svg
            width={width}
            height={height}
            role="img"
            aria-label="Bytes left to send against virtual time: the run, the closed form, the threshold. The table of passes has the figures."
            onPointerDown={go}
            onPointerMove={go}
          >
            {phases.map(({ kind, start: from, end, label }) => {
              const [left, right] = [x(from), x(end)];
              const token = `var(--phase-${kind === 'resumed' ? 'done' : kind})`;
              return (
                right - left > 0.5 && (
                  <g key={`${kind} ${from}`}>
                    <title>{label}</title>
                    <rect x={left} y={TOP} width={right - left} height={tall} style={{ fill: token }} opacity={0.08} />
                    <rect x={left} y={TOP - 2} width={right - left} height={2} style={{ fill: token }} />
                    {right - left > 16 && (
                      <text x={left + 2} y={TOP - 6} className={css.phase} style={{ fill: token }}>
                        {PHASE_LETTER[kind]}
                      </text>
                    )}
                  </g>
                )
              );
            })}
            {ticks.map((tick) => (
              <g key={tick}>
                <path d={`M${LEFT} ${Math.round(y(tick)) + 0.5}H${LEFT + plot}`} className={css.grid} />
                <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end" className={css.tick}>
                  {sizeText(tick)}
                </text>
              </g>
            ))}
            {axis.ticks.map((tick) => (
              <text key={tick} x={x(tick)} y={TOP + tall + 16} textAnchor="middle" className={css.tick}>
                {groupThousands(Number(tickText(tick)))}
              </text>
            ))}
            <text x={LEFT + plot} y={TOP + tall + 31} textAnchor="end" className={css.unit}>
              ms, virtual
            </text>
            <path d={line(limit)} className={css.limit} />
            <path d={line(predicted)} className={css.form} />
            <path d={line(run)} className={css.run} />
            {curve.stoppedAt >= 0 && (
              <g>
                <path d={`M${x(curve.stoppedAt)} ${TOP}V${TOP + tall}`} className={css.stop} />
                <text x={x(curve.stoppedAt) - 4} y={TOP + 12} textAnchor="end" className={css.stopText}>
                  guest stops
                </text>
              </g>
            )}
            {time <= axis.max && <path d={`M${x(time)} ${TOP - 12}V${TOP + tall}`} className={css.cursor} />}
          </svg>
        )}
      </div>
    </figure>
  );
}
