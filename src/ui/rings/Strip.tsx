// One strip of slots: descriptor table, available ring or used ring. It follows the device until a person scrolls or
// zooms it; Home goes back. Coordinates are the SVG's own, 384 wide.
import { useState, type ReactNode } from 'react';
import { useApp } from '../app/use-app.ts';
import { tableWords } from './chain-pieces.ts';
import { IndirectMark, INDIRECT_HEIGHT } from './IndirectMark.tsx';
import type { IndirectTable } from './read-indirect.ts';
import { SlotButtons } from './SlotButtons.tsx';
import { CELL_SIZES, cellPlaces, DEFAULT_ZOOM, plainWindow, type StripWindow } from './strip-window.ts';
import { useWheelSteps } from './use-wheel-steps.ts';
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
  /** What is shown where the device works. */
  readonly window: StripWindow;
  readonly num: number;
  readonly owned: (position: number) => boolean;
  readonly text: (position: number) => string;
  /** Buffer that a slot belongs to, or -1. */
  readonly buffer: (position: number) => number;
  readonly side: string;
  readonly pointers?: readonly Pointer[];
  /** Chains between visible slots: from and to position. */
  readonly arcs?: readonly (readonly [number, number])[];
  /** The indirect table that a slot points to; drawn below it. */
  readonly table?: ((position: number) => IndirectTable | null) | undefined;
}

export function Strip({
  title,
  note,
  window: home,
  num,
  owned,
  text,
  buffer,
  side,
  pointers = [],
  arcs,
  table,
}: Props) {
  const [moved, setMoved] = useState(0);
  const [zoom, setZoom] = useState(DEFAULT_ZOOM);
  const cell = CELL_SIZES[zoom]!;
  const wheel = useWheelSteps<HTMLDivElement>(CELL_SIZES[DEFAULT_ZOOM], (steps) => setMoved((value) => value + steps));
  const marked = useApp((state) => (state.hoveredBuffer >= 0 ? state.hoveredBuffer : state.followedBuffer));
  const isHome = moved === 0 && zoom === DEFAULT_ZOOM;
  const window = isHome ? home : plainWindow(home.cells[0]! + moved, num, STRIP_WIDTH - 1, cell);
  const places = cellPlaces(window, STRIP_WIDTH - 1, cell);
  const placeOf = (position: number) => places.find((place) => place.position === position);
  const top = arcs ? 12 : 0;
  const tables = places.flatMap(({ position, left, width }) => {
    const found = position < 0 ? null : table?.(position);
    return found ? [{ position, middle: left + width / 2, found }] : [];
  });
  const height = 21 + top + (pointers.length > 0 ? 16 : 0) + (table ? INDIRECT_HEIGHT : 0);
  const middleOwned = window.hidden > 0 && owned(window.cells[7]!) && owned(window.cells[9]!);
  return (
    <div className={css.strip} ref={wheel}>
      <div className={css.caption}>
        <span>{title}</span>
        <span className="dim">{note}</span>
      </div>
      <div className={css.slots}>
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
              <g
                key={place.left}
                className={
                  marked >= 0 && place.position >= 0 && buffer(place.position) === marked ? css.marked : undefined
                }
              >
                <rect
                  x={place.left + 0.5}
                  y={top + 0.5}
                  width={place.width}
                  height={19}
                  className={css.cell}
                  style={full ? { fill: `color-mix(in srgb, var(--${side}) var(--owner), var(--surface))` } : undefined}
                />
                {place.width >= 20 && (
                  <text
                    x={place.left + place.width / 2}
                    y={top + 14}
                    textAnchor="middle"
                    className={`${css.slot} ${place.position >= 0 && label.length > 2 && place.width < 30 ? (label.length > 3 ? css.small : css.medium) : ''} ${full ? '' : css.dim}`}
                  >
                    {label}
                  </text>
                )}
              </g>
            );
          })}
          {tables.map(({ position, middle, found }) => (
            <IndirectMark
              key={position}
              x={middle}
              y={top + 20}
              table={found}
              fill={owned(position) ? `color-mix(in srgb, var(--${side}) var(--owner), var(--surface))` : null}
            />
          ))}
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
        <SlotButtons
          label={title}
          slots={places.map(({ position, left, width }) => ({
            slot: position,
            left,
            width,
            label:
              position < 0
                ? `${window.hidden} more slots`
                : slotWords(position, text(position), owned(position), table?.(position) ?? null),
            buffer: position < 0 ? -1 : buffer(position),
          }))}
          total={STRIP_WIDTH}
          top={top}
          height={20}
          onScroll={(by) => {
            setMoved((value) => (by === 0 ? 0 : value + by));
            if (by === 0) setZoom(DEFAULT_ZOOM);
          }}
          onZoom={(direction) => setZoom((value) => Math.max(0, Math.min(CELL_SIZES.length - 1, value + direction)))}
        />
      </div>
    </div>
  );
}

function slotWords(position: number, text: string, isOwned: boolean, table: IndirectTable | null): string {
  const behind = table ? `, ${tableWords(table)}` : '';
  return `Slot ${position}: ${text === '·' ? 'empty' : text}, ${isOwned ? 'device' : 'driver'}${behind}`;
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
