// A packed ring: a map of all slots, and 16 of them with their AVAIL bit above their USED bit. Coordinates are the SVG's
// own, 384 wide; a cell is 24 × 40. The map's slots share its width evenly.
import { useState, type ReactNode } from 'react';
import { groupThousands } from '../../engine/bytes/text.ts';
import type { Position } from '../../engine/virtqueue/packed.ts';
import { useApp } from '../app/use-app.ts';
import { tableWords } from './chain-pieces.ts';
import { IndirectMark, INDIRECT_HEIGHT } from './IndirectMark.tsx';
import type { PackedRingView } from './read-packed-ring.ts';
import { SlotButtons } from './SlotButtons.tsx';
import { useWheelSteps } from './use-wheel-steps.ts';
import css from './rings.module.css';

const WIDTH = 384;
const CELL = 24;
const SHOWN = WIDTH / CELL;
/** Slots before the one that the device gives back next. */
const LEAD = 6;
const MAP = 12;
/** Top of the numbers, of the cells, and of what is below them: indirect tables, then the pointers' labels. */
const NUMBERS = MAP + 4;
const CELLS = NUMBERS + 16;
const TABLES = CELLS + 40;
const LABELS = TABLES + INDIRECT_HEIGHT;
const HEIGHT = LABELS + 32;

interface Props {
  readonly ring: PackedRingView;
  readonly side: string;
  readonly name: string;
  readonly last: Position;
  readonly used: Position;
  readonly note: ReactNode;
}

export function PackedRing({ ring, side, name, last, used, note }: Props) {
  const { num } = ring;
  // How far the person has scrolled from where the device works.
  const [moved, setMoved] = useState(0);
  const wheel = useWheelSteps<HTMLDivElement>(CELL, (steps) => setMoved((value) => value + steps));
  const shown = Math.min(SHOWN, num);
  const first = num <= SHOWN ? 0 : (((used.index - LEAD + moved) % num) + num) % num;
  const owned = ring.owned(used);
  const slots = Array.from({ length: shown }, (_, i) => (first + i) % num);
  const x = (slot: number): number => ((slot - first + num) % num) * CELL;
  const inView = (slot: number): boolean => (slot - first + num) % num <= shown;
  const wrapAt = first === 0 ? 0 : num - first;
  const own = `color-mix(in srgb, var(--${side}) var(--owner), var(--surface))`;
  const strong = `color-mix(in srgb, var(--${side}) 45%, var(--surface))`;
  const isOne = used.index === last.index;
  const pointers = [
    { position: used, label: `used_idx ${isOne ? '= last_avail_idx ' : ''}${groupThousands(used.index)}` },
    ...(isOne ? [] : [{ position: last, label: `last_avail_idx ${groupThousands(last.index)}` }]),
  ].filter(({ position }) => inView(position.index));
  const marked = useApp((state) => (state.hoveredBuffer >= 0 ? state.hoveredBuffer : state.followedBuffer));
  return (
    <div className={css.strip} ref={wheel}>
      <div className={css.caption}>
        <span>Descriptor ring</span>
        <span className="dim">{note}</span>
      </div>
      <div className={css.slots}>
        <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
          <rect x="0.5" y="0.5" width={WIDTH - 1} height={MAP - 1} className={css.cell} />
          {runsOf(owned, num).map(([from, to]) => (
            <rect
              key={from}
              x={(from / num) * WIDTH}
              y="1"
              width={Math.max(1, ((to - from) / num) * WIDTH)}
              height={MAP - 2}
              style={{ fill: strong }}
            />
          ))}
          {windowParts(first, shown, num).map(([from, length]) => (
            <rect
              key={from}
              x={Math.min(WIDTH - 4, (from / num) * WIDTH) + 0.75}
              y="-0.5"
              width={Math.max(3, (length / num) * WIDTH - 1.5)}
              height={MAP + 1}
              className={css.window}
            />
          ))}
          {slots.map((slot) => {
            const { avail, used: returned, id } = ring.slot(slot);
            const left = x(slot);
            const isOwned = owned.has(slot);
            return (
              <g key={slot} className={id === marked && isOwned ? css.marked : undefined}>
                {slot % 2 === 0 && (
                  <text
                    x={left + CELL / 2}
                    y={NUMBERS + 12}
                    textAnchor="middle"
                    className={`${css.slot} ${isOwned ? '' : css.dim}`}
                  >
                    {slot}
                  </text>
                )}
                <rect
                  x={left + 0.5}
                  y={CELLS + 0.5}
                  width={CELL - (slot === slots[shown - 1] ? 1 : 0)}
                  height={39}
                  className={css.cell}
                  style={isOwned ? { fill: own } : undefined}
                />
                <text
                  x={left + CELL / 2}
                  y={CELLS + 15}
                  textAnchor="middle"
                  className={avail ? css.bitOn : `${css.bit} ${css.dim}`}
                >
                  {avail}
                </text>
                <text
                  x={left + CELL / 2}
                  y={CELLS + 34}
                  textAnchor="middle"
                  className={returned ? css.bitOn : `${css.bit} ${css.dim}`}
                >
                  {returned}
                </text>
              </g>
            );
          })}
          {slots.map((slot) => {
            // What the device gives back loses its flags, so there are tables only where it owns.
            const table = ring.table(slot);
            return table && <IndirectMark key={slot} x={x(slot) + CELL / 2} y={TABLES} table={table} fill={own} />;
          })}
          <path d={`M0 ${CELLS + 20.5}H${shown * CELL}`} className={css.hair} />
          {num > SHOWN && wrapAt <= shown && (
            <>
              <path d={`M${Math.max(1, wrapAt * CELL)} ${NUMBERS + 2}V${LABELS + 14}`} className={css.wrap} />
              <text
                x={wrapAt * CELL + (wrapAt > 9 ? -6 : 6)}
                y={LABELS + 28}
                textAnchor={wrapAt > 9 ? 'end' : 'start'}
                className={css.quiet}
              >
                wrap: both counters flip
              </text>
            </>
          )}
          {pointers.map(({ position, label }, i) => {
            const at = Math.min(WIDTH - 5, Math.max(5, x(position.index)));
            const same = i === 1 && Math.abs(pointers[0]!.position.index - position.index) * CELL < 130;
            const toLeft = at > WIDTH - (isOne ? 190 : 130) || (i === 0 && pointers.length > 1 && at > 90);
            return (
              <g key={label}>
                <path d={`M${at - 4.5} ${LABELS + 8}h9l-4.5 -6z`} className={css.pointer} />
                <text
                  x={toLeft ? at - 8 : at + 8}
                  y={LABELS + 12 + (same && toLeft ? 14 : 0)}
                  textAnchor={toLeft ? 'end' : 'start'}
                  className={css.label}
                >
                  {label}
                </text>
              </g>
            );
          })}
        </svg>
        <SlotButtons
          label={`${name}: slots ${slots[0]} to ${slots[shown - 1]} of ${num}`}
          slots={slots.map((slot) => ({
            slot,
            left: x(slot),
            width: CELL,
            label: slotLabel(ring, slot, owned.has(slot)),
            buffer: ring.slot(slot).id,
          }))}
          total={WIDTH}
          top={CELLS}
          height={40}
          onScroll={(by) => setMoved((value) => (by === 0 ? 0 : value + by))}
        />
      </div>
    </div>
  );
}

function slotLabel(ring: PackedRingView, slot: number, isOwned: boolean): string {
  const { avail, used, id, length } = ring.slot(slot);
  const table = ring.table(slot);
  const what = table ? tableWords(table) : `${length} bytes`;
  return `Slot ${slot}: AVAIL ${avail}, USED ${used}, id ${id}, ${what}, ${isOwned ? 'device' : 'driver'}`;
}

/** Runs of slots in order: from, and end (exclusive). */
export function runsOf(slots: ReadonlySet<number>, num: number): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (let slot = 0; slot < num; slot++) {
    if (!slots.has(slot)) continue;
    const run = runs[runs.length - 1];
    if (run?.[1] === slot) run[1] = slot + 1;
    else runs.push([slot, slot + 1]);
  }
  return runs;
}

/** Where the window lies on the map: two parts when it wraps. */
function windowParts(first: number, shown: number, num: number): readonly (readonly [number, number])[] {
  const rest = first + shown - num;
  if (rest <= 0) return [[first, shown]];
  return [
    [first, num - first],
    [0, rest],
  ];
}
