// The names of the rows at the left with what belongs to them: fit all, the scale of the axis, the menus of pictures and of
// lanes. Until it is loaded the names alone are there (Gutter).
import { useState } from 'react';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import type { Axis, Range } from './axis.ts';
import { FILE_LANE_HEIGHT, FILE_LANES } from './file-lanes.ts';
import { GutterNames } from './GutterNames.tsx';
import type { LaneName, LanesShown } from './lanes.ts';
import { warpOf } from './warp-of.ts';
import { LaneLabels } from './LaneLabels.tsx';
import { LaneMenu } from './LaneMenu.tsx';
import { PictureMenu } from './PictureMenu.tsx';
import css from './timeline.module.css';

interface Props {
  readonly kind: OpenDocument['kind'];
  readonly shown: LanesShown;
  readonly scrollTo: (first: number) => void;
  readonly axis: Axis;
  readonly whole: Range;
}

export function LiveGutter({ kind, shown, scrollTo, axis, whole }: Props) {
  const actions = useActions();
  const axisBy = useApp((state) => state.axisBy);
  const document = useApp((state) => state.document);
  const [isOpen, setOpen] = useState(false);
  const [lane, setLane] = useState<LaneName | null>(null);
  const isRun = kind === 'run';
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
        <PictureMenu />
      </div>
      <div className={css.label}>
        <span className="dim">{isRun ? 'phase' : 'offset'}</span>
        {isRun && (
          <>
            <button
              type="button"
              className={css.small}
              aria-pressed={axisBy === 'time'}
              title="Drawn to scale, or with room for short phases: ×n says how many times wider than to scale"
              onClick={turn}
            >
              to scale
            </button>
            <LaneMenu
              isOpen={isOpen}
              setOpen={(open) => {
                setLane(null);
                setOpen(open);
              }}
              first={lane}
            />
          </>
        )}
      </div>
      {isRun ? (
        <LaneLabels
          shown={shown}
          scrollTo={scrollTo}
          open={(name) => {
            setLane(name);
            setOpen(true);
          }}
        />
      ) : (
        <GutterNames names={FILE_LANES} height={FILE_LANE_HEIGHT} />
      )}
    </div>
  );
}
