// An event in words: for the log, for the timeline's twin and for screen readers.
import { EventKind, eventKindInfo, QUEUE_SUBJECTS } from '../../engine/capture/event-kinds.ts';
import type { Side } from '../../engine/capture/capture.ts';
import { actionText } from '../../engine/scenario/actions.ts';
import { formatBytes, groupThousands, hex } from '../../engine/bytes/text.ts';
import { ReturnMessage } from '../../engine/migration/return-path.ts';
import { MIGRATION_STATUS } from '../../engine/migration/status.ts';
import { COMMAND_NAMES, SECTION_NAMES } from '../../engine/stream/sections.ts';
import type { RunDocument } from '../../store/documents.ts';
import { queueName } from '../stream/queue-name.ts';
import { backendStep } from './backend-step.ts';

/** Name of the queue that an event's subject means; with the NIC's number when there are two. */
function queueOf({ scenario }: RunDocument, subject: number): string {
  const nic = Math.floor(subject / QUEUE_SUBJECTS);
  const pairs = scenario.nics[nic]?.queuePairs ?? 1;
  const name = queueName(subject % QUEUE_SUBJECTS, 2 * pairs + 1);
  return scenario.nics.length > 1 ? `NIC ${nic} ${name}` : name;
}

/** Name of a message of the return path, as QEMU writes it. */
function returnName(message: number): string {
  const name = Object.entries(ReturnMessage).find(([, number]) => number === message)?.[0] ?? `${message}`;
  return `MIG_RP_MSG_${name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()}`;
}

export function describeEvent(document: RunDocument, side: Side, row: number): string {
  const { events, names } = document.capture[side];
  const kind = events.kind[row]!;
  const subject = events.subject[row]!;
  const before = events.before[row]!;
  const after = events.after[row]!;
  const queue = queueOf(document, subject);
  const section = (): string => `${SECTION_NAMES[before] ?? ''} ${names[after] ?? ''}`.trim();
  switch (kind) {
    case EventKind.GuestAddBuffer:
      return `${queue}: driver adds descriptor ${groupThousands(before)}, avail.idx ${groupThousands(after)}`;
    case EventKind.GuestKick:
      return `${queue}: driver kicks`;
    case EventKind.GuestReap:
      return `${queue}: driver takes used entries ${groupThousands(before)} → ${groupThousands(after)}`;
    case EventKind.GuestControl:
      return `${queue}: class ${Math.floor(before / 256)}, command ${before % 256}: ${after === 0 ? 'accepted' : 'refused'}`;
    case EventKind.GuestStatus:
      return `device status ${hex(before, 2)} → ${hex(after, 2)}${after === 0 ? ': reset' : ''}`;
    case EventKind.GuestZeroPage:
      return `guest clears page ${hex(subject)}`;
    case EventKind.GuestDirtyPage:
      return `program writes page ${hex(subject)}`;
    case EventKind.GuestFillBuffer:
      return `driver writes ${groupThousands(after)} bytes of a buffer at ${hex(before)}`;
    case EventKind.DeviceFillBuffer:
      return `device writes ${groupThousands(after)} bytes of a packet at ${hex(before)}`;
    case EventKind.DevicePop:
      return `${queue}: device takes descriptor ${groupThousands(before)}, last_avail_idx ${groupThousands(after)}`;
    case EventKind.DeviceUse:
      return `${queue}: device gives descriptor ${groupThousands(before)} back with ${groupThousands(after)} bytes`;
    case EventKind.DeviceInterrupt:
      return `${queue}: interrupt, vector ${after}`;
    case EventKind.DeviceReceive:
      return `${queue}: packet of ${groupThousands(after)} bytes arrives`;
    case EventKind.DeviceTransmit:
      return `${queue}: packet of ${groupThousands(after)} bytes leaves`;
    case EventKind.MigrationState:
      return `migrate_set_state: ${MIGRATION_STATUS[before]} → ${MIGRATION_STATUS[after]}`;
    case EventKind.PassStart:
      return `dirty sync ${subject}: ${groupThousands(before)} → ${groupThousands(after)} dirty pages`;
    case EventKind.CompletionTest:
      return `pending ${formatBytes(before)} (${subject === 1 ? 'exact' : 'estimate'}) against threshold ${formatBytes(after)}`;
    case EventKind.CpuThrottle:
      return after === 0
        ? 'cpu_throttle_stop: vCPUs run freely'
        : `cpu_throttle_set: vCPUs sleep ${before} → ${after} % of their time`;
    case EventKind.BackendPinned:
    case EventKind.BackendUnpinned:
    case EventKind.BackendSetUp:
    case EventKind.BackendCommand:
    case EventKind.BackendEnabled:
      if (after === 0) return backendStep(kind, before);
      return `${backendStep(kind, before)}: ${(after / 1e6).toFixed(3)} ms, modelled`;
    case EventKind.EarlyVoid:
      return `the early state of ${groupThousands(before)} bytes is void: something that it was prepared by has changed`;
    case EventKind.ReturnSent:
      return `${returnName(subject)} ${hex(before)} sent back to the source, arrives ${(after / 1e6).toFixed(3)} ms`;
    case EventKind.ReturnHeard:
      return `${returnName(subject)} ${hex(before)} comes from the destination`;
    case EventKind.AckPending:
      return subject === 0
        ? `switchover-ack: ${after} ${after === 1 ? 'device' : 'devices'} must approve`
        : `a device approves the switchover, ${after} to go`;
    case EventKind.RateLimited:
      return `rate limit: ${formatBytes(before)} of ${formatBytes(after)} in this window`;
    case EventKind.SectionSaveStart:
      return `savevm_section_start ${section()}, section_id ${subject}`;
    case EventKind.SectionSaveEnd:
      return `savevm_section_end, section_id ${subject}: ${groupThousands(after)} bytes`;
    case EventKind.StateTaken:
      return 'the state that the section carries is read off the device';
    case EventKind.CommandSent:
    case EventKind.CommandLoaded:
      return `command ${subject}, ${COMMAND_NAMES[subject] ?? 'unknown'}`;
    case EventKind.LinkPacket:
      return `packet of ${formatBytes(subject)} has left, arrives ${(after / 1e6).toFixed(3)} ms`;
    case EventKind.SectionLoadStart:
      return `load ${section()}, section_id ${subject}`;
    case EventKind.SectionLoadEnd:
      return `section_id ${subject} loaded in ${(after / 1e6).toFixed(3)} ms, modelled`;
    case EventKind.CheckSkipped:
      return `${queue}: index check skipped (early load)`;
    case EventKind.CheckPassed:
      return `${queue}: index check passed, ${groupThousands(after)} heads after ${groupThousands(before)}`;
    case EventKind.Intervention: {
      const action = document.scenario.interventions[subject]?.action;
      return `${action ? actionText(action) : 'intervention'}${after === 1 ? '' : ' (cannot be done now)'}`;
    }
    case EventKind.StreamFault:
      return `stream damaged: ${groupThousands(before)} bytes taken, ${groupThousands(after)} put in`;
    case EventKind.DeviceError:
    case EventKind.LoadFailed:
      return names[subject] ?? 'error';
    default:
      return eventKindInfo(kind).name;
  }
}
