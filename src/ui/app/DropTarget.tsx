// The whole page takes a dropped file: a stream, or a scenario or session that was saved.
import { useState, type DragEvent, type ReactNode } from 'react';
import { useActions } from './use-app.ts';
import css from './App.module.css';

export function DropTarget({ children }: { readonly children: ReactNode }) {
  const [over, setOver] = useState(false);
  const { openFile } = useActions();
  const drop = (event: DragEvent): void => {
    setOver(false);
    // The lab has taken it.
    if (event.defaultPrevented) return;
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) void openFile(file);
  };
  return (
    <div
      className={over ? `${css.drop} ${css.over}` : css.drop}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      role="presentation"
      data-testid="drop-target"
    >
      {children}
    </div>
  );
}
