// Where a NIC's rings lie in guest memory at the cursor, and the buffers and tables that its rings point to: for the map of
// guest memory and for the words beside a page.
import type { Side } from '../../engine/capture/capture.ts';
import type { RunDocument } from '../../store/documents.ts';
import { nicDevices, nicView, type NicView } from '../devices/device-view.ts';
import { splitSizes } from '../../engine/virtqueue/split.ts';
import { chainPieces } from '../rings/chain-pieces.ts';
import { ringOf, type RingView } from '../rings/ring-view.ts';

const PAGE = 4096;

export interface MemoryArea {
  /** `RX0 descriptor table`, `TX0 buffers`. */
  readonly label: string;
  readonly kind: 'ring' | 'buffers';
  /** Guest address of the first byte; `pages` in the order of their numbers. */
  readonly address: number;
  readonly pages: readonly number[];
}

/** All areas that a side's NICs know of at the cursor, by address within each NIC. */
export function memoryAreas(document: RunDocument, side: Side): readonly MemoryArea[] {
  const devices = nicDevices(document);
  return devices.flatMap((_, nic) => {
    const view = nicView(document, side, nic);
    const prefix = devices.length > 1 ? `NIC ${nic} ` : '';
    return view.queues.flatMap(({ index, name }) => {
      const found = ringOf(document, view, index);
      return found ? areasOf(view, index, found, prefix + name) : [];
    });
  });
}

function areasOf(view: NicView, queue: number, found: RingView, name: string): readonly MemoryArea[] {
  const { ring } = found;
  const area = (what: string, address: number, bytes: number): MemoryArea => ({
    label: `${name} ${what}`,
    kind: 'ring',
    address,
    pages: pagesOf([[address, bytes]]),
  });
  const rings =
    found.format === 'packed'
      ? [
          area('descriptor ring', ring.desc, 16 * ring.num),
          area('driver event suppression', ring.avail, 4),
          area('device event suppression', ring.used, 4),
        ]
      : [
          area('descriptor table', ring.desc, splitSizes(ring.num).desc),
          area('available ring', ring.avail, splitSizes(ring.num).avail),
          area('used ring', ring.used, splitSizes(ring.num).used),
        ];
  const ids = idsInRing(view, queue, found);
  const pieces = chainPieces(ring, ids).filter(({ address }) => address !== 0);
  if (pieces.length === 0) return rings;
  const pages = pagesOf(pieces.map(({ address, length }) => [address, length]));
  const first = Math.min(...pieces.map(({ address }) => address));
  return [...rings, { label: `${name} buffers`, kind: 'buffers', address: first, pages }];
}

/** Descriptors that the driver has handed over and not got back. */
function idsInRing(view: NicView, queue: number, found: RingView): readonly number[] {
  if (found.format === 'packed')
    return [
      ...found.ring.owned({
        index: view.cell('used_idx', queue).value,
        wrap: view.cell('used_wrap_counter', queue).value,
      }),
    ];
  const { ring } = found;
  const pending = (ring.availIdx - ring.usedIdx) & 0xffff;
  if (pending > ring.num) return [];
  return Array.from({ length: pending }, (_, i) => ring.chain(ring.head((ring.usedIdx + i) & 0xffff))).flat();
}

/** Numbers of the pages that ranges of bytes touch. */
function pagesOf(ranges: readonly (readonly [address: number, bytes: number])[]): readonly number[] {
  const pages = new Set<number>();
  for (const [address, bytes] of ranges)
    for (let page = Math.floor(address / PAGE); page * PAGE < address + Math.max(1, bytes); page++) pages.add(page);
  return [...pages].sort((a, b) => a - b);
}
