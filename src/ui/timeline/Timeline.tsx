// The place of the timeline: its height, and a new view for each document.
import { useApp } from '../app/use-app.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { FILE_LANE_HEIGHT, FILE_LANES } from './file-lanes.ts';
import type { Mark } from './marks.ts';
import { LANES, runHeight, TOP } from './run-scene.ts';
import { TimelineView } from './TimelineView.tsx';
import css from './timeline.module.css';

const NO_MARKS: readonly Mark[] = [];

interface Props {
  /** What a person put on it: breakpoints, interventions. Errors and bookmarks come from the document. */
  readonly marks?: readonly Mark[];
}

export function Timeline({ marks = NO_MARKS }: Props) {
  const document = useApp((state) => state.document);
  const lanes = useNarrow() ? 4 : LANES.length;
  if (!document) return <div className={css.timeline} style={{ height: runHeight(lanes) + 1 }} />;
  return (
    <TimelineView
      key={`${document.name} ${document.stream.length}`}
      document={document}
      lanes={lanes}
      height={document.kind === 'file' ? TOP + FILE_LANES.length * FILE_LANE_HEIGHT : runHeight(lanes)}
      marks={marks}
    />
  );
}
