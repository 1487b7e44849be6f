// One index on the lens of the clock face.
import { INNER, point } from './clock-face.ts';

interface Props {
  readonly angle: number;
  readonly shown: boolean;
  readonly inward?: boolean;
  readonly filled?: boolean;
}

export function ClockMark({ angle, shown, inward, filled }: Props) {
  if (!shown) return null;
  const [x, y] = point(INNER, angle);
  return (
    <g transform={`translate(${x} ${y}) rotate(${angle})`}>
      <path
        d={inward ? 'M0 2L4.2 9h-8.4z' : 'M0 -2L4.2 -9h-8.4z'}
        fill={filled ? 'var(--text)' : 'var(--surface)'}
        stroke="var(--text)"
        strokeWidth="1.3"
      />
    </g>
  );
}
