// What a device panel shows of a side's NIC: status, features, config, queues, and the ring of the chosen queue. What differs from
// the other side is marked, with the reason.
import { lazy, Suspense } from 'react';
import type { Side } from '../../engine/capture/capture.ts';
import { hex } from '../../engine/bytes/text.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useApp } from '../app/use-app.ts';
import { useNarrow } from '../app/use-narrow.ts';
import { PanelHeader } from '../primitives/PanelHeader.tsx';
import { Sign } from '../primitives/Sign.tsx';
import primitives from '../primitives/primitives.module.css';
import { Legend } from '../rings/Legend.tsx';
import { differences, nicDevices, nicView, statusNames } from './device-view.ts';
import { Facts } from './Facts.tsx';
import { NicSwitch } from './NicSwitch.tsx';
import { QueueTable } from './QueueTable.tsx';
import { sideState } from './side-state.ts';
import css from './devices.module.css';

// After the first paint of data (docs/decisions/0003).
const RingSection = lazy(() => import('../rings/RingSection.tsx').then((module) => ({ default: module.RingSection })));

/** With more queues than this the facts are folded. */
const FEW_QUEUES = 6;

interface Props {
  readonly document: RunDocument;
  readonly side: Side;
  readonly title: string;
}

/** Reads the state that the store keeps at the cursor, so it renders whenever the cursor or the time moves. */
export function DeviceBody({ document, side, title }: Props) {
  useApp((state) => state.cursor);
  const time = useApp((state) => state.time);
  const queue = useApp((state) => state.queue);
  const devices = nicDevices(document);
  const nic = Math.min(
    useApp((state) => state.nic),
    devices.length - 1,
  );
  const own = nicView(document, side, nic);
  const other = nicView(document, side === 'source' ? 'destination' : 'source', nic);
  const different =
    side === 'source' ? 0 : own.queues.reduce((sum, entry, i) => sum + differences(entry, other.queues[i]!), 0);
  const status = own.cell('status').value;
  const { run, migration } = sideState(document, side, time);
  const broken = own.cell('broken').value === 1;
  const narrow = useNarrow();
  const isShort = narrow || own.queues.length > FEW_QUEUES;
  return (
    <>
      <PanelHeader title={title} bar={`side-${side}`}>
        <span
          className={devices.length > 1 ? css.state : css.whole}
          data-testid={`${side}-state`}
          title="query-status · query-migrate"
        >
          {run} <span className="dim">· {migration}</span>
        </span>
        {devices.length > 1 ? (
          <NicSwitch devices={devices} chosen={nic} />
        ) : (
          !narrow && (
            <span className={`dim mono ${css.idstr}`} title={own.device}>
              {own.device}
            </span>
          )
        )}
        <span className={primitives.grow} />
        {broken && (
          <b className={css.broken}>
            <Sign severity="error" /> broken
          </b>
        )}
        {isShort && (
          <span className="mono" title={statusNames(status).join(' ')} aria-label={`Status ${hex(status, 2)}`}>
            {hex(status, 2)}
          </span>
        )}
        {different > 0 && <b title={`${different} values of the queues differ from the source`}>≠ {different}</b>}
      </PanelHeader>
      <div className={css.scroll}>
        <Facts
          key={own.device}
          document={document}
          side={side}
          nic={nic}
          own={own}
          other={other}
          time={time}
          folded={isShort}
        />
        <QueueTable own={own} other={side === 'destination' ? other : null} />
        <Suspense>
          <RingSection document={document} side={side} own={own} other={other} nic={nic} queue={queue} />
        </Suspense>
      </div>
      <div className={css.legend}>
        <Legend />
      </div>
    </>
  );
}
