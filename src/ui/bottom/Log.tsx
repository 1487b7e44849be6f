// Everything that has happened up to the cursor, one line an event; choosing a line moves the cursor there.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { headEvent, type RunDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { describeEvent } from './describe-event.ts';
import css from './bottom.module.css';

export function Log() {
  const document = useApp((state) => state.document);
  return document?.kind === 'run' ? <Events document={document} /> : null;
}

function Events({ document }: { readonly document: RunDocument }) {
  const cursor = useApp((state) => state.cursor);
  const { moveTo } = useActions();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: cursor + 1,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
    overscan: 6,
  });
  useEffect(() => virtual.scrollToIndex(cursor, { align: 'end' }), [cursor, virtual]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = {
      ArrowUp: cursor - 1,
      ArrowDown: cursor + 1,
      PageUp: cursor - 5,
      PageDown: cursor + 5,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    moveTo(to);
  };
  return (
    <div
      ref={scroller}
      className={css.list}
      role="listbox"
      tabIndex={0}
      aria-label="Log"
      aria-activedescendant={`log-${cursor}`}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {virtual.getVirtualItems().map((item) => {
          const { side, row } = headEvent(document, item.index);
          return (
            <div
              key={item.index}
              id={`log-${item.index}`}
              role="option"
              aria-selected={item.index === cursor}
              className={item.index === cursor ? `${css.logRow} ${css.current}` : css.logRow}
              style={{ top: item.start }}
              onPointerDown={() => moveTo(item.index)}
            >
              <span className="mono">{(document.capture[side].events.time[row]! / 1e6).toFixed(3)}</span>
              <span style={{ color: `var(--side-${side})` }}>{side}</span>
              <span>{describeEvent(document, side, row)}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
