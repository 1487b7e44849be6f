// The rest of a NIC's state: receive mode, filters, RSS, offloads, interrupts, PCI. Loaded when it is first unfolded.
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import type { Side } from '../../engine/capture/capture.ts';
import { nicConfigSpace } from '../../engine/devices/virtio-net-pci-config.ts';
import { nicsOf } from '../../engine/scenario/machines.ts';
import type { RunDocument } from '../../store/documents.ts';
import { Detail } from './Detail.tsx';
import type { NicView } from './device-view.ts';
import { ListDetail } from './ListDetail.tsx';
import css from './devices.module.css';

interface Props {
  readonly document: RunDocument;
  readonly side: Side;
  readonly nic: number;
  readonly own: NicView;
  readonly other: NicView;
  readonly time: number;
}

type Format = (value: number) => string;

const YES_NO: Format = (value) => (value === 0 ? 'no' : 'yes');
const TRI: Format = (value) => ['—', 'false', 'true'][value] ?? String(value);
const BITS: Format = (value) => hex(value);
/** VIRTIO_NO_VECTOR */
const VECTOR: Format = (value) => (value === 0xffff ? 'none' : String(value));

/** Groups of cells by QEMU's names. */
const GROUPS: readonly (readonly [string, readonly (readonly [string, Format])[]])[] = [
  [
    'Receive mode',
    ['promisc', 'allmulti', 'alluni', 'nomulti', 'nouni', 'nobcast'].map((name) => [name, YES_NO] as const),
  ],
  [
    'MAC table',
    [
      ['mac_table.in_use', groupThousands],
      ['mac_table.first_multi', groupThousands],
      ['mac_table.multi_overflow', YES_NO],
      ['mac_table.uni_overflow', YES_NO],
    ],
  ],
  ['VLANs', [['vlans set', (value) => (value === 4096 ? 'all 4,096' : groupThousands(value))]]],
  [
    'RSS',
    [
      ['rss_data.enabled', YES_NO],
      ['rss_data.redirect', YES_NO],
      ['rss_data.populate_hash', YES_NO],
      ['rss_data.hash_types', BITS],
      ['rss_data.indirections_len', groupThousands],
      ['rss_data.default_queue', groupThousands],
    ],
  ],
  [
    'Offloads',
    [
      ['curr_guest_offloads', BITS],
      ['curr_queue_pairs', groupThousands],
      ['tx_waiting', groupThousands],
    ],
  ],
  [
    'Flags',
    [
      ['started', YES_NO],
      ['disabled', YES_NO],
      ['isr', BITS],
      ['queue_sel', groupThousands],
      ['iterative_vmstate_sent', TRI],
      ['iterative_vmstate_loaded', TRI],
    ],
  ],
];

/** Lists below the values of a group: cell and label. */
const LISTS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'MAC table': [['mac_table.macs', 'macs']],
  VLANs: [['vlans', 'ids']],
  RSS: [
    ['rss_data.indirections_table', 'indirections_table'],
    ['rss_data.key', 'key'],
  ],
};

export function DeviceDetails({ document, side, nic, own, other, time }: Props) {
  const place = { document, side, time };
  const value = (format: Format, label: string, name: string, queue = -1) => {
    const cell = own.cell(name, queue);
    return (
      <Detail
        key={cell.def.id}
        place={place}
        own={cell}
        other={other.cell(name, queue)}
        label={label}
        format={format}
      />
    );
  };
  /** An empty list says nothing that the numbers do not say. */
  const isThere = ([name]: readonly [string, string]): boolean =>
    own.cell(name).value !== 0 || other.cell(name).value !== 0;
  const vectors = own.queues.filter(({ num }) => num.value > 0);
  const bound = own.cell('BARs mapped').value === 1;
  const config = nicsOf(document.scenario, side)[nic];
  return (
    <dl className={css.details}>
      {GROUPS.map(([title, cells]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            {cells.map(([name, format]) => value(format, name.replace(/^(mac_table|rss_data)\./, ''), name))}
            {LISTS[title]?.filter(isThere).map(([name, label]) => (
              <ListDetail
                key={name}
                place={place}
                own={own.cell(name)}
                other={other.cell(name)}
                label={label}
                {...(label === 'macs' ? { firstMulti: own.cell('mac_table.first_multi').value } : undefined)}
              />
            ))}
          </dd>
        </div>
      ))}
      <div>
        <dt>MSI-X</dt>
        <dd>
          {value(VECTOR, 'config', 'config_vector')}
          {vectors.map(({ index, name }) => value(VECTOR, name, 'vector', index))}
        </dd>
      </div>
      <div>
        <dt>PCI BARs</dt>
        <dd>
          {value(YES_NO, 'mapped', 'BARs mapped')}
          {config && bound && <span className="mono">{barsText(nicConfigSpace(true, config))}</span>}
        </dd>
      </div>
    </dl>
  );
}

/** The base addresses that are set, by number (PCI config space 0x10 on). */
function barsText(space: Uint8Array): string {
  const view = new DataView(space.buffer, space.byteOffset, space.byteLength);
  return Array.from({ length: 6 }, (_, bar) => [bar, view.getUint32(0x10 + 4 * bar, true)] as const)
    .filter(([, address]) => address !== 0)
    .map(([bar, address]) => `${bar}: ${hex(address)}`)
    .join(' · ');
}
