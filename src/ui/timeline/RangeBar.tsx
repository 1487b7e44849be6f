// Under the timeline while something is marked or zoomed into: the way back (crumbs), the figures of the marked stretch,
// and what can be done with it.
import { useMemo, useState } from 'react';
import type { OpenDocument } from '../../store/documents.ts';
import { notePlace, takeNote } from '../bottom/take-note.ts';
import { useActions, useApp, useAppStore } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import type { Range } from './axis.ts';
import { Crumbs } from './Crumbs.tsx';
import { nonZeroShare } from './layout-file.ts';
import { viewOfRange } from './range-actions.ts';
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
  const store = useAppStore();
  const crumbs = useApp((state) => state.crumbs);
  const { zoomInto, setRange } = useActions();
  const [isOpen, setOpen] = useState(false);
  const { axis, run, file } = scene;
  const model = run?.model ?? null;
  const fileModel = file?.model ?? null;
  const stats = useMemo<RangeStats | null>(() => {
    if (!range) return null;
    if (document.kind === 'run') return model && runStats(document, model, range);
    return fileModel && fileStats(document, (from, to) => nonZeroShare(fileModel, from, to), range);
  }, [document, model, fileModel, range]);
  return (
    <div className={css.bar} role="group" aria-label="Marked stretch">
      {crumbs.length > 0 && (
        <Crumbs isRun={document.kind === 'run'} warp={axis.warp} crumbs={crumbs} view={axis.view} />
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
            title="Write a note over the stretch (Shift M)"
            onPress={() => {
              const place = notePlace(store.getState());
              if (place) takeNote(store.getState(), place);
            }}
          >
            Note
          </Button>
          <Button
            boxed
            title="Zoom into the stretch (z)"
            onPress={() => zoomInto(viewOfRange(document, store.getState(), range, 0))}
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
