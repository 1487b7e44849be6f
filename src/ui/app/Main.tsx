// What is below the timeline. The devices are drawn with the first data, in boxes that cannot be resized; the layout with
// handles, the stream and the bottom take over as soon as they are loaded (docs/decisions/0003), around the same devices.
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { DevicePanel } from '../devices/DevicePanel.tsx';
import { Switched } from '../primitives/Switched.tsx';
import { FixedPanels } from './FixedPanels.tsx';
import type { Room } from './layout-props.ts';
import { useApp } from './use-app.ts';
import { useNarrow, useTiny } from './use-narrow.ts';
import css from './App.module.css';

const ResizablePanels = lazy(() =>
  import('./ResizablePanels.tsx').then((module) => ({ default: module.ResizablePanels })),
);
const StreamPanel = lazy(() => import('../stream/StreamPanel.tsx').then((module) => ({ default: module.StreamPanel })));
const FilePanel = lazy(() => import('../file/FilePanel.tsx').then((module) => ({ default: module.FilePanel })));
const SavedDevicePanel = lazy(() =>
  import('../devices/SavedDevicePanel.tsx').then((module) => ({ default: module.SavedDevicePanel })),
);

export function Main() {
  const narrow = useNarrow();
  const tiny = useTiny();
  const kind = useApp((state) => state.document?.kind ?? 'run');
  const hasData = useApp((state) => state.document !== null);
  const [leftHost] = useState(makeHost);
  const [rightHost] = useState(makeHost);
  const isFile = kind === 'file';
  const left = isFile ? <FilePanel /> : <DevicePanel side="source" />;
  const right = isFile ? <SavedDevicePanel /> : <DevicePanel side="destination" />;
  const room: Room = tiny ? 'tiny' : narrow ? 'narrow' : 'wide';
  const layout = { room, left: narrow ? null : leftHost, right: rightHost };
  const fixed = <FixedPanels {...layout} />;
  return (
    <>
      {hasData ? (
        <Suspense fallback={fixed}>
          <ResizablePanels {...layout} />
        </Suspense>
      ) : (
        fixed
      )}
      {!narrow && into(leftHost, left)}
      {into(
        rightHost,
        narrow ? (
          <Switched
            key={`${room} ${kind}`}
            label="Panel shown"
            first={tiny ? 0 : 1}
            panels={[
              ...(tiny ? [{ text: 'Stream', content: <Suspense>{hasData && <StreamPanel />}</Suspense> }] : []),
              { text: isFile ? 'File' : 'Source', content: <Suspense>{left}</Suspense> },
              { text: isFile ? 'As saved' : 'Destination', content: <Suspense>{right}</Suspense> },
            ]}
          />
        ) : (
          right
        ),
      )}
    </>
  );
}

function makeHost(): HTMLElement {
  const host = document.createElement('div');
  host.className = css.slot!;
  return host;
}

function into(host: HTMLElement, content: ReactNode): ReactNode {
  return createPortal(<Suspense>{content}</Suspense>, host);
}
