// The picture of one of the two strips: a run's sections and loads by time, or a stream's sections by offset.
import { useEffect, useMemo, useState } from 'react';
import type { FileDocument, OpenDocument } from '../../store/documents.ts';
import { type Axis, type Range } from '../timeline/axis.ts';
import type { FileModel } from '../timeline/file-model.ts';
import { hitFile } from '../timeline/hit-file.ts';
import { hitRun, type Hit } from '../timeline/hit-run.ts';
import { layoutFile } from '../timeline/layout-file.ts';
import { layoutRun } from '../timeline/layout-run.ts';
import type { Mark } from '../timeline/marks.ts';
import { runModel, type RunModel } from '../timeline/run-model.ts';
import type { Layout } from '../timeline/use-drawing.ts';

/** What a strip shows of a run. */
export const STRIP_LANES = ['source sections', 'destination loads'] as const;

export interface StripScene {
  readonly layout: Layout | null;
  readonly hit: (x: number, y: number) => Hit | null;
}

export interface StripPlace {
  readonly axis: Axis;
  readonly whole: Range;
  /** By time; else by offset. */
  readonly byTime: boolean;
  /** ns, or the selected bytes. */
  readonly time: number;
  readonly selection: Range | null;
  readonly selectedFrame: number;
  readonly marks: readonly Mark[];
}

interface Models {
  readonly of: OpenDocument;
  readonly run: RunModel | null;
  readonly file: FileModel | null;
}

export function useStripScene(document: OpenDocument, place: StripPlace): StripScene {
  const { axis, whole, byTime, time, selection, selectedFrame, marks } = place;
  const [models, setModels] = useState<Models | null>(null);
  useEffect(() => {
    let isGone = false;
    void import('../timeline/file-model.ts').then(({ fileModel }) => {
      if (isGone) return;
      const isRun = document.kind === 'run' && byTime;
      setModels({
        of: document,
        run: isRun ? runModel(document) : null,
        file: isRun ? null : fileModel(asFile(document)),
      });
    });
    return () => {
      isGone = true;
    };
  }, [document, byTime]);
  return useMemo<StripScene>(() => {
    const nothing: StripScene = { layout: null, hit: () => null };
    if (axis.width === 0 || models?.of !== document) return nothing;
    if (document.kind === 'run' && models.run) {
      const { phases, capture } = document;
      const scene = {
        ...{ phases, downtime: capture.outcome.downtime, model: models.run, axis, whole, time, selectedFrame },
        ...{ lanes: STRIP_LANES, pinned: 0, range: null, marks: [...models.run.marks, ...marks] },
      };
      return { layout: (measure) => layoutRun(scene, measure), hit: (x, y) => hitRun(scene, x, y) };
    }
    if (!models.file) return nothing;
    const scene = { model: models.file, length: document.stream.length, axis, whole, selection, range: null, marks };
    return { layout: (measure) => layoutFile(scene, measure), hit: (x, y) => hitFile(scene, x, y) };
  }, [document, models, axis, whole, time, selection, selectedFrame, marks]);
}

/** A run's stream as a file would have it. */
function asFile(document: OpenDocument): FileDocument {
  if (document.kind === 'file') return document;
  const { name, stream, inspection, frames } = document;
  return { kind: 'file', name, stream, inspection, frames, fileSize: stream.length };
}
