// The wire state of the part of a device that the engine describes itself: what re-encoding writes again.
import type { ByteReader } from '../bytes/reader.ts';
import { findByPath } from '../capture/span-query.ts';
import { SpanKind, type SpanColumns } from '../capture/spans.ts';
import { virtioNetEarly } from '../devices/virtio-net.ts';
import { unknownVirtio } from '../devices/virtio-others.ts';
import type { Transport } from '../devices/virtio.ts';
import type { Vmstate, WireState } from '../vmstate/description.ts';
import { loadWire, NET, ONE_PAIR, OTHERS, SEVERAL_PAIRS } from './devices.ts';

export interface DeviceWire {
  readonly vmstate: Vmstate;
  readonly state: WireState;
}

/** Row of the field `virtio` of a device's vmstate when it was read by the engine's own description, or -1. */
export function virtioRow(spans: SpanColumns, row: number): number {
  const child = row + 1;
  const isStruct = (at: number, name: string): boolean =>
    at < spans.next[row]! && spans.kind[at] === SpanKind.Vmstate && spans.names[spans.name[at]!] === name;
  if (!isStruct(child, 'virtio')) return -1;
  return isStruct(child + 1, 'pci') || spans.names[spans.name[child + 1]!] === 'host_features_sel' ? child : -1;
}

/** Description and state of the device with the span `row`, whose field `virtio` fills the reader; null when it does not. */
export function deviceWire(
  spans: SpanColumns,
  row: number,
  transport: Transport,
  reader: ByteReader,
): DeviceWire | null {
  const name = spans.names[spans.name[row]!]!;
  const net = NET[transport];
  const known = name === net.name || name === virtioNetEarly.name ? net : OTHERS[transport].get(name);
  const own = findByPath(spans, row, 'virtio/device state/device state');
  const deviceBytes = own < 0 ? 0 : spans.end[own]! - spans.start[own]!;
  const vmstate = known ?? unknownVirtio(name, 1, transport);
  const variants =
    known === net
      ? [ONE_PAIR, SEVERAL_PAIRS]
      : known
        ? [{ packedHost: false }, { packedHost: true }]
        : [{ deviceBytes }];
  const state = loadWire(vmstate, variants, reader, () => reader.remaining === 0);
  return state && { vmstate, state };
}
