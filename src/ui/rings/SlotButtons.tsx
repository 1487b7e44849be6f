// The slots of a drawing as buttons that lie over it: what a pointer hits, what the keyboard walks, what a screen reader
// reads. One of them is in the tab order; arrows go on to the next and, at the edge, scroll the drawing.
import { useRef, type KeyboardEvent } from 'react';
import { useActions } from '../app/use-app.ts';
import css from './rings.module.css';

export interface SlotButton {
  /** Slot of the ring, or -1 for the slots that are left out. */
  readonly slot: number;
  /** In the drawing's own units. */
  readonly left: number;
  readonly width: number;
  readonly label: string;
  /** Buffer it belongs to, or -1. */
  readonly buffer: number;
}

interface Props {
  readonly label: string;
  readonly slots: readonly SlotButton[];
  /** Width of the drawing; top and height of the slots in it. */
  readonly total: number;
  readonly top: number;
  readonly height: number;
  /** Scrolls by slots; 0 goes back to where the device works. */
  readonly onScroll: (by: number) => void;
  readonly onZoom?: ((direction: 1 | -1) => void) | undefined;
}

export function SlotButtons({ label, slots, total, top, height, onScroll, onZoom }: Props) {
  const { hoverBuffer, followBuffer } = useActions();
  const box = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const page = Math.max(1, slots.length - 1);
    const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -page, PageDown: page }[event.key];
    const zoom = ({ '+': 1, '=': 1, '-': -1 } as const)[event.key];
    if (by === undefined && event.key !== 'Home' && !(zoom && onZoom)) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (zoom && onZoom) onZoom(zoom);
    else if (by === undefined) onScroll(0);
    else if (index + by >= 0 && index + by < slots.length) box.current?.querySelectorAll('button')[index + by]?.focus();
    else onScroll(by);
  };
  return (
    <div
      ref={box}
      className={css.hits}
      role="group"
      aria-label={`${label}: arrow keys walk and scroll, Enter follows a buffer`}
      data-own-keys=""
      style={{ top, height }}
    >
      {slots.map(({ slot, left, width, label: text, buffer }, i) => (
        <button
          key={left}
          type="button"
          tabIndex={i === 0 ? 0 : -1}
          aria-label={text}
          title={text}
          data-slot={slot}
          style={{ left: `${(left / total) * 100}%`, width: `${(width / total) * 100}%` }}
          onKeyDown={(event) => onKeyDown(event, i)}
          onClick={() => followBuffer(buffer)}
          onMouseEnter={() => hoverBuffer(buffer)}
          onMouseLeave={() => hoverBuffer(-1)}
          onFocus={() => hoverBuffer(buffer)}
          onBlur={() => hoverBuffer(-1)}
        />
      ))}
    </div>
  );
}
