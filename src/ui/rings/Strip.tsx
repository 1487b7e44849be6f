// One strip of slots: descriptor table, available ring or used ring. Coordinates are the SVG's own, 384 wide.
import type { ReactNode } from 'react';
import { cellPlaces, type StripWindow } from './strip-window.ts';
import css from './rings.module.css';

export const STRIP_WIDTH = 384;

export interface Pointer {
  readonly position: number;
  readonly label: string;
  readonly align: 'start' | 'end';
  readonly different: boolean;
}

interface Props {
  readonly title: string;
  readonly note: ReactNode;
  readonly window: StripWindow;
  readonly owned: (position: number) => boolean;
  readonly text: (position: number) => string;
  readonly side: string;
  readonly pointers?: readonly Pointer[];
  /** Chains between visible slots: from and to position. */
  readonly arcs?: readonly (readonly [number, number])[];
}

export function Strip({ title, note, window, owned, text, side, pointers = [], arcs }: Props) {
  const places = cellPlaces(window, STRIP_WIDTH - 1);
  const placeOf = (position: number) => places.find((place) => place.position === position);
  const top = arcs ? 12 : 0;
  const height = 21 + top + (pointers.length > 0 ? 16 : 0);
  const middleOwned = window.hidden > 0 && owned(window.cells[7]!) && owned(window.cells[9]!);
  return (
    <div className={css.strip}>
      <div className={css.caption}>
        <span>{title}</span>
        <span className="dim">{note}</span>
      </div>
      <svg
        width={STRIP_WIDTH}
        height={height}
        viewBox={`0 0 ${STRIP_WIDTH} ${height}`}
        role="img"
        aria-label={stripLabel(title, window, owned, pointers)}
      >
        {arcs?.map(([from, to]) => {
          const a = placeOf(from);
          const b = placeOf(to);
          if (!a || !b || b.left < a.left) return null;
          const x1 = a.left + 10;
          const x2 = b.left + 10;
          return (
            <g key={`${from}-${to}`} className={css.arc}>
              <path
                d={`M${x1} ${top}C${x1} ${top - 11} ${x2} ${top - 11} ${x2} ${top - 1}`}
                fill="none"
                stroke="currentColor"
                strokeWidth="1.25"
              />
              <path d={`M${x2 - 3} ${top - 4}h6l-3 4z`} fill="currentColor" />
            </g>
          );
        })}
        {places.map((place) => {
          const full = place.position < 0 ? middleOwned : owned(place.position);
          const label = place.position < 0 ? `⋯ ${window.hidden} ⋯` : text(place.position);
          return (
            <g key={place.left}>
              <rect
                x={place.left + 0.5}
                y={top + 0.5}
                width={place.width}
                height={19}
                className={css.cell}
                style={full ? { fill: `color-mix(in srgb, var(--${side}) var(--owner), var(--surface))` } : undefined}
              />
              <text
                x={place.left + place.width / 2}
                y={top + 14}
                textAnchor="middle"
                className={`${css.slot} ${place.position >= 0 && label.length > 2 ? (label.length > 3 ? css.small : css.medium) : ''} ${full ? '' : css.dim}`}
              >
                {label}
              </text>
            </g>
          );
        })}
        {pointers.map((pointer) => {
          const place = placeOf(pointer.position);
          if (!place) return null;
          const x = Math.max(5, place.left);
          const y = top + 20;
          return (
            <g key={pointer.label}>
              <path d={`M${x - 4.5} ${y + 7}h9l-4.5 -6z`} className={css.pointer} />
              <text
                x={pointer.align === 'end' ? x - 8 : x + 8}
                y={y + 12}
                textAnchor={pointer.align}
                className={pointer.different ? css.bold : css.label}
              >
                {pointer.label}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function stripLabel(
  title: string,
  window: StripWindow,
  owned: (position: number) => boolean,
  pointers: readonly Pointer[],
): string {
  const count = window.cells.filter((position) => position >= 0 && owned(position)).length;
  return `${title}: ${count} of ${window.cells.length} shown slots belong to the device; ${pointers.map(({ label }) => label).join(', ')}`;
}
