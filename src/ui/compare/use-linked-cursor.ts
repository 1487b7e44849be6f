// The cursors of two runs that lead each other: the other side follows the cursor, until it is stepped itself; then the
// cursor goes where the other side went.
import { useState } from 'react';
import type { Link } from '../../engine/compare/linked.ts';
import type { Comparison } from '../../store/compare.ts';
import { isEventStep, stepFrom } from '../../store/cursor.ts';
import { useActions, useApp } from '../app/use-app.ts';

/** A place to which the other side was stepped, and where the cursor went with it. */
interface Led {
  readonly comparison: Comparison;
  readonly cursor: number;
  readonly link: Link;
  readonly other: number;
}

export interface LinkedCursor {
  /** The other side's head; null unless both are runs. */
  readonly other: number | null;
  readonly step: (direction: 1 | -1) => void;
}

export function useLinkedCursor(comparison: Comparison | null, link: Link): LinkedCursor {
  const cursor = useApp((state) => state.cursor);
  const stepSize = useApp((state) => state.stepSize);
  const { moveTo } = useActions();
  const [led, setLed] = useState<Led | null>(null);
  const linked = comparison?.linked(cursor, link) ?? null;
  // The other side leads until the cursor is moved by something else.
  const other = led && led.comparison === comparison && led.cursor === cursor && led.link === link ? led.other : linked;
  const step = (direction: 1 | -1): void => {
    if (!comparison || other === null || comparison.b.kind !== 'run') return;
    const next = stepFrom(comparison.b, other, isEventStep(stepSize) ? stepSize : 'event', direction);
    const back = comparison.linkedBack(next, link);
    if (back === null) return;
    moveTo(back);
    setLed({ comparison, cursor: back, link, other: next });
  };
  return { other, step };
}
