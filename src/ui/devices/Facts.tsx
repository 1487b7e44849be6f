// What a NIC has negotiated and is configured to, in three rows; the rest unfolds. With many queues or little room,
// only the features are left, so that the queues have the room.
import { lazy, Suspense, useState } from 'react';
import { groupThousands, macBytes, macText } from '../../engine/bytes/text.ts';
import type { Side } from '../../engine/capture/capture.ts';
import type { RunDocument } from '../../store/documents.ts';
import { brokenSince } from './broken-since.ts';
import type { NicView } from './device-view.ts';
import { FeatureChips } from './FeatureChips.tsx';
import { StatusChips } from './StatusChips.tsx';
import css from './devices.module.css';

const DeviceDetails = lazy(() => import('./DeviceDetails.tsx').then((module) => ({ default: module.DeviceDetails })));

/** Feature names beside the number; with many queues there is room for one less. */
const SHOWN_FEATURES = 2;

interface Props {
  readonly document: RunDocument;
  readonly side: Side;
  readonly nic: number;
  readonly own: NicView;
  readonly other: NicView;
  readonly time: number;
  /** Whether status stands in the header and Config is folded away. */
  readonly folded: boolean;
}

export function Facts({ document, side, nic, own, other, time, folded }: Props) {
  const [all, setAll] = useState(false);
  const [details, setDetails] = useState(false);
  const status = own.cell('status').value;
  const features =
    BigInt(own.cell('guest_features (high)').value) * 4294967296n + BigInt(own.cell('guest_features (low)').value);
  const vlans = own.cell('vlans set').value;
  const broken = own.cell('broken');
  const isShort = folded && !details;
  const shown = isShort ? SHOWN_FEATURES - 1 : SHOWN_FEATURES;
  const more = (
    <button type="button" className={css.link} aria-expanded={details} onClick={() => setDetails(!details)}>
      {details ? 'less ▴' : 'more ▾'}
    </button>
  );
  return (
    <>
      <dl className={css.facts}>
        {!isShort && (
          <>
            <dt>Status</dt>
            <dd>
              <StatusChips status={status} />
            </dd>
          </>
        )}
        {broken.value === 1 && (
          <>
            <dt>Broken</dt>
            <dd className={css.error}>
              <b>true</b> {brokenSince(document, side, broken.def.id, own.device, time)}
            </dd>
          </>
        )}
        <dt>Features</dt>
        <dd className={all ? css.tall : css.ends}>
          <FeatureChips features={features} shown={shown} all={all} onAll={setAll} /> {more}
        </dd>
        {!isShort && (
          <>
            <dt>Config</dt>
            <dd>
              <span className="mono">{macText(macBytes(own.cell('mac').value))}</span> link{' '}
              {(own.cell('net_status').value & 1) === 1 ? 'up' : 'down'}
              {own.cell('promisc').value === 1 && ' · promiscuous'} ·{' '}
              {vlans === 4096 ? 'all VLANs' : `${groupThousands(vlans)} VLANs`}
            </dd>
          </>
        )}
      </dl>
      {details && (
        <Suspense>
          <DeviceDetails document={document} side={side} nic={nic} own={own} other={other} time={time} />
        </Suspense>
      )}
    </>
  );
}
