// The bytes: 16 a row, any length (its own scrollbar over the byte range, so the browser's limits do not matter), tints
// by what owns them, the selection outlined in both columns. A few text nodes a row, never an element per byte.
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { currentFrame } from './current-frame.ts';
import { useSize } from '../primitives/use-size.ts';
import { copyBytes } from './copy-bytes.ts';
import { HexRow } from './HexRow.tsx';
import { HexScrollbar } from './HexScrollbar.tsx';
import { BYTES_PER_ROW, columnAt, HEX_LEFT, ROW_HEIGHT, TEXT_LEFT } from './hex-layout.ts';
import { loadedBy } from './loaded-by.ts';
import { matchesIn } from './matches.ts';
import { tintsOf } from './tints.ts';
import { useBytes } from './use-bytes.ts';
import css from './stream.module.css';

interface Props {
  readonly document: OpenDocument;
  /** Bytes that have left the source at the cursor. */
  readonly sent: number;
}

interface View {
  /** First row shown. */
  readonly top: number;
  /** What was last scrolled into view. */
  readonly followed: { readonly start: number } | null;
}

const HEADINGS = Array.from(
  { length: BYTES_PER_ROW },
  (_, i) => i.toString(16).padStart(2, '0') + (i === 7 ? '  ' : ' '),
).join('');

export function HexView({ document, sent }: Props) {
  const { stream, inspection } = document;
  const selection = useApp((state) => state.selection);
  const time = useApp((state) => state.time);
  const { selectBytes } = useActions();
  const [body, size] = useSize<HTMLDivElement>();
  const rowCount = Math.ceil(stream.length / BYTES_PER_ROW);
  const visible = Math.max(1, Math.floor(size.height / ROW_HEIGHT));
  // One state: React loses an update made while rendering when another of the same state is still queued; together with
  // what was followed, it is made again.
  const [view, setView] = useState<View>({ top: 0, followed: null });
  const setTop = (top: number): void => setView((before) => ({ ...before, top }));
  const clampTop = (row: number): number => Math.max(0, Math.min(Math.max(0, rowCount - visible), row));
  const shown = clampTop(view.top);
  const anchor = useRef(-1);
  // Without a selection the bytes of the frame that the other panes show are in view.
  const target = selection && selection.row >= 0 ? selection : currentFrame(document, selection, time);
  const start = target?.start ?? 0;
  const { length } = stream;
  if (target !== view.followed && size.height > 0) {
    const row = Math.floor(start / BYTES_PER_ROW);
    const stays = (row >= shown && row < shown + visible - 1) || selection?.origin === 'hex';
    setView({ top: stays ? view.top : clampTop(row - Math.floor(visible / 3)), followed: target });
  }
  useEffect(() => {
    const element = body.current;
    if (!element) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const rows = event.deltaMode === 1 ? event.deltaY : event.deltaY / ROW_HEIGHT;
      const by = Math.sign(rows) * Math.max(1, Math.round(Math.abs(rows)));
      setView((before) => ({
        ...before,
        top: Math.max(0, Math.min(Math.max(0, rowCount - visible), before.top + by)),
      }));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [body, rowCount, visible]);
  const from = shown * BYTES_PER_ROW;
  const to = Math.min(length, (shown + visible + 1) * BYTES_PER_ROW);
  useBytes(document, from, to);
  const tints = useMemo(() => tintsOf(inspection.spans, from, to), [inspection, from, to]);
  const search = useApp((state) => state.search);
  const found = useMemo(() => (search ? matchesIn(search, from, to) : []), [search, from, to]);
  const loaded = document.kind === 'run' ? loadedBy(document.frames, time) : sent;
  const offsetAt = (event: PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect();
    const column = columnAt(event.clientX - box.left - 12);
    const row = shown + Math.floor((event.clientY - box.top) / ROW_HEIGHT);
    return column < 0 ? -1 : Math.min(length - 1, row * BYTES_PER_ROW + column);
  };
  const select = (a: number, b: number): void => selectBytes(Math.min(a, b), Math.max(a, b) + 1, 'hex');
  const go = (offset: number, extend = false): void => {
    const at = Math.max(0, Math.min(length - 1, offset));
    if (!extend) anchor.current = at;
    select(extend ? anchor.current : at, at);
    const row = Math.floor(at / BYTES_PER_ROW);
    if (row < shown) setTop(row);
    else if (row >= shown + visible) setTop(clampTop(row - visible + 1));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && selection) {
      event.preventDefault();
      const format = event.shiftKey ? 'c' : event.altKey ? 'json' : 'hex';
      void copyBytes(document, selection.start, selection.end, format);
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const head =
      selection && selection.end > selection.start && anchor.current === selection.start ? selection.end - 1 : start;
    const at = event.shiftKey ? head : start;
    const page = visible * BYTES_PER_ROW;
    const moves: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at + BYTES_PER_ROW,
      ArrowUp: at - BYTES_PER_ROW,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: length - 1,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    go(next, event.shiftKey);
  };
  return (
    <div className={css.hex}>
      <div className={css.hexHead} aria-hidden="true">
        <span className="dim">offset</span>
        <span className={css.chars} style={{ left: 12 + HEX_LEFT + 4 }}>
          {HEADINGS}
        </span>
        <span className={css.chars} style={{ left: 12 + TEXT_LEFT }}>
          ASCII
        </span>
      </div>
      <div
        ref={body}
        className={css.hexBody}
        role="grid"
        tabIndex={0}
        data-panel="5"
        data-testid="hex"
        aria-label={`Bytes, ${length} in all; selected from ${start}`}
        aria-rowcount={rowCount}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          const at = offsetAt(event);
          if (at < 0) return;
          if (event.shiftKey && anchor.current >= 0) select(anchor.current, at);
          else {
            anchor.current = at;
            selectBytes(at, at + 1, 'hex');
          }
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
          const at = offsetAt(event);
          if (at >= 0 && anchor.current >= 0 && at !== anchor.current) select(anchor.current, at);
        }}
      >
        {Array.from({ length: Math.min(visible + 1, rowCount - shown) }, (_, i) => (
          <HexRow
            key={shown + i}
            stream={stream}
            row={shown + i}
            top={i * ROW_HEIGHT}
            end={length}
            tints={tints}
            selection={selection}
            found={found}
            foundLength={search?.length ?? 0}
            sent={sent}
            loaded={loaded}
          />
        ))}
        <HexScrollbar
          top={shown}
          rows={rowCount}
          visible={visible}
          height={size.height}
          onMove={(row) => setTop(clampTop(row))}
        />
      </div>
    </div>
  );
}
