// The app as a frame of a slide or of another page: a bar to step and play, the panels that the address names, and the way to
// the whole app at the same place.
import { lazy, Suspense, type ReactNode } from 'react';
import type { EmbedPanel } from '../../store/share/fragment.ts';
import { Explain } from '../bottom/Explain.tsx';
import { useApp } from '../app/use-app.ts';
import { useNarrow, useTiny } from '../app/use-narrow.ts';
import { DevicePanel } from '../devices/DevicePanel.tsx';
import { StepButtons } from '../top-bar/StepButtons.tsx';
import { TimeReadout } from '../top-bar/TimeReadout.tsx';
import { EMBED } from './embedded.ts';
import { OpenInApp } from './OpenInApp.tsx';
import css from './embed.module.css';

const StreamPanel = lazy(() => import('../stream/StreamPanel.tsx').then((module) => ({ default: module.StreamPanel })));
const FilePanel = lazy(() => import('../file/FilePanel.tsx').then((module) => ({ default: module.FilePanel })));
const SavedDevicePanel = lazy(() =>
  import('../devices/SavedDevicePanel.tsx').then((module) => ({ default: module.SavedDevicePanel })),
);

interface Props {
  /** What stands under the bar when there is something to be told. */
  readonly notices: ReactNode;
  readonly timeline: ReactNode;
}

export function Embedded({ notices, timeline }: Props) {
  const isFile = useApp((state) => state.document?.kind === 'file');
  const hasData = useApp((state) => state.document !== null);
  const [isNarrow, isTiny] = [useNarrow(), useTiny()];
  const usual: readonly EmbedPanel[] = [
    'timeline',
    ...(isTiny ? [] : (['source'] as const)),
    ...(isNarrow ? [] : (['stream'] as const)),
    'destination',
  ];
  const panels = EMBED && EMBED.length > 0 ? EMBED : usual;
  const contents: Readonly<Record<Exclude<EmbedPanel, 'timeline'>, ReactNode>> = {
    source: isFile ? <FilePanel /> : <DevicePanel side="source" />,
    stream: <StreamPanel />,
    destination: isFile ? <SavedDevicePanel /> : <DevicePanel side="destination" />,
    explain: <Explain />,
  };
  return (
    <>
      <header className={css.bar}>
        <StepButtons />
        <TimeReadout />
        <span className={css.grow} />
        <OpenInApp />
      </header>
      {notices}
      <main className={css.main}>
        <h1 className="visually-hidden">Migrascope</h1>
        {panels.includes('timeline') && timeline}
        <div className={css.panels}>
          {hasData &&
            panels.map(
              (panel) =>
                panel !== 'timeline' && (
                  <div key={panel} className={css.panel}>
                    <Suspense>{contents[panel]}</Suspense>
                  </div>
                ),
            )}
        </div>
      </main>
    </>
  );
}
