// The two ends of the brush in the overview as sliders: for the keyboard and screen readers; the pointer takes hold of the
// same places on the canvas.
import type { KeyboardEvent } from 'react';
import { formatMs, hex } from '../../engine/bytes/text.ts';
import { useActions } from '../app/use-app.ts';
import { resize, type Axis, type Range } from './axis.ts';
import { overviewEdges } from './layout-run.ts';
import css from './timeline.module.css';

interface Props {
  readonly axis: Axis;
  readonly whole: Range;
  readonly least: number;
  readonly isRun: boolean;
}

export function OverviewHandles({ axis, whole, least, isRun }: Props) {
  const { setView } = useActions();
  const edges = overviewEdges(axis, whole);
  const onKeyDown = (end: 'from' | 'to') => (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { view } = axis;
    const step = ((whole.to - whole.from) / 200) * (event.shiftKey ? 10 : 1);
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: view[end] - step,
      ArrowDown: view[end] - step,
      ArrowRight: view[end] + step,
      ArrowUp: view[end] + step,
      Home: end === 'from' ? whole.from : view.from + least,
      End: end === 'to' ? whole.to : view.to - least,
    };
    const to = targets[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setView(resize(view, whole, end, to, least));
  };
  return (['from', 'to'] as const).map((end) => {
    const value = axis.warp.value(axis.view[end]);
    return (
      <div
        key={end}
        className={css.handle}
        style={{ left: edges[end] - 5 }}
        role="slider"
        tabIndex={0}
        aria-label={end === 'from' ? 'First shown' : 'Last shown'}
        aria-valuemin={whole.from}
        aria-valuemax={whole.to}
        aria-valuenow={Math.round(value)}
        aria-valuetext={isRun ? `${formatMs(value)} virtual` : hex(Math.round(value))}
        onKeyDown={onKeyDown(end)}
      />
    );
  });
}
