// The screen below the timeline: source | stream | destination, bottom. Dividers can be dragged and are remembered. Left
// and right have their designed width at first; the stream takes the rest.
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { BottomPanel } from '../bottom/BottomPanel.tsx';
import { StreamPanel } from '../stream/StreamPanel.tsx';
import { columnsOf, DESIGNED, LEAST, rowsOf, type LayoutProps } from './layout-props.ts';
import { Slot } from './Slot.tsx';
import css from './App.module.css';

export function ResizablePanels({ room, left, right }: LayoutProps) {
  const rows = useDefaultLayout({ ...rowsOf(room), onlySaveAfterUserInteractions: true });
  const columns = useDefaultLayout({ ...columnsOf(room), onlySaveAfterUserInteractions: true });
  return (
    <Group orientation="vertical" className={css.rows} {...rows}>
      <Panel id="main" minSize={LEAST.main}>
        {room === 'tiny' ? (
          <Slot host={right} />
        ) : (
          <Group orientation="horizontal" key={room} {...columns}>
            {left && (
              <>
                <Panel
                  id="left"
                  defaultSize={DESIGNED.left}
                  minSize={LEAST.left}
                  groupResizeBehavior="preserve-pixel-size"
                  collapsible
                  collapsedSize={0}
                >
                  <Slot host={left} />
                </Panel>
                <Separator className={css.divider} />
              </>
            )}
            <Panel id="stream" minSize={LEAST.stream}>
              <StreamPanel />
            </Panel>
            <Separator className={css.divider} />
            <Panel
              id={room === 'wide' ? 'right' : 'devices'}
              defaultSize={room === 'wide' ? DESIGNED.right : DESIGNED.devices}
              minSize={LEAST.right}
              groupResizeBehavior="preserve-pixel-size"
              collapsible
              collapsedSize={0}
            >
              <Slot host={right} />
            </Panel>
          </Group>
        )}
      </Panel>
      <Separator className={css.dividerRow} />
      <Panel
        id="bottom"
        groupResizeBehavior="preserve-pixel-size"
        defaultSize={DESIGNED.bottom[room]}
        minSize={LEAST.bottom}
        collapsible
        collapsedSize={0}
      >
        <BottomPanel />
      </Panel>
    </Group>
  );
}
