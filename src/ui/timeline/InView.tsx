// The timeline's twin: phases and sections in view as a list. It is seen while it has the focus; arrows go through it, and
// the cursor and the selection follow.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions } from '../app/use-app.ts';
import type { Range } from './axis.ts';
import { itemsInView } from './in-view.ts';
import type { LaneName } from './lanes.ts';
import type { Mark } from './marks.ts';
import type { RunModel } from './run-model.ts';
import css from './timeline.module.css';

/** ms. */
const SETTLES_AFTER = 150;

interface Props {
  readonly document: OpenDocument;
  readonly model: RunModel | null;
  /** Lanes of a run that are in view. */
  readonly lanes: readonly LaneName[];
  readonly shown: Range;
  readonly marks: readonly Mark[];
  readonly moveTo: (value: number) => void;
}

export function InView({ document, model, lanes, shown, marks, moveTo }: Props) {
  const { from, to } = useSettled(shown);
  const items = useMemo(
    () => itemsInView(document, model, { from, to }, marks, lanes),
    [document, model, from, to, marks, lanes],
  );
  const { selectRow } = useActions();
  const [key, setKey] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const active = Math.max(
    0,
    items.findIndex((item) => item.key === key),
  );
  const go = (index: number): void => {
    const item = items[index];
    if (!item) return;
    setKey(item.key);
    moveTo(item.at);
    if (item.row >= 0) selectRow(item.row, 'timeline');
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(items.length - 1, active + 1),
      ArrowUp: Math.max(0, active - 1),
      Home: 0,
      End: items.length - 1,
      Enter: active,
    };
    const target = targets[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    go(target);
  };
  return (
    <div
      ref={list}
      className={css.inView}
      role="listbox"
      tabIndex={0}
      aria-label={`In view on the timeline: ${items.length} phases, sections and marks`}
      aria-activedescendant={items.length > 0 ? `in-view-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      {items.map((item, i) => (
        <div key={item.key} id={`in-view-${i}`} role="option" aria-selected={i === active} className={css.item}>
          {item.text}
        </div>
      ))}
    </div>
  );
}

/** What is in view once it has stood still for a while: hundreds of items must not be made anew in every frame of a zoom. */
function useSettled(shown: Range): Range {
  const { from, to } = shown;
  const [settled, setSettled] = useState(shown);
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ from, to }), SETTLES_AFTER);
    return () => clearTimeout(timer);
  }, [from, to]);
  return settled;
}
