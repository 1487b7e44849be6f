// Subsections that a structure could have and a stream left out, each with why: QEMU sends them only when they say something
// (the `needed` functions of hw/virtio/virtio.c vmstate_virtio and hw/net/virtio-net.c vmstate_virtio_net_device).
import { SpanKind, type SpanColumns } from '../../engine/capture/spans.ts';

export interface AbsentSubsection {
  readonly name: string;
  readonly why: string;
}

/** In the order in which they would stand. */
const OPTIONAL: Readonly<Record<string, readonly AbsentSubsection[]>> = {
  virtio: [
    { name: 'virtio/device_endian', why: 'the byte order is the target’s' },
    { name: 'virtio/128bit_features', why: 'no feature of 64 to 127 is accepted, or QEMU is older than 10.2' },
    { name: 'virtio/64bit_features', why: 'no feature above 31 is offered' },
    { name: 'virtio/virtqueues', why: 'VERSION_1 is not offered: a legacy ring computes its addresses' },
    { name: 'virtio/ringsize', why: 'every ring has the size that it has after a reset' },
    { name: 'virtio/broken', why: 'the device is not broken' },
    { name: 'virtio/extra_state', why: 'the transport has nothing to add' },
    { name: 'virtio/started', why: 'the device is not started' },
    { name: 'virtio/packed_virtqueues', why: 'the rings are split' },
    { name: 'virtio/disabled', why: 'the device is not disabled' },
  ],
  'virtio-net-device': [{ name: 'virtio-net-device/rss', why: 'hashing is off' }],
};

/** What is absent directly below `row`; nothing where a structure was cut off, since what follows is not known then. */
export function absentBelow(spans: SpanColumns, row: number): readonly AbsentSubsection[] {
  if (spans.kind[row] !== SpanKind.Vmstate) return [];
  const optional = OPTIONAL[spans.names[spans.name[row]!]!];
  if (!optional || spans.next[row] === row + 1) return [];
  const present = new Set<string>();
  for (let child = row + 1; child < spans.next[row]!; child = spans.next[child]!) {
    const kind = spans.kind[child];
    if (kind === SpanKind.Missing || kind === SpanKind.Opaque) return [];
    // A proposed form stands for the subsection that it replaces.
    present.add(spans.names[spans.name[child]!]!.replace('/x-used-', '/'));
  }
  const isCut = spans.mark[sectionOf(spans, row)] === 3;
  return isCut ? [] : optional.filter(({ name }) => !present.has(name));
}

function sectionOf(spans: SpanColumns, row: number): number {
  let at = row;
  while (spans.parent[at]! >= 0) at = spans.parent[at]!;
  return at;
}
