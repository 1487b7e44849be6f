// The scene of the timeline: everything its picture, its hit test and its figures are made from, gathered from the store.
import { useMemo } from 'react';
import { frameOf } from '../../engine/capture/span-query.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useApp } from '../app/use-app.ts';
import { Axis, type Range, type Warp } from './axis.ts';
import type { FileScene } from './layout-file.ts';
import type { LanesShown } from './lanes.ts';
import { layoutRun } from './layout-run.ts';
import { bookmarkMarks, type Mark } from './marks.ts';
import { runModel, type RunModel } from './run-model.ts';
import type { RunScene } from './run-scene.ts';
import type { Layout } from './use-drawing.ts';
import { useFileStrip, type FileStrip } from './use-file-strip.ts';
import { leastView, warpOf, wholeOf } from './warp-of.ts';

export interface Scene {
  readonly axis: Axis;
  readonly whole: Range;
  /** Shortest view. */
  readonly least: number;
  /** Value at the cursor: ns of a run, offset of a file. */
  readonly here: number;
  readonly run: RunScene | null;
  readonly file: (FileScene & { readonly strip: FileStrip }) | null;
  readonly layout: Layout | null;
}

export function useScene(document: OpenDocument, shown: LanesShown, width: number, given: readonly Mark[]): Scene {
  const time = useApp((state) => state.time);
  const selection = useApp((state) => state.selection);
  const stored = useApp((state) => state.view);
  const axisBy = useApp((state) => state.axisBy);
  const range = useApp((state) => state.range);
  const bookmarks = useApp((state) => state.bookmarks);
  const model = useMemo<RunModel | null>(() => (document.kind === 'run' ? runModel(document) : null), [document]);
  const strip = useFileStrip(document);
  const whole = useMemo<Range>(() => wholeOf(document), [document]);
  const warp = useMemo<Warp>(() => warpOf(document, axisBy), [document, axisBy]);
  const axis = useMemo(() => new Axis(stored ?? whole, width, warp), [stored, whole, width, warp]);
  const marks = useMemo<readonly Mark[]>(() => {
    return [...given, ...(model?.marks ?? []), ...bookmarkMarks(document, bookmarks)];
  }, [given, model, bookmarks, document]);
  const row = selection?.row ?? -1;
  const selectedFrame = row >= 0 ? frameOf(document.inspection.spans, row) : -1;
  const run = useMemo<RunScene | null>(() => {
    if (document.kind !== 'run' || !model) return null;
    const { phases, capture } = document;
    const { downtime } = capture.outcome;
    const { names: lanes, pinned } = shown;
    return { phases, downtime, model, axis, whole, time, lanes, pinned, selectedFrame, range, marks };
  }, [document, model, axis, whole, time, shown, selectedFrame, range, marks]);
  const file = useMemo(() => {
    if (document.kind !== 'file' || !strip) return null;
    const selected = selection && selection.row >= 0 ? { from: selection.start, to: selection.end } : null;
    return {
      strip,
      model: strip.model,
      length: document.stream.length,
      axis,
      whole,
      selection: selected,
      range,
      marks,
    };
  }, [document, strip, axis, whole, selection, range, marks]);
  const layout = useMemo<Layout | null>(() => {
    if (width === 0) return null;
    if (run) return (measure) => layoutRun(run, measure);
    return file ? (measure) => file.strip.layout(file, measure) : null;
  }, [run, file, width]);
  return {
    axis,
    whole,
    least: leastView(document),
    here: document.kind === 'run' ? time : (selection?.start ?? 0),
    run,
    file,
    layout,
  };
}
