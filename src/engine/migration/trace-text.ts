// The log that QEMU would have written of a run with its tracepoints on (-trace vmstate_downtime_*, savevm_*, loadvm_*,
// qemu_loadvm*, migrate_set_state, -msg timestamp=on): one line an event, in QEMU's text. Times are virtual; thread 1 is
// the source's, thread 2 the destination's. Sections that a QEMU skips because their device has nothing to say are absent.
import type { RunCapture, Side, SideCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { SectionType } from '../stream/sections.ts';
import { ReturnMessage } from './return-path.ts';
import { statusText } from './status.ts';

/** By number: the name and the bytes that follow. */
const COMMANDS: Readonly<Record<number, readonly [string, number]>> = {
  1: ['OPEN_RETURN_PATH', 0],
  2: ['PING', 4],
  11: ['SWITCHOVER_START', 0],
};

/** Which QEMU's tracepoints: 7.2 had none for the downtime. */
export interface TraceOptions {
  readonly hasDowntime: boolean;
}

/** A line and the event that it tells of. */
export interface TraceEntry {
  readonly side: Side;
  /** Row in that side's events. */
  readonly row: number;
  /** The tracepoint's name and text, without thread and time. */
  readonly text: string;
}

/** Entries of the source, then of the destination, each in the order of time. */
export function traceEntries(
  capture: RunCapture,
  options: { source: TraceOptions; destination: TraceOptions },
): readonly TraceEntry[] {
  const source = new Trace(capture.source, 'source');
  sourceLines(capture, source, options.source);
  const destination = new Trace(capture.destination, 'destination');
  destinationLines(capture, destination, options.destination);
  return [...source.entries, ...destination.entries];
}

/** The same as a log has them: `1@0.012884:savevm_section_start ram, section_id 1`. */
export function traceLines(
  capture: RunCapture,
  options: { source: TraceOptions; destination: TraceOptions },
): string[] {
  return traceEntries(capture, options).map(({ side, row, text }) => {
    const micros = Math.floor(capture[side].events.time[row]! / 1000);
    const seconds = Math.floor(micros / 1_000_000);
    const rest = (micros % 1_000_000).toString().padStart(6, '0');
    return `${side === 'source' ? 1 : 2}@${seconds}.${rest}:${text}`;
  });
}

class Trace {
  readonly entries: TraceEntry[] = [];
  readonly side: SideCapture;
  private readonly name: Side;

  constructor(side: SideCapture, name: Side) {
    this.side = side;
    this.name = name;
  }

  /** One line at event `row`. */
  put(row: number, text: string): void {
    this.entries.push({ side: this.name, row, text });
  }
}

/** Microseconds from event `from` to event `to`. */
function micros({ events }: SideCapture, from: number, to: number): number {
  return Math.floor((events.time[to]! - events.time[from]!) / 1000);
}

/** The instance id in the header of the START or FULL section at `offset`. */
function instanceAndVersion(stream: Uint8Array, offset: number): readonly [number, number] {
  const view = new DataView(stream.buffer, stream.byteOffset);
  const at = offset + 6 + stream[offset + 5]!;
  return at + 8 <= stream.length ? [view.getUint32(at), view.getUint32(at + 4)] : [0, 0];
}

/** Instance ids by section id, as START and FULL sections give them. */
class Instances {
  private readonly known = new Map<number, number>();
  private readonly stream: Uint8Array;

  constructor(stream: Uint8Array) {
    this.stream = stream;
  }

  of(type: number, sectionId: number, offset: number): number {
    if (type === SectionType.Start || type === SectionType.Full)
      this.known.set(sectionId, instanceAndVersion(this.stream, offset)[0]);
    return this.known.get(sectionId) ?? 0;
  }
}

function sourceLines({ stream }: RunCapture, trace: Trace, { hasDowntime }: TraceOptions): void {
  const { events, names } = trace.side;
  const instances = new Instances(stream);
  let begun = -1;
  let idstr = '';
  let instance = 0;
  const checkpoint = (i: number, name: string): void => {
    if (hasDowntime) trace.put(i, `vmstate_downtime_checkpoint ${name}`);
  };
  let phase = 0;
  for (let i = 0; i < events.length; i++) {
    const subject = events.subject[i]!;
    const before = events.before[i]!;
    const after = events.after[i]!;
    switch (events.kind[i]) {
      case EventKind.MigrationState:
        if (statusText(after) === 'completed') {
          checkpoint(i, 'src-non-iterable-saved');
          checkpoint(i, 'src-downtime-end');
        }
        trace.put(i, `migrate_set_state new state ${statusText(after)}`);
        break;
      case EventKind.HeaderSaved:
        trace.put(i, 'savevm_state_header ');
        trace.put(i, 'savevm_state_setup ');
        break;
      case EventKind.CpuThrottle:
        // cpu_throttle_stop() has no tracepoint; cpu_throttle_set() has had one since 9.2.
        if (after === 0) break;
        trace.put(i, 'migration_throttle ');
        if (hasDowntime) trace.put(i, `cpu_throttle_set set guest CPU throttled by ${after}%`);
        break;
      case EventKind.ReturnHeard:
        trace.put(i, heardText(subject, before));
        if (subject === ReturnMessage.Shut && before !== 0) trace.put(i, 'source_return_path_thread_bad_end ');
        break;
      case EventKind.GuestStop:
        checkpoint(i, 'src-downtime-start');
        checkpoint(i, 'src-vm-stopped');
        trace.put(i, 'migration_completion_vm_stop ret 0');
        break;
      case EventKind.SectionSaveStart:
        begun = i;
        idstr = names[after] ?? '';
        instance = instances.of(before, subject, events.offset[i]!);
        if (before === SectionType.Start) break;
        if (before === SectionType.Part && idstr === 'ram') trace.put(i, 'savevm_state_iterate ');
        if (before === SectionType.Full && phase === 0) {
          checkpoint(i, 'src-iterable-saved');
          phase = 1;
        }
        trace.put(i, `savevm_section_start ${idstr}, section_id ${subject}`);
        break;
      case EventKind.SectionSaveEnd: {
        if (before === SectionType.Start) break;
        const isDone = before === SectionType.Part && events.kind[i + 1] !== EventKind.RateLimited;
        trace.put(i, `savevm_section_end ${idstr}, section_id ${subject} -> ${isDone ? 1 : 0}`);
        if (hasDowntime && before !== SectionType.Part)
          trace.put(
            i,
            `vmstate_downtime_save type=${iterable(before)} idstr=${idstr} instance_id=${instance} downtime=${micros(trace.side, begun, i)}`,
          );
      }
    }
  }
  if (events.length > 0) trace.put(events.length - 1, 'savevm_state_cleanup ');
}

function destinationLines(capture: RunCapture, trace: Trace, { hasDowntime }: TraceOptions): void {
  const { stream } = capture;
  const { events, names } = trace.side;
  const instances = new Instances(stream);
  let begun = -1;
  let idstr = '';
  let instance = 0;
  for (let i = 0; i < events.length; i++) {
    const subject = events.subject[i]!;
    const before = events.before[i]!;
    const after = events.after[i]!;
    const offset = events.offset[i]!;
    switch (events.kind[i]) {
      case EventKind.MigrationState:
        trace.put(i, `migrate_set_state new state ${statusText(after)}`);
        if (statusText(after) === 'completed') trace.put(i, 'loadvm_state_cleanup ');
        break;
      case EventKind.HeaderLoaded:
        trace.put(i, 'loadvm_state_setup ');
        break;
      case EventKind.SectionLoadStart:
        begun = i;
        idstr = names[after] ?? '';
        instance = instances.of(before, subject, offset);
        trace.put(i, `qemu_loadvm_state_section ${before}`);
        if (before === SectionType.Start || before === SectionType.Full) {
          const version = instanceAndVersion(stream, offset)[1];
          trace.put(i, `qemu_loadvm_state_section_startfull ${subject}(${idstr}) ${instance} ${version}`);
        } else trace.put(i, `qemu_loadvm_state_section_partend ${subject}`);
        break;
      case EventKind.SectionLoadEnd:
        if (hasDowntime && before !== SectionType.Start && before !== SectionType.Part)
          trace.put(
            i,
            `vmstate_downtime_load type=${iterable(before)} idstr=${idstr} instance_id=${instance} downtime=${micros(trace.side, begun, i)}`,
          );
        break;
      case EventKind.CommandLoaded:
        trace.put(i, `qemu_loadvm_state_section ${SectionType.Command}`);
        trace.put(
          i,
          `loadvm_process_command com=${COMMANDS[subject]?.[0] ?? subject} len=${COMMANDS[subject]?.[1] ?? 0}`,
        );
        trace.put(i, 'qemu_loadvm_state_section_command 0');
        break;
      case EventKind.AckPending:
        trace.put(
          i,
          `${subject === 0 ? 'loadvm_state_switchover_ack_needed' : 'loadvm_approve_switchover'} Switchover ack pending num=${after}`,
        );
        break;
      case EventKind.ReturnSent:
        trace.put(i, `migrate_send_rp_message ${subject}: len ${subject === ReturnMessage.SwitchoverAck ? 0 : 4}`);
        break;
      case EventKind.LoadEnd:
        trace.put(i, `qemu_loadvm_state_section ${SectionType.Eof}`);
        trace.put(i, 'qemu_loadvm_state_post_main 0');
        if (hasDowntime) trace.put(i, 'vmstate_downtime_checkpoint dst-precopy-loadvm-completed');
        break;
      case EventKind.GuestStart:
        if (hasDowntime) trace.put(i, 'vmstate_downtime_checkpoint dst-precopy-bh-vm-started');
    }
  }
}

/** source_return_path_thread_…: PONG and SHUT with their value. */
function heardText(message: number, value: number): string {
  if (message === ReturnMessage.SwitchoverAck) return 'source_return_path_thread_switchover_acked ';
  return `source_return_path_thread_${message === ReturnMessage.Pong ? 'pong' : 'shut'} 0x${value.toString(16)}`;
}

function iterable(type: number): string {
  return type === SectionType.End ? 'iterable' : 'non-iterable';
}
