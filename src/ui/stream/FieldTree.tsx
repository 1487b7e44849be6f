// The decoded fields of one frame as a tree. Only visible rows are elements; arrays are folded in hundreds.
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import { SpanKind } from '../../engine/capture/spans.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { useRows } from '../primitives/use-rows.ts';
import { currentFrame } from './current-frame.ts';
import { keysTo, treeRows, type TreeRow } from './tree-rows.ts';
import { treeText } from './tree-text.ts';
import css from './stream.module.css';

const ROW = 20;
/** Spans that are worth seeing without their parts at first. */
const CLOSED = new Set(['section header', 'footer', 'pci', 'msix_table', 'irq_state']);

interface Props {
  readonly document: OpenDocument;
  readonly time: number;
}

export function FieldTree({ document, time }: Props) {
  const selection = useApp((state) => state.selection);
  const { selectRow, selectBytes } = useActions();
  const { spans } = document.inspection;
  const frame = currentFrame(document, selection, time);
  const root = frame?.row ?? -1;
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const selectedRow = selection?.row ?? -1;
  const [active, setActive] = useState('');
  const open = useMemo(() => {
    const keys = new Set<string>();
    if (root >= 0) for (const key of opened(document, root)) keys.add(key);
    if (selectedRow > root && root >= 0 && selectedRow < spans.next[root]!)
      for (const key of keysTo(spans, selectedRow)) keys.add(key);
    for (const [key, isOpen] of toggled) {
      if (isOpen) keys.add(key);
      else keys.delete(key);
    }
    return keys;
  }, [document, root, selectedRow, spans, toggled]);
  const rows = useMemo(() => (root >= 0 ? treeRows(spans, root, open) : []), [spans, root, open]);
  const [scroller, view] = useRows(rows.length, ROW, 10);
  const { scrollTo } = view;
  const found = rows.findIndex((item) =>
    item.kind === 'record'
      ? item.key === active
      : item.row === selectedRow &&
        (item.kind === 'absent' ? item.key === active : item.kind === 'span' && !active.startsWith(`${item.row}-`)),
  );
  const index = found >= 0 ? found : 0;
  const origin = selection?.origin;
  useEffect(() => {
    if (found >= 0 && origin !== 'tree') scrollTo(found, 'center');
  }, [found, origin, scrollTo]);
  const choose = (item: TreeRow | undefined): void => {
    if (!item) return;
    setActive(item.key);
    if (item.kind === 'record') {
      const { start, length } = treeText(document, item);
      selectBytes(start, start + length, 'tree');
    } else if (item.kind !== 'fold') selectRow(item.row, 'tree');
  };
  const toggle = (item: TreeRow, isOpen = !item.open): void => setToggled(new Map(toggled).set(item.key, isOpen));
  const move = (to: number): void => {
    const at = Math.max(0, Math.min(rows.length - 1, to));
    choose(rows[at]);
    scrollTo(at, 'auto');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const item = rows[index];
    if (!item || event.shiftKey || event.altKey) return;
    const parent = (): number => {
      for (let at = index - 1; at >= 0; at--) if (rows[at]!.depth < item.depth) return at;
      return 0;
    };
    if (event.key === 'ArrowDown') move(index + 1);
    else if (event.key === 'ArrowUp') move(index - 1);
    else if (event.key === 'ArrowRight') {
      if (item.openable && !item.open) toggle(item, true);
      else move(index + 1);
    } else if (event.key === 'ArrowLeft') {
      if (item.open) toggle(item, false);
      else move(parent());
    } else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(rows.length - 1);
    else if (event.key === 'Enter' && item.openable) toggle(item);
    else return;
    event.preventDefault();
  };
  return (
    <div className={css.grid}>
      <div className={`${css.treeRow} ${css.head}`} aria-hidden="true">
        <span>field</span>
        <span>value</span>
        <span className={css.right}>offset</span>
        <span className={css.right}>length</span>
      </div>
      <div
        ref={scroller}
        className={css.scroll}
        role="tree"
        tabIndex={0}
        data-panel="4"
        aria-label="Fields"
        aria-activedescendant={rows[index] ? `field-${rows[index].key}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: view.height, position: 'relative' }} role="presentation">
          {Array.from({ length: view.to - view.from }, (_, i) => {
            const place = view.from + i;
            const item = rows[place]!;
            const { name, value, start, length } = treeText(document, item);
            const wrong =
              item.kind === 'span' && (spans.kind[item.row] === SpanKind.Missing || spans.mark[item.row] === 3);
            const absent = item.kind === 'absent' && css.absent;
            const classes = [css.treeRow, css.item, place === found && css.selected, wrong && css.wrong, absent]
              .filter(Boolean)
              .join(' ');
            return (
              <div
                key={item.key}
                id={`field-${item.key}`}
                className={classes}
                style={{ top: view.top(place) }}
                role="treeitem"
                tabIndex={-1}
                aria-level={item.depth + 1}
                aria-expanded={item.openable ? item.open : undefined}
                aria-selected={place === found}
                onPointerDown={(event) => {
                  const onTwisty = event.target instanceof Element && event.target.hasAttribute('data-twisty');
                  if (item.kind === 'fold' || onTwisty) toggle(item);
                  else choose(item);
                }}
                onDoubleClick={() => item.openable && toggle(item)}
              >
                <span className={css.clip} style={{ paddingLeft: item.depth * 14 }}>
                  <span className={css.twisty} data-twisty="" aria-hidden="true">
                    {item.openable ? (item.open ? '▾' : '▸') : ''}
                  </span>
                  <span className={item.depth === 0 ? css.root : undefined}>{name}</span>
                </span>
                <span className={`mono ${css.clip}`}>{value}</span>
                <span className={`mono dim ${css.right}`}>{hex(start, 6)}</span>
                <span className={`mono ${css.right}`}>{groupThousands(length)}</span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** What is open at first: the frame, its structures and small arrays, three levels deep. */
function opened(document: OpenDocument, root: number): string[] {
  const { spans } = document.inspection;
  const keys = [String(root)];
  const visit = (row: number, depth: number): void => {
    for (let child = row + 1; child < spans.next[row]!; child = spans.next[child]!) {
      const kind = spans.kind[child];
      const small = kind === SpanKind.Array && spans.value[child]! <= 16;
      if (depth > 3 || CLOSED.has(spans.names[spans.name[child]!]!) || !(kind === SpanKind.Vmstate || small)) continue;
      keys.push(String(child));
      visit(child, depth + 1);
    }
  };
  visit(root, 1);
  return keys;
}
