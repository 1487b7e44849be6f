// The lists of a virtio-net (QEMU struct VirtIONet: mac_table, vlans, rss_data) as cells: what NicState holds, recorded.
import type { Recorder } from '../capture/recorder.ts';
import type { NicCells } from './virtio-net-cells.ts';
import type { NicState } from './virtio-net-state.ts';
import type { RssWire } from './virtio-net.ts';

/** Where in the stream a value of the section stood, or -1. */
type OffsetOf = (path: readonly (string | number)[]) => number;

const nowhere: OffsetOf = () => -1;

export function recordMacTable(state: NicState, cells: NicCells, recorder: Recorder, at = nowhere): void {
  recorder.set(cells.macTableInUse, state.macTable.length / 6, at(['device', 'macTableInUse']));
  // An empty table has no bytes: at that offset stands what comes next.
  recorder.setList(cells.macs, state.macTable, state.macTable.length > 0 ? at(['device', 'macTable']) : -1);
  recorder.set(cells.firstMulti, state.firstMulti);
}

export function recordVlans(state: NicState, cells: NicCells, recorder: Recorder, at = nowhere): void {
  const offset = at(['device', 'vlans']);
  recorder.setList(cells.vlanTable, state.vlans, offset);
  recorder.set(cells.vlans, countBits(state.vlans), offset);
}

export function recordRssLists(rss: RssWire, { rss: cells }: NicCells, recorder: Recorder, at = nowhere): void {
  recorder.setList(cells.key, rss.key, at(['device', 'rss', 'key']));
  const table = bigEndian(rss.indirectionsTable);
  recorder.setList(cells.indirectionsTable, table, at(['device', 'rss', 'indirectionsTable']));
}

/** As on the wire. */
function bigEndian(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(2 * numbers.length);
  const view = new DataView(bytes.buffer);
  for (const [i, number] of numbers.entries()) view.setUint16(2 * i, number);
  return bytes;
}

function countBits(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) for (let bits = byte; bits > 0; bits &= bits - 1) count++;
  return count;
}
