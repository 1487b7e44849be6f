// The one screen: top bar, timeline, and below it what Main lays out.
import { lazy, Suspense, useEffect } from 'react';
import { tokensChanged } from '../theme/read-tokens.ts';
import { Sheets } from '../sheets/Sheets.tsx';
import { Timeline } from '../timeline/Timeline.tsx';
import { TopBar } from '../top-bar/TopBar.tsx';
import { EMBED } from '../embed/embedded.ts';
import { DropTarget } from './DropTarget.tsx';
import { Main } from './Main.tsx';
import { Notices } from './Notices.tsx';
import { useLayoutVersion } from './panel-layout.ts';
import { useApp } from './use-app.ts';
import { useMarks } from './use-marks.ts';
import { usePlayback } from './use-playback.ts';
import css from './App.module.css';

// These come after the first paint of data, which is the timeline and the devices: nothing loads them before.
const HelpSheet = lazy(() => import('../shortcuts/HelpSheet.tsx').then((module) => ({ default: module.HelpSheet })));
const Palette = lazy(() => import('../shortcuts/Palette.tsx').then((module) => ({ default: module.Palette })));
const Lab = lazy(() => import('../lab/Lab.tsx').then((module) => ({ default: module.Lab })));
const OneThread = lazy(() => import('../isolation/OneThread.tsx').then((module) => ({ default: module.OneThread })));
const Embedded = lazy(() => import('../embed/Embedded.tsx').then((module) => ({ default: module.Embedded })));
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
  const notices = (
    <>
      <Notices />
      {!window.crossOriginIsolated && hasData && (
        <Suspense>
          <OneThread />
        </Suspense>
      )}
    </>
  );
  const timeline = <Timeline marks={marks} />;
  return (
    <DropTarget>
      <div className={css.app}>
        {!EMBED && (
          <>
            <TopBar />
            {notices}
          </>
        )}
        {EMBED ? (
          <Suspense>
            <Embedded notices={notices} timeline={timeline} />
          </Suspense>
        ) : isLab ? (
          <Suspense>
            <Lab />
          </Suspense>
        ) : (
          <main className={css.main}>
            {timeline}
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
