// The clock face of a ring: the outer circle is the whole of 65,536, with the ring's window as an arc; the inner lens
// shows 270 degrees of it enlarged, with the four indices. Angles in degrees, clockwise from the top; 116 units square.
import { ClockMark } from './ClockMark.tsx';
import { CENTRE, INNER, point } from './clock-face.ts';
import css from './rings.module.css';

const OUTER = 54;

interface Props {
  readonly lastAvail: number;
  readonly avail: number;
  readonly used: number;
  readonly shadow: number;
  readonly num: number;
  readonly side: string;
}

function arc(radius: number, from: number, to: number): string {
  const [x1, y1] = point(radius, from);
  const [x2, y2] = point(radius, to);
  return `M${x1} ${y1}A${radius} ${radius} 0 ${to - from > 180 ? 1 : 0} 1 ${x2} ${y2}`;
}

export function Clock({ lastAvail, avail, used, shadow, num, side }: Props) {
  const heads = (avail - lastAvail) & 0xffff;
  const broken = heads > num;
  const span = Math.max(128, 2 ** Math.ceil(Math.log2(heads + 28)));
  const low = Math.floor(((lastAvail - 12) & 0xffff) / 16) * 16;
  const lens = (index: number): number => -135 + (((index - low) & 0xffff) / span) * 270;
  const inLens = (index: number): boolean => ((index - low) & 0xffff) <= span;
  const colour = broken ? 'var(--error)' : `var(--${side})`;
  const start = (lastAvail / 65536) * 360;
  return (
    <svg
      className={css.dial}
      width="84"
      height="84"
      viewBox="0 0 116 116"
      role="img"
      aria-label={`Indices on the circle of 65,536: ${heads} heads between last_avail_idx ${lastAvail} and avail.idx ${avail}`}
    >
      <circle
        cx={CENTRE}
        cy={CENTRE}
        r={OUTER}
        fill="none"
        stroke={broken ? 'var(--error)' : 'var(--line)'}
        strokeWidth={broken ? 3 : 1}
      />
      {Array.from({ length: 16 }, (_, i) => {
        const [x1, y1] = point(OUTER, i * 22.5);
        const [x2, y2] = point(i % 4 === 0 ? 49 : 51, i * 22.5);
        return <path key={i} d={`M${x1} ${y1}L${x2} ${y2}`} stroke="var(--text-2)" />;
      })}
      <path
        d={arc(OUTER, start, start + Math.max(5.6, (num / 65536) * 360))}
        stroke={colour}
        strokeWidth="5"
        fill="none"
      />
      <path d={arc(INNER, -135, 135)} stroke="var(--line)" strokeWidth="8" fill="none" />
      {!broken && heads > 0 && (
        <path
          d={arc(INNER, lens(lastAvail), lens(avail))}
          style={{ stroke: `color-mix(in srgb, ${colour} 45%, var(--surface))` }}
          strokeWidth="8"
          fill="none"
        />
      )}
      {!broken && (
        <>
          <ClockMark angle={lens(used)} shown={inLens(used)} inward filled />
          <ClockMark angle={lens(shadow)} shown={inLens(shadow)} inward />
          <ClockMark angle={lens(lastAvail)} shown={inLens(lastAvail)} filled />
          <ClockMark angle={lens(avail)} shown={inLens(avail)} />
        </>
      )}
      <text
        x={CENTRE}
        y={60}
        textAnchor="middle"
        style={{ font: '600 15px var(--mono)', fill: broken ? 'var(--error)' : undefined }}
      >
        {broken ? `0x${heads.toString(16)}` : heads}
      </text>
      <text
        x={CENTRE}
        y={75}
        textAnchor="middle"
        style={{ font: '13px var(--sans)', fill: broken ? 'var(--error)' : 'var(--text-2)' }}
      >
        {broken ? 'delta' : 'heads'}
      </text>
    </svg>
  );
}
