// A scrollbar over rows instead of pixels.
import type { PointerEvent } from 'react';
import css from './stream.module.css';

interface Props {
  readonly top: number;
  readonly rows: number;
  readonly visible: number;
  readonly height: number;
  readonly onMove: (row: number) => void;
}

export function HexScrollbar({ top, rows, visible, height, onMove }: Props) {
  if (rows <= visible || height === 0) return null;
  const thumb = Math.max(24, (visible / rows) * height);
  const at = (top / (rows - visible)) * (height - thumb);
  const move = (event: PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    onMove(Math.round(((event.clientY - box.top - thumb / 2) / (height - thumb)) * (rows - visible)));
  };
  return (
    <div
      className={css.thumbTrack}
      aria-hidden="true"
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={(event) => {
        event.stopPropagation();
        if (event.currentTarget.hasPointerCapture(event.pointerId)) move(event);
      }}
    >
      <div className={css.thumb} style={{ top: at, height: thumb }} />
    </div>
  );
}
