// Under the timeline while something is marked or zoomed into: the way back (crumbs), the figures of the marked stretch,
// and what can be done with it.
import { useMemo, useState } from 'react';
import { formatMs, groupThousands } from '../../engine/bytes/text.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { fit, type Range } from './axis.ts';
import { nonZeroShare } from './layout-file.ts';
import { fileStats, runStats, type RangeStats } from './range-stats.ts';
import { RangeTable } from './RangeTable.tsx';
import type { Scene } from './use-scene.ts';
import css from './timeline.module.css';

interface Props {
  readonly document: OpenDocument;
  readonly scene: Scene;
  readonly range: Range | null;
}

export function RangeBar({ document, scene, range }: Props) {
  const crumbs = useApp((state) => state.crumbs);
  const { zoomBack, zoomInto, setRange } = useActions();
  const [isOpen, setOpen] = useState(false);
  const { axis, whole, least, run, file } = scene;
  const model = run?.model ?? null;
  const fileModel = file?.model ?? null;
  const stats = useMemo<RangeStats | null>(() => {
    if (!range) return null;
    if (document.kind === 'run') return model && runStats(document, model, range);
    return fileModel && fileStats(document, (from, to) => nonZeroShare(fileModel, from, to), range);
  }, [document, model, fileModel, range]);
  const length = (view: Range | null): string => {
    if (view === null) return document.kind === 'run' ? 'whole run' : 'whole file';
    const span = axis.warp.value(view.to) - axis.warp.value(view.from);
    return document.kind === 'run' ? formatMs(span) : `${groupThousands(Math.round(span))} B`;
  };
  return (
    <div className={css.bar} role="group" aria-label="Marked stretch">
      {crumbs.length > 0 && (
        <nav aria-label="Zoomed from" className={css.crumbs}>
          {crumbs.map((crumb, i) => (
            <span key={i}>
              <button type="button" className={css.link} onClick={() => zoomBack(i)}>
                {length(crumb)}
              </button>{' '}
              ›{' '}
            </span>
          ))}
          <span aria-current="true">{length(axis.view)}</span>
        </nav>
      )}
      {stats && range && (
        <>
          <p className={css.summary} role="status" data-testid="range">
            {stats.summary.join(' · ')}
          </p>
          <span className={css.grow} />
          <Button boxed onPress={() => setOpen(!isOpen)} pressed={isOpen}>
            Per lane
          </Button>
          <Button
            boxed
            title="Zoom into the stretch (z)"
            onPress={() => zoomInto(fit(axis.warp.position(range.from), axis.warp.position(range.to), whole, least, 0))}
          >
            Zoom
          </Button>
          <Button boxed title="Escape" onPress={() => setRange(null)}>
            Clear
          </Button>
          {isOpen && <RangeTable stats={stats} />}
        </>
      )}
    </div>
  );
}
