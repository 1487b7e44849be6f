// Both sides above each other on one axis: zooming or panning one goes over both; what is chosen stands out in both, and
// sections that differ have a mark.
import { useMemo, useState } from 'react';
import type { Link } from '../../engine/compare/linked.ts';
import type { SectionDifference } from '../../engine/compare/stream-diff.ts';
import type { Comparison } from '../../store/compare.ts';
import { headAtTime, headTime } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { follow, type Range } from '../timeline/axis.ts';
import { linkedAxis } from './linked-axis.ts';
import { LinkedStrip } from './LinkedStrip.tsx';
import { differenceMarks } from './difference-marks.ts';
import css from './compare.module.css';

interface Props {
  readonly comparison: Comparison;
  readonly link: Link;
  /** The other run's head; null unless both are runs. */
  readonly other: number | null;
  readonly sections: readonly SectionDifference[];
  /** The pair of frames that is chosen. */
  readonly chosen: SectionDifference | null;
  readonly onChoose: (section: SectionDifference) => void;
}

export function LinkedStrips({ comparison, link, other, sections, chosen, onChoose }: Props) {
  const { a, b } = comparison;
  const time = useApp((state) => state.time);
  const { moveTo, moveToTime, selectBytes } = useActions();
  const [zoomed, setZoomed] = useState<Range | null>(null);
  const [seen, setSeen] = useState<SectionDifference | null>(null);
  const axis = useMemo(() => linkedAxis(a, b, link, sections), [a, b, link, sections]);
  const marks = useMemo(() => differenceMarks(comparison, sections), [comparison, sections]);
  const byTime = other !== null;
  const [atA, atB] = [chosen?.a ?? -1, chosen?.b ?? -1];
  const places = {
    a: byTime ? time : atA < 0 ? -1 : a.inspection.spans.start[atA]!,
    b: byTime && b.kind === 'run' ? headTime(b, other) : atB < 0 ? -1 : b.inspection.spans.start[atB]!,
  };
  let view = zoomed ?? axis.whole;
  // A difference that was gone to comes into view, wherever it is; then a person may pan away.
  if (seen !== chosen) {
    setSeen(chosen);
    const place = places.a >= 0 ? axis.a.position(places.a) : axis.b.position(places.b);
    if (zoomed && chosen) {
      view = follow(zoomed, axis.whole, place);
      if (view !== zoomed) setZoomed(view);
    }
  }
  const shared = { whole: axis.whole, view, least: axis.least, byTime, onView: setZoomed };
  const choose = (side: 'a' | 'b', row: number): void => {
    const pair = sections.find((section) => section[side] === row);
    if (pair) onChoose(pair);
  };
  return (
    <div className={css.strips}>
      <LinkedStrip
        {...shared}
        label="shown"
        document={a}
        warp={axis.a}
        here={places.a}
        frame={atA}
        marks={marks.a}
        onMove={(value) => {
          if (byTime) return moveToTime(value);
          const at = Math.floor(Math.max(0, Math.min(a.stream.length - 1, value)));
          selectBytes(at, at + 1, 'timeline');
        }}
        onFrame={(row) => choose('a', row)}
      />
      <LinkedStrip
        {...shared}
        label="other"
        document={b}
        warp={axis.b}
        here={places.b}
        frame={atB}
        marks={marks.b}
        onMove={(value) => {
          if (b.kind !== 'run') return;
          const back = comparison.linkedBack(headAtTime(b, value), link);
          if (back !== null) moveTo(back);
        }}
        onFrame={(row) => choose('b', row)}
      />
    </div>
  );
}
