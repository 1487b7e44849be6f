// The one screen: top bar, timeline, source | stream | destination, bottom. Dividers can be dragged and are remembered.
import { lazy, Suspense, useEffect } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import { DevicePanel } from '../devices/DevicePanel.tsx';
import { Switched } from '../primitives/Switched.tsx';
import { tokensChanged } from '../theme/read-tokens.ts';
import { Sheets } from '../sheets/Sheets.tsx';
import { Timeline } from '../timeline/Timeline.tsx';
import { TopBar } from '../top-bar/TopBar.tsx';
import { DropTarget } from './DropTarget.tsx';
import { Notices } from './Notices.tsx';
import { useLayoutVersion } from './panel-layout.ts';
import { useApp } from './use-app.ts';
import { useMarks } from './use-marks.ts';
import { usePlayback } from './use-playback.ts';
import { useNarrow, useTiny } from './use-narrow.ts';
import css from './App.module.css';

// These come after the first paint of data, which is the timeline and the devices: nothing loads them before.
const StreamPanel = lazy(() => import('../stream/StreamPanel.tsx').then((module) => ({ default: module.StreamPanel })));
const BottomPanel = lazy(() => import('../bottom/BottomPanel.tsx').then((module) => ({ default: module.BottomPanel })));
const FilePanel = lazy(() => import('../file/FilePanel.tsx').then((module) => ({ default: module.FilePanel })));
const SavedDevicePanel = lazy(() =>
  import('../devices/SavedDevicePanel.tsx').then((module) => ({ default: module.SavedDevicePanel })),
);
const HelpSheet = lazy(() => import('../shortcuts/HelpSheet.tsx').then((module) => ({ default: module.HelpSheet })));
const Palette = lazy(() => import('../shortcuts/Palette.tsx').then((module) => ({ default: module.Palette })));
const Lab = lazy(() => import('../lab/Lab.tsx').then((module) => ({ default: module.Lab })));
const Announcer = lazy(() => import('./Announcer.tsx').then((module) => ({ default: module.Announcer })));

export function App() {
  usePlayback();
  const theme = useApp((state) => state.theme);
  const hasData = useApp((state) => state.document !== null);
  const layout = useLayoutVersion();
  const marks = useMarks();
  const palette = useApp((state) => state.palette);
  const isLab = useApp((state) => state.sheet === 'lab');
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
        {isLab ? (
          <Suspense>
            <Lab />
          </Suspense>
        ) : (
          <main className={css.main}>
            <Timeline marks={marks} />
            <Main key={layout} />
          </main>
        )}
        {hasData && (
          <Suspense>
            <HelpSheet />
            <Announcer />
          </Suspense>
        )}
        <Sheets />
        {palette && (
          <Suspense>
            <Palette />
          </Suspense>
        )}
      </div>
    </DropTarget>
  );
}

/** Left and right panels have their designed width at first; the stream takes the rest. */
function Main() {
  const narrow = useNarrow();
  const tiny = useTiny();
  const kind = useApp((state) => state.document?.kind ?? 'run');
  const hasData = useApp((state) => state.document !== null);
  const isFile = kind === 'file';
  const left = isFile ? <FilePanel /> : <DevicePanel side="source" />;
  const right = isFile ? <SavedDevicePanel /> : <DevicePanel side="destination" />;
  const rows = useDefaultLayout({
    id: `rows-${tiny ? 'tiny' : narrow ? 'narrow' : 'wide'}`,
    panelIds: ['main', 'bottom'],
    onlySaveAfterUserInteractions: true,
  });
  const columns = useDefaultLayout({
    id: `columns-${narrow ? 'narrow' : 'wide'}`,
    panelIds: narrow ? ['stream', 'devices'] : ['left', 'stream', 'right'],
    onlySaveAfterUserInteractions: true,
  });
  return (
    <Group orientation="vertical" className={css.rows} {...rows}>
      <Panel id="main" minSize={200}>
        {tiny ? (
          <Switched
            key={kind}
            label="Panel shown"
            first={0}
            panels={[
              { text: 'Stream', content: <Suspense>{hasData && <StreamPanel />}</Suspense> },
              { text: isFile ? 'File' : 'Source', content: <Suspense>{left}</Suspense> },
              { text: isFile ? 'As saved' : 'Destination', content: <Suspense>{right}</Suspense> },
            ]}
          />
        ) : (
          <Group orientation="horizontal" key={narrow ? 'narrow' : 'wide'} {...columns}>
            {!narrow && (
              <>
                <Panel
                  id="left"
                  defaultSize={408}
                  minSize={280}
                  groupResizeBehavior="preserve-pixel-size"
                  collapsible
                  collapsedSize={0}
                >
                  <Suspense>{left}</Suspense>
                </Panel>
                <Separator className={css.divider} />
              </>
            )}
            <Panel id="stream" minSize={420}>
              <Suspense>{hasData && <StreamPanel />}</Suspense>
            </Panel>
            <Separator className={css.divider} />
            <Panel
              id={narrow ? 'devices' : 'right'}
              defaultSize={narrow ? 400 : 408}
              minSize={280}
              groupResizeBehavior="preserve-pixel-size"
              collapsible
              collapsedSize={0}
            >
              <Suspense>
                {narrow ? (
                  <Switched
                    key={kind}
                    label="Panel shown"
                    first={1}
                    panels={[
                      { text: isFile ? 'File' : 'Source', content: left },
                      { text: isFile ? 'As saved' : 'Destination', content: right },
                    ]}
                  />
                ) : (
                  right
                )}
              </Suspense>
            </Panel>
          </Group>
        )}
      </Panel>
      <Separator className={css.dividerRow} />
      <Panel
        id="bottom"
        groupResizeBehavior="preserve-pixel-size"
        defaultSize={narrow ? 96 : 140}
        minSize={80}
        collapsible
        collapsedSize={0}
      >
        <Suspense>{hasData && <BottomPanel />}</Suspense>
      </Panel>
    </Group>
  );
}
