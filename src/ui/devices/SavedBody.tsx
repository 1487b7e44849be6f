// What a file's section holds of one NIC: status, features, configuration, filters, queues, and the ring of the chosen one.
import { useState } from 'react';
import { groupThousands, macText } from '../../engine/bytes/text.ts';
import { listText } from '../../engine/capture/list-text.ts';
import type { FileDocument } from '../../store/documents.ts';
import { useActions } from '../app/use-app.ts';
import { FeatureChips } from './FeatureChips.tsx';
import { QueueRows } from './QueueRows.tsx';
import type { SavedNic } from './saved-view.ts';
import { SavedRingSection } from './SavedRingSection.tsx';
import { StatusChips } from './StatusChips.tsx';
import css from './devices.module.css';

interface Props {
  readonly document: FileDocument;
  readonly nic: SavedNic;
}

/** Feature names beside the number. */
const SHOWN_FEATURES = 2;
const RING_PACKED = 1n << 34n;

export function SavedBody({ document, nic }: Props) {
  const { selectRow } = useActions();
  const [all, setAll] = useState(false);
  const [chosen, setChosen] = useState(0);
  const { macs, vlans } = nic;
  const queue = nic.queues[chosen];
  const isPacked = (nic.features & RING_PACKED) !== 0n;
  const rows = nic.queues.map(({ index, name, num, lastAvailIdx, packed }) => ({
    index,
    name,
    different: 0,
    values: [num, lastAvailIdx, isPacked && packed ? packed.usedIdx : null, isPacked && packed ? packed.inuse : null],
  }));
  return (
    <>
      <dl className={css.facts}>
        <dt>Status</dt>
        <dd>
          <StatusChips status={nic.status} />
        </dd>
        <dt>Features</dt>
        <dd className={all ? css.tall : undefined}>
          <FeatureChips features={nic.features} shown={SHOWN_FEATURES} all={all} onAll={setAll} />
        </dd>
        <dt>Config</dt>
        <dd>
          {nic.mac ? <span className="mono">{macText(nic.mac)}</span> : '—'}
          {nic.linkUp !== null && ` link ${nic.linkUp ? 'up' : 'down'}`}
          {nic.promiscuous && ' · promiscuous'}
        </dd>
        {macs && macs.length > 0 && (
          <>
            <dt>MACs</dt>
            <dd className={`mono ${css.tall}`}>{listText('macs', macs)}</dd>
          </>
        )}
        {vlans && vlans.some((byte) => byte !== 0) && (
          <>
            <dt>VLANs</dt>
            <dd className="mono">{listText('vlans', vlans)}</dd>
          </>
        )}
      </dl>
      {nic.changes > 0 && (
        <p className={`dim ${css.remark}`}>
          Put together from START and {groupThousands(nic.changes)} {nic.changes === 1 ? 'change' : 'changes'} since:
          strategy delta, a proposal of this project.
        </p>
      )}
      <QueueRows
        label="Queues as saved"
        rows={rows}
        chosen={chosen}
        onChoose={(index) => {
          setChosen(index);
          selectRow(nic.queues[index]!.row, 'device');
        }}
      />
      {queue && <SavedRingSection document={document} queue={queue} isPacked={isPacked} />}
    </>
  );
}
