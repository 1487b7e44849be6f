// The one screen: top bar, timeline, source | stream | destination, bottom. Dividers can be dragged and are remembered.
import { useEffect } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { BottomPanel } from '../bottom/BottomPanel.tsx';
import { DevicePanel } from '../devices/DevicePanel.tsx';
import { SavedDevicePanel } from '../devices/SavedDevicePanel.tsx';
import { TwoDevices } from '../devices/TwoDevices.tsx';
import { FilePanel } from '../file/FilePanel.tsx';
import { HelpSheet } from '../shortcuts/HelpSheet.tsx';
import { useShortcuts } from '../shortcuts/use-shortcuts.ts';
import { StreamPanel } from '../stream/StreamPanel.tsx';
import { tokensChanged } from '../theme/read-tokens.ts';
import { Timeline } from '../timeline/Timeline.tsx';
import { TopBar } from '../top-bar/TopBar.tsx';
import { Announcer } from './Announcer.tsx';
import { DropTarget } from './DropTarget.tsx';
import { Notices } from './Notices.tsx';
import { useApp } from './use-app.ts';
import { usePlayback } from './use-playback.ts';
import { useNarrow } from './use-narrow.ts';
import css from './App.module.css';

export function App() {
  useShortcuts();
  usePlayback();
  const theme = useApp((state) => state.theme);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    tokensChanged();
  }, [theme]);
  return (
    <DropTarget>
      <div className={css.app}>
        <TopBar />
        <Notices />
        <Timeline />
        <Main />
        <HelpSheet />
        <Announcer />
      </div>
    </DropTarget>
  );
}

/** Left and right panels have their designed width at first; the stream takes the rest. */
function Main() {
  const narrow = useNarrow();
  const kind = useApp((state) => state.document?.kind ?? 'run');
  const rows = useDefaultLayout({ id: `rows-${narrow ? 'narrow' : 'wide'}`, panelIds: ['main', 'bottom'] });
  const columns = useDefaultLayout({ id: `columns-${narrow ? 'narrow' : 'wide'}`, panelIds: narrow ? ['stream', 'devices'] : ['left', 'stream', 'right'] });
  return (
    <Group orientation="vertical" className={css.rows} {...rows}>
      <Panel id="main" minSize={200}>
        <Group orientation="horizontal" key={narrow ? 'narrow' : 'wide'} {...columns}>
          {!narrow && (
            <>
              <Panel id="left" defaultSize={408} minSize={280} collapsible collapsedSize={0}>
                {kind === 'file' ? <FilePanel /> : <DevicePanel side="source" />}
              </Panel>
              <Separator className={css.divider} />
            </>
          )}
          <Panel id="stream" minSize={420}>
            <StreamPanel />
          </Panel>
          <Separator className={css.divider} />
          <Panel id={narrow ? 'devices' : 'right'} defaultSize={408} minSize={280} collapsible collapsedSize={0}>
            {kind === 'file' ? <SavedDevicePanel /> : narrow ? <TwoDevices /> : <DevicePanel side="destination" />}
          </Panel>
        </Group>
      </Panel>
      <Separator className={css.dividerRow} />
      <Panel id="bottom" defaultSize={narrow ? 124 : 140} minSize={80} collapsible collapsedSize={0}>
        <BottomPanel />
      </Panel>
    </Group>
  );
}
