// The frames of the stream as a grid of rows: what each is, how long, when it was sent. Only visible rows are elements.
import { useEffect, type KeyboardEvent } from 'react';
import { hex } from '../../engine/bytes/text.ts';
import type { OpenDocument } from '../../store/documents.ts';
import type { Frame } from '../../store/frames.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { useRows } from '../primitives/use-rows.ts';
import { currentFrame, indexOfFrame } from './current-frame.ts';
import { FrameRow } from './FrameRow.tsx';
import { countIn } from './matches.ts';
import css from './stream.module.css';

const ROW = 20;

interface Props {
  readonly document: OpenDocument;
  readonly frames: readonly Frame[];
  readonly time: number;
}

export function FrameList({ document, frames, time }: Props) {
  const selection = useApp((state) => state.selection);
  const { selectRow } = useActions();
  const [scroller, rows] = useRows(frames.length, ROW);
  const { scrollTo } = rows;
  const search = useApp((state) => state.search);
  const current = currentFrame(document, selection, time);
  const index = current ? indexOfFrame(frames, current) : -1;
  const origin = selection?.origin;
  useEffect(() => {
    if (index >= 0 && origin !== 'frames') scrollTo(index, 'auto');
  }, [index, origin, scrollTo]);
  const choose = (at: number): void => {
    const to = Math.max(0, Math.min(frames.length - 1, at));
    const frame = frames[to];
    if (!frame) return;
    selectRow(frame.row, 'frames');
    scrollTo(to, 'auto');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + 6,
      PageUp: index - 6,
      Home: 0,
      End: frames.length - 1,
    };
    const to = moves[event.key];
    if (to === undefined || event.altKey || event.shiftKey) return;
    event.preventDefault();
    choose(to);
  };
  return (
    <div className={css.grid} style={{ '--offset': `${offsetWidth(document.stream.length)}px` } as React.CSSProperties}>
      <div className={`${css.frameRow} ${css.head}`} aria-hidden="true">
        <span className={css.right}>#</span>
        <span>offset</span>
        <span>type</span>
        <span className={css.right}>id</span>
        <span>idstr</span>
        <span className={css.right}>length</span>
        <span>flag</span>
        <span className={css.right}>{document.kind === 'run' ? 'sent, ms' : 'of file'}</span>
      </div>
      <div
        ref={scroller}
        className={css.scroll}
        role="listbox"
        tabIndex={0}
        data-panel="3"
        aria-label="Frames"
        aria-activedescendant={current ? `frame-${current.number}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: rows.height, position: 'relative' }} role="presentation">
          {Array.from({ length: rows.to - rows.from }, (_, i) => {
            const at = rows.from + i;
            const frame = frames[at]!;
            return (
              <FrameRow
                key={frame.number}
                frame={frame}
                top={rows.top(at)}
                selected={frame === current}
                sent={sentText(document, frame, time)}
                found={search ? countIn(search, frame.start, frame.end) : 0}
                onPress={() => choose(at)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Width of an offset in the frames' column, px: six digits or as many as the stream needs. */
function offsetWidth(length: number): number {
  return Math.max(58, Math.ceil(7.25 * hex(length, 6).length));
}

function sentText(document: OpenDocument, frame: Frame, time: number): string {
  if (document.kind === 'file') {
    const share = ((frame.end - frame.start) / Math.max(1, document.stream.length)) * 100;
    return `${share < 1 ? share.toFixed(2) : share.toFixed(1)} %`;
  }
  if (frame.sent < 0 || frame.sent > time) return 'not sent';
  return (frame.sent / 1e6).toFixed(3);
}
