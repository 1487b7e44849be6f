// The names of the rows at the left, and what belongs to them: fit all, the scale of the axis, the menu of pictures.
import { lazy, Suspense } from 'react';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import type { Axis, Range } from './axis.ts';
import { FILE_LANE_HEIGHT, FILE_LANES } from './file-lanes.ts';
import { LANE_HEIGHT, LANES } from './run-scene.ts';
import { warpOf } from './warp-of.ts';
import css from './timeline.module.css';

const PictureMenu = lazy(() => import('./PictureMenu.tsx').then((module) => ({ default: module.PictureMenu })));

interface Props {
  readonly kind: OpenDocument['kind'];
  readonly lanes: number;
  readonly axis: Axis;
  readonly whole: Range;
}

export function Gutter({ kind, lanes, axis, whole }: Props) {
  const actions = useActions();
  const axisBy = useApp((state) => state.axisBy);
  const document = useApp((state) => state.document);
  const isRun = kind === 'run';
  const height = isRun ? LANE_HEIGHT : FILE_LANE_HEIGHT;
  const isAll = axis.view.from <= whole.from && axis.view.to >= whole.to;
  const turn = (): void => {
    if (document?.kind !== 'run') return;
    const next = axisBy === 'phase' ? 'time' : 'phase';
    const warp = warpOf(document, next);
    const { from, to } = axis.shown;
    actions.setAxisBy(next, isAll ? null : { from: warp.position(from), to: warp.position(to) });
  };
  return (
    <div className={css.labels}>
      <div className={css.label}>
        <span className="dim">overview</span>
        {!isAll && (
          <button type="button" className={css.small} title="Fit all (0)" onClick={() => actions.setView(null)}>
            fit
          </button>
        )}
        <Suspense>
          <PictureMenu />
        </Suspense>
      </div>
      <div className={css.label}>
        <span className="dim">{isRun ? 'phase' : 'offset'}</span>
        {isRun && (
          <button
            type="button"
            className={css.small}
            aria-pressed={axisBy === 'time'}
            title="Drawn to scale, or with room for short phases: ×n says how many times wider than to scale"
            onClick={turn}
          >
            to scale
          </button>
        )}
      </div>
      {(isRun ? LANES.slice(0, lanes) : FILE_LANES).map((name) => (
        <div key={name} className={css.label} style={{ height, lineHeight: `${height}px` }}>
          {name}
        </div>
      ))}
    </div>
  );
}
