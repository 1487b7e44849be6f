// The place of the timeline: its height, its lanes, and a new view for each document.
import { useMemo, useState } from 'react';
import { useApp } from '../app/use-app.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { FILE_LANE_HEIGHT, FILE_LANES } from './file-lanes.ts';
import { LANES, lanesInRoom, useLanes, withNotes } from './lanes.ts';
import type { Mark } from './marks.ts';
import { runHeight, TOP } from './run-scene.ts';
import { TimelineView } from './TimelineView.tsx';
import css from './timeline.module.css';

const NO_MARKS: readonly Mark[] = [];
/** Lanes that have room on a narrow screen. */
const FEW = 4;

interface Props {
  /** What a person put on it: breakpoints, interventions. Errors and bookmarks come from the document. */
  readonly marks?: readonly Mark[];
}

export function Timeline({ marks = NO_MARKS }: Props) {
  const document = useApp((state) => state.document);
  const room = useNarrow() ? FEW : LANES.length;
  const hasNotes = useApp(({ bookmarks }) => bookmarks.length > 0);
  const arranged = useLanes();
  const [first, scrollTo] = useState(0);
  const shown = useMemo(
    () => lanesInRoom(withNotes(arranged, hasNotes), room, first),
    [arranged, hasNotes, room, first],
  );
  const height = runHeight(shown.names.length);
  if (!document) return <div className={css.timeline} style={{ height: height + 1 }} />;
  return (
    <TimelineView
      key={`${document.name} ${document.stream.length}`}
      document={document}
      shown={shown}
      scrollTo={scrollTo}
      height={document.kind === 'file' ? TOP + FILE_LANES.length * FILE_LANE_HEIGHT : height}
      marks={marks}
    />
  );
}
