// What the timeline of a run shows, gathered once: bars of sections and loads, packets of the link, ticks of traffic,
// dirty pages. Times in ns of virtual time.
import { EventKind } from '../../engine/capture/event-kinds.ts';
import type { EventColumns } from '../../engine/capture/event-log.ts';
import type { RunDocument } from '../../store/documents.ts';
import { MaxPyramid } from './pyramid.ts';

export interface Bar {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  /** Row of the frame's span; -1 when it has none. */
  readonly row: number;
  /** The NIC's own sections stand out. */
  readonly strong: boolean;
}

export interface RunModel {
  readonly sections: readonly Bar[];
  readonly loads: readonly Bar[];
  /** Link: when packets left, and the rate while they did, bytes per second. */
  readonly packets: readonly { readonly start: number; readonly end: number }[];
  readonly rx: { readonly source: Float64Array; readonly destination: Float64Array };
  readonly tx: { readonly source: Float64Array; readonly destination: Float64Array };
  /** Pages written since the last sync. */
  readonly dirty: MaxPyramid;
  readonly mostDirty: number;
}

export function runModel(document: RunDocument): RunModel {
  const { source, destination } = document.capture;
  const sections: Bar[] = [];
  const loads: Bar[] = [];
  const saved = saveTimes(source.events);
  for (const frame of document.frames) {
    const strong = frame.idstr.includes('/virtio-net');
    const label = strong
      ? `virtio-net ${frame.flag || frame.type}`
      : frame.type === 'VMDESC'
        ? frame.idstr
        : frame.idstr;
    const at = saved.get(frame.start);
    const start = at?.start ?? frame.sent;
    const end = at?.end ?? frame.arrived - document.scenario.link.latency;
    if (start >= 0 && end > start && frame.type !== 'HEADER' && frame.type !== 'CONFIG')
      sections.push({ start, end, label, row: frame.row, strong });
    if (frame.loadStart >= 0)
      loads.push({
        start: frame.loadStart,
        end: Math.max(frame.loadEnd, frame.loadStart),
        label,
        row: frame.row,
        strong,
      });
  }
  const dirty = dirtySeries(source.events);
  return {
    sections,
    loads,
    packets: document.link.packets.map(({ leaves, left }) => ({ start: leaves, end: left })),
    rx: {
      source: timesOf(source.events, EventKind.DeviceReceive),
      destination: timesOf(destination.events, EventKind.DeviceReceive),
    },
    tx: {
      source: timesOf(source.events, EventKind.DeviceTransmit),
      destination: timesOf(destination.events, EventKind.DeviceTransmit),
    },
    dirty,
    mostDirty: Math.max(1, dirty.max(0, dirty.length)),
  };
}

function saveTimes(events: EventColumns): Map<number, { start: number; end: number }> {
  const times = new Map<number, { start: number; end: number }>();
  let open: { start: number; end: number } | null = null;
  for (let i = 0; i < events.length; i++) {
    if (events.kind[i] === EventKind.SectionSaveStart) {
      open = { start: events.time[i]!, end: events.time[i]! };
      times.set(events.offset[i]!, open);
    } else if (events.kind[i] === EventKind.SectionSaveEnd && open) open.end = events.time[i]!;
  }
  return times;
}

function timesOf(events: EventColumns, kind: number): Float64Array {
  const times: number[] = [];
  for (let i = 0; i < events.length; i++) if (events.kind[i] === kind) times.push(events.time[i]!);
  return Float64Array.from(times);
}

function dirtySeries(events: EventColumns): MaxPyramid {
  const times: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < events.length; i++) {
    const kind = events.kind[i];
    if (kind !== EventKind.GuestDirtyPage && kind !== EventKind.PassStart) continue;
    times.push(events.time[i]!);
    values.push(kind === EventKind.PassStart ? 0 : events.after[i]!);
  }
  return new MaxPyramid(Float64Array.from(times), Float64Array.from(values));
}
