// The rest of a NIC's state: receive mode, filters, RSS, offloads, interrupts, PCI. Loaded when it is first unfolded.
import { formatMs, groupThousands, hex } from '../../engine/bytes/text.ts';
import type { Side } from '../../engine/capture/capture.ts';
import { nicConfigSpace } from '../../engine/devices/virtio-net-pci-config.ts';
import { nicsOf } from '../../engine/scenario/machines.ts';
import type { RunDocument } from '../../store/documents.ts';
import { reasonOf } from '../compare/reason-of.ts';
import { useActions } from '../app/use-app.ts';
import { MarkGlyph } from '../rings/Glyphs.tsx';
import type { CellView, NicView } from './device-view.ts';
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

export function DeviceDetails({ document, side, nic, own, other, time }: Props) {
  const { selectCell } = useActions();
  const value = (cell: CellView, there: CellView, format: Format, label: string) => {
    const differs = side === 'destination' && cell.value !== there.value;
    const reason = differs ? reasonOf(document, cell.def, time) : null;
    return (
      <span key={cell.def.id} className={differs ? `${css.detail} ${css.different}` : css.detail}>
        <MarkGlyph mark={cell.def.mark} />
        <button type="button" className={css.plain} onClick={() => selectCell(cell.def.id, side)}>
          <span className="dim">{label}</span> <span className="mono">{format(cell.value)}</span>
        </button>
        {reason && (
          <span title={`${reason.text} (${formatMs(time)})`}>
            <b>≠</b> <span className="mono">{format(there.value)}</span> {reason.short}
          </span>
        )}
      </span>
    );
  };
  const vectors = own.queues.filter(({ num }) => num.value > 0);
  const bound = own.cell('BARs mapped').value === 1;
  const config = nicsOf(document.scenario, side)[nic];
  return (
    <dl className={css.details}>
      {GROUPS.map(([title, cells]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            {cells.map(([name, format]) =>
              value(own.cell(name), other.cell(name), format, name.replace(/^(mac_table|rss_data)\./, '')),
            )}
          </dd>
        </div>
      ))}
      <div>
        <dt>MSI-X</dt>
        <dd>
          {value(own.cell('config_vector'), other.cell('config_vector'), VECTOR, 'config')}
          {vectors.map(({ index, name }) =>
            value(own.cell('vector', index), other.cell('vector', index), VECTOR, name),
          )}
        </dd>
      </div>
      <div>
        <dt>PCI BARs</dt>
        <dd>
          {value(own.cell('BARs mapped'), other.cell('BARs mapped'), YES_NO, 'mapped')}
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
