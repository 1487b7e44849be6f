// The layout until ResizablePanels is loaded: the same boxes, with the sizes that it will have, without handles. Stream
// and bottom come with it.
import { Slot } from './Slot.tsx';
import { rememberedSizes } from './panel-layout.ts';
import { columnsOf, DESIGNED, LEAST, rowsOf, type LayoutProps } from './layout-props.ts';
import css from './App.module.css';

export function FixedPanels({ room, left, right }: LayoutProps) {
  const rows = rememberedSizes(rowsOf(room));
  const columns = rememberedSizes(columnsOf(room));
  const device = (name: 'left' | 'right' | 'devices', host: HTMLElement) => (
    <div
      className={css.fixedPanel}
      style={{ flex: flex(columns?.[name], DESIGNED[name]), minWidth: columns?.[name] === 0 ? 0 : LEAST.right }}
    >
      <Slot host={host} />
    </div>
  );
  return (
    <div className={`${css.rows} ${css.fixedRows}`}>
      <div className={css.fixedColumns} style={{ flex: flex(rows?.main) }}>
        {left && (
          <>
            {device('left', left)}
            <div className={css.divider} />
          </>
        )}
        {room === 'tiny' ? (
          <div className={css.fixedPanel} style={{ flex: 1 }}>
            <Slot host={right} />
          </div>
        ) : (
          <>
            <div className={css.fixedPanel} style={{ flex: flex(columns?.stream), minWidth: LEAST.stream }} />
            <div className={css.divider} />
            {device(room === 'wide' ? 'right' : 'devices', right)}
          </>
        )}
      </div>
      <div className={css.dividerRow} />
      <div style={{ flex: flex(rows?.bottom, DESIGNED.bottom[room]) }} />
    </div>
  );
}

/** A remembered share of the room, else pixels, else what is left. */
function flex(share: number | undefined, pixels?: number): string {
  if (share !== undefined) return `${share} 1 0`;
  return pixels === undefined ? '1 1 0' : `0 0 ${pixels}px`;
}
