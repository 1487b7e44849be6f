// What the timeline of a run shows, gathered once: bars of sections and loads, packets of the link, traffic of the guest,
// dirty pages, marks of what has no lane. Times in ns of virtual time.
import { EventKind } from '../../engine/capture/event-kinds.ts';
import { ReturnMessage } from '../../engine/migration/return-path.ts';
import type { EventColumns } from '../../engine/capture/event-log.ts';
import type { RunDocument } from '../../store/documents.ts';
import { BACKEND_STEPS, backendStep } from '../bottom/backend-step.ts';
import type { Mark } from './marks.ts';
import { Series } from './series.ts';

export interface Bar {
  readonly start: number;
  readonly end: number;
  /** Words for it, the longest first. */
  readonly labels: readonly string[];
  /** Row of the frame's span; -1 when it has none. */
  readonly row: number;
  readonly bytes: number;
  /** The NIC's own sections stand out. */
  readonly strong: boolean;
  /** Of a load: the modelled time of the load itself, ns; the rest of the bar is waiting for bytes. Else -1. */
  readonly modelled: number;
}

/** What the link carries: when each packet left, and how long it had been busy before. */
export interface LinkModel {
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly busy: Float64Array;
  /** Bytes by the time a packet began to leave. */
  readonly packets: Series;
}

export interface BothSides {
  readonly source: Series;
  readonly destination: Series;
}

export interface RunModel {
  readonly sections: readonly Bar[];
  readonly loads: readonly Bar[];
  readonly link: LinkModel;
  /** Bytes of each packet that the NIC received and sent. */
  readonly rx: BothSides;
  readonly tx: BothSides;
  /** Pages written since the last sync, at each write and sync. */
  readonly dirty: Series;
  readonly mostDirty: number;
  /** Pages put into the stream; 1 for a page with data, 0 for a zero page. */
  readonly pages: Series;
  readonly marks: readonly Mark[];
}

const known = new WeakMap<RunDocument, RunModel>();

/** Made once for a document: its pictures and tables are of what the screen has. */
export function runModel(document: RunDocument): RunModel {
  let model = known.get(document);
  if (!model) known.set(document, (model = makeRunModel(document)));
  return model;
}

function makeRunModel(document: RunDocument): RunModel {
  const { source, destination } = document.capture;
  const sections: Bar[] = [];
  const loads: Bar[] = [];
  const saved = spanTimes(source.events, EventKind.SectionSaveStart, EventKind.SectionSaveEnd);
  const loaded = spanTimes(destination.events, EventKind.SectionLoadStart, EventKind.SectionLoadEnd);
  for (const frame of document.frames) {
    const strong = frame.idstr.includes('/virtio-net');
    const short = frame.flag || frame.type;
    const part = {
      labels: strong ? [`virtio-net ${short}`, short] : frame.type === 'VMDESC' ? [frame.idstr, 'JSON'] : [frame.idstr],
      row: frame.row,
      bytes: frame.end - frame.start,
      strong,
    };
    const at = saved.get(frame.start);
    const start = at?.start ?? frame.sent;
    const end = at?.end ?? frame.arrived - document.scenario.link.latency;
    if (start >= 0 && end > start && frame.type !== 'HEADER' && frame.type !== 'CONFIG')
      sections.push({ ...part, start, end, modelled: -1 });
    if (frame.loadStart < 0) continue;
    loads.push({
      ...part,
      start: frame.loadStart,
      end: Math.max(frame.loadEnd, frame.loadStart),
      modelled: loaded.get(frame.start)?.after ?? -1,
    });
  }
  loads.push(...backendBars(destination.events));
  sections.sort((a, b) => a.start - b.start);
  loads.sort((a, b) => a.start - b.start);
  const dirty = dirtySeries(source.events);
  return {
    sections,
    loads,
    link: linkModel(document),
    rx: traffic(document, EventKind.DeviceReceive),
    tx: traffic(document, EventKind.DeviceTransmit),
    dirty,
    mostDirty: Math.max(1, dirty.max(0, dirty.length)),
    pages: seriesOf(source.events, EventKind.PageSend, source.events.before),
    marks: marksOf(document),
  };
}

/** Steps of the destination's vhost back-ends: they stand in the lane of what it loads. */
function backendBars(events: EventColumns): Bar[] {
  const bars: Bar[] = [];
  for (let i = 0; i < events.length; i++) {
    const kind = events.kind[i]!;
    const [start, modelled] = [events.time[i]!, events.after[i]!];
    if (modelled === 0 || !BACKEND_STEPS.has(kind)) continue;
    const step = backendStep(kind, events.before[i]!);
    const short = step.replace('control queue: ', '');
    const labels = [step, short, short.replace(/_(SET|ADD|DEL)$/, ''), short.replace(/[ _].*/, '')];
    bars.push({ labels, start, end: start + modelled, row: -1, bytes: 0, strong: true, modelled });
  }
  return bars;
}

interface Times {
  start: number;
  end: number;
  after: number;
}

/** By stream offset of the section: when it began and ended, and what its end event says. */
function spanTimes(events: EventColumns, first: number, last: number): Map<number, Times> {
  const times = new Map<number, Times>();
  let open: Times | null = null;
  for (let i = 0; i < events.length; i++) {
    if (events.kind[i] === first) {
      open = { start: events.time[i]!, end: events.time[i]!, after: -1 };
      times.set(events.offset[i]!, open);
    } else if (events.kind[i] === last && open) {
      open.end = events.time[i]!;
      open.after = events.after[i]!;
    }
  }
  return times;
}

function seriesOf(events: EventColumns, kind: number, column: ArrayLike<number>): Series {
  const times: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < events.length; i++) {
    if (events.kind[i] !== kind) continue;
    times.push(events.time[i]!);
    values.push(column[i]!);
  }
  return new Series(Float64Array.from(times), Float64Array.from(values));
}

function traffic({ capture: { source, destination } }: RunDocument, kind: number): BothSides {
  return {
    source: seriesOf(source.events, kind, source.events.after),
    destination: seriesOf(destination.events, kind, destination.events.after),
  };
}

function dirtySeries(events: EventColumns): Series {
  const times: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < events.length; i++) {
    const kind = events.kind[i];
    if (kind !== EventKind.GuestDirtyPage && kind !== EventKind.PassStart) continue;
    times.push(events.time[i]!);
    values.push(kind === EventKind.PassStart ? 0 : events.after[i]!);
  }
  return new Series(Float64Array.from(times), Float64Array.from(values));
}

function linkModel({ link }: RunDocument): LinkModel {
  const { packets } = link;
  const start = Float64Array.from(packets, ({ leaves }) => leaves);
  const end = Float64Array.from(packets, ({ left }) => left);
  const busy = new Float64Array(packets.length + 1);
  for (let i = 0; i < packets.length; i++) busy[i + 1] = busy[i]! + end[i]! - start[i]!;
  const bytes = Float64Array.from(packets, (packet) => packet.end - packet.start);
  return { start, end, busy, packets: new Series(start, bytes) };
}

/** What happened that has no lane: errors, and vCPUs being throttled. */
function marksOf({ capture }: RunDocument): readonly Mark[] {
  const marks: Mark[] = [];
  for (const side of ['source', 'destination'] as const) {
    const { events, names } = capture[side];
    for (let i = 0; i < events.length; i++) {
      const at = events.time[i]!;
      switch (events.kind[i]) {
        case EventKind.DeviceError:
        case EventKind.LoadFailed:
          marks.push({ at, kind: 'error', label: names[events.subject[i]!] ?? 'error' });
          break;
        case EventKind.ReturnSent:
        case EventKind.ReturnHeard:
          if (events.subject[i] !== ReturnMessage.SwitchoverAck) break;
          marks.push({ at, kind: 'ack', label: side === 'source' ? 'switchover acked: heard' : 'switchover ack sent' });
          break;
        case EventKind.CpuThrottle: {
          const percent = events.after[i]!;
          marks.push({ at, kind: 'throttle', label: percent === 0 ? 'vCPUs run freely' : `vCPUs sleep ${percent} %` });
        }
      }
    }
  }
  return marks.sort((a, b) => a.at - b.at);
}
