// One side's NIC at the cursor: status, features, config, queues, and the ring of the chosen queue. What differs from
// the other side is marked, with the reason.
import { lazy, Suspense, useState } from 'react';
import type { Side } from '../../engine/capture/capture.ts';
import { groupThousands, hex, macBytes, macText } from '../../engine/bytes/text.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useApp } from '../app/use-app.ts';
import { PanelHeader } from '../primitives/PanelHeader.tsx';
import { Sign } from '../primitives/Sign.tsx';
import primitives from '../primitives/primitives.module.css';
import { Legend } from '../rings/Glyphs.tsx';
import { featureNames, nicView, STATUS_BITS, type NicView } from './device-view.ts';
import { QueueTable } from './QueueTable.tsx';
import { sideState } from './side-state.ts';
import css from './devices.module.css';

// After the first paint of data (docs/decisions/0003).
const RingSection = lazy(() => import('../rings/RingSection.tsx').then((module) => ({ default: module.RingSection })));

export function DevicePanel({ side }: { readonly side: Side }) {
  const document = useApp((state) => state.document);
  const title = side === 'source' ? 'Source' : 'Destination';
  if (document?.kind !== 'run') return <section className={css.panel} aria-label={title} />;
  return (
    <section
      className={css.panel}
      aria-label={title}
      tabIndex={-1}
      data-panel={side === 'source' ? '2' : '6'}
      data-testid={side}
    >
      <DeviceBody document={document} side={side} title={title} />
    </section>
  );
}

interface BodyProps {
  readonly document: RunDocument;
  readonly side: Side;
  readonly title: string;
}

/** Reads the state that the store keeps at the cursor, so it renders whenever the cursor or the time moves. */
function DeviceBody({ document, side, title }: BodyProps) {
  useApp((state) => state.cursor);
  const time = useApp((state) => state.time);
  const queue = useApp((state) => state.queue);
  const own = nicView(document, side);
  const other = nicView(document, side === 'source' ? 'destination' : 'source');
  const different = side === 'destination' ? countDifferences(own, other) : 0;
  const broken = own.cell('broken').value === 1;
  return (
    <>
      <PanelHeader title={title} bar={`side-${side}`}>
        <span>{sideState(document, side, time)}</span>
        <span className={`dim mono ${css.idstr}`}>{own.device}</span>
        <span className={primitives.grow} />
        {broken && (
          <b className={css.broken}>
            <Sign severity="error" /> broken
          </b>
        )}
        {different > 0 && <b title={`${different} values of the queues differ from the source`}>≠ {different}</b>}
      </PanelHeader>
      <div className={css.scroll}>
        <Facts nic={own} />
        <QueueTable own={own} other={side === 'destination' ? other : null} />
        <Suspense>
          <RingSection document={document} side={side} own={own} other={other} queue={queue} />
        </Suspense>
      </div>
      <div className={css.legend}>
        <Legend />
      </div>
    </>
  );
}

function countDifferences(own: NicView, other: NicView): number {
  let count = 0;
  for (const [i, queue] of own.queues.entries()) {
    for (const field of ['num', 'lastAvailIdx', 'usedIdx', 'inuse'] as const)
      if (queue[field].value !== other.queues[i]![field].value) count++;
  }
  return count;
}

const SHOWN_FEATURES = 2;

function Facts({ nic }: { readonly nic: NicView }) {
  const [all, setAll] = useState(false);
  const status = nic.cell('status').value;
  const features =
    BigInt(nic.cell('guest_features (high)').value) * 4294967296n + BigInt(nic.cell('guest_features (low)').value);
  const names = featureNames(features);
  const vlans = nic.cell('vlans set').value;
  return (
    <dl className={css.facts}>
      <dt>Status</dt>
      <dd>
        <span className="mono">{hex(status, 2)}</span>{' '}
        {STATUS_BITS.filter(([bit]) => (status & bit) !== 0).map(([, name]) => (
          <span key={name} className={primitives.chip}>
            {name}
          </span>
        ))}
        {status === 0 && <span className="dim">no driver yet</span>}
      </dd>
      <dt>Features</dt>
      <dd className={all ? css.tall : undefined}>
        <span className="mono">{hex(features)}</span>{' '}
        {names.slice(0, all ? names.length : SHOWN_FEATURES).map((name) => (
          <span key={name} className={primitives.chip}>
            {name}
          </span>
        ))}
        {names.length > SHOWN_FEATURES && (
          <button type="button" className={css.link} aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'fewer ▴' : `+ ${names.length - SHOWN_FEATURES} ▾`}
          </button>
        )}
        {features === 0n && <span className="dim">none negotiated</span>}
      </dd>
      <dt>Config</dt>
      <dd>
        <span className="mono">{macText(macBytes(nic.cell('mac').value))}</span> link{' '}
        {(nic.cell('net_status').value & 1) === 1 ? 'up' : 'down'}
        {nic.cell('promisc').value === 1 && ' · promiscuous'} ·{' '}
        {vlans === 4096 ? 'all VLANs' : `${groupThousands(vlans)} VLANs`}
      </dd>
    </dl>
  );
}
