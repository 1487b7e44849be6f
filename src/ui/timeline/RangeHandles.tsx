// The two ends of the marked stretch as sliders, for keys and screen readers; the pointer takes hold of the same places on
// the canvas.
import type { KeyboardEvent } from 'react';
import { formatMs, hex } from '../../engine/bytes/text.ts';
import { useActions } from '../app/use-app.ts';
import { GUTTER, type Axis, type Range } from './axis.ts';
import css from './timeline.module.css';

interface Props {
  readonly axis: Axis;
  readonly whole: Range;
  readonly range: Range;
  readonly isRun: boolean;
}

export function RangeHandles({ axis, whole, range, isRun }: Props) {
  const { setRange } = useActions();
  const onKeyDown = (end: 'from' | 'to') => (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A pixel, or ten: as fine as what is seen; a byte at least.
    const pixels = event.shiftKey ? 10 : 1;
    const moved = (by: number): number => {
      const to = axis.value(axis.x(range[end]) + by * pixels);
      return isRun || Math.abs(to - range[end]) >= 1 ? to : range[end] + by;
    };
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: moved(-1),
      ArrowDown: moved(-1),
      ArrowRight: moved(1),
      ArrowUp: moved(1),
      Home: end === 'from' ? whole.from : range.from,
      End: end === 'to' ? whole.to : range.to,
    };
    const to = targets[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const [low, high] = end === 'from' ? [whole.from, range.to] : [range.from, whole.to];
    setRange({ ...range, [end]: Math.max(low, Math.min(high, to)) });
  };
  return (['from', 'to'] as const).map((end) => {
    const x = axis.x(range[end]);
    return (
      <div
        key={end}
        className={css.rangeHandle}
        // Out of view it stays reachable, at the edge.
        style={{ left: Math.max(GUTTER, Math.min(GUTTER + axis.plot, x)) - 4 }}
        role="slider"
        tabIndex={0}
        aria-label={end === 'from' ? 'Start of the marked stretch' : 'End of the marked stretch'}
        aria-valuemin={whole.from}
        aria-valuemax={whole.to}
        aria-valuenow={Math.round(range[end])}
        aria-valuetext={isRun ? `${formatMs(range[end])} virtual` : hex(Math.round(range[end]))}
        onKeyDown={onKeyDown(end)}
      />
    );
  });
}
