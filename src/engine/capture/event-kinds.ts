// The kinds of event that a run records, with what the columns mean for each. Kinds are numbers on purpose: they are
// stored in a Uint8Array and cross threads as they are.

/** What an event changes in the recorded state, so that any moment can be rebuilt by replay. */
export type EventEffect = 'none' | 'cell' | 'store16' | 'store32' | 'store64' | 'page';

/** Who acts: lanes and filters group by this. */
export type EventActor = 'guest' | 'device' | 'migration' | 'link' | 'load';

export interface EventKindInfo {
  readonly kind: number;
  readonly name: string;
  readonly actor: EventActor;
  /** A detail belongs to the event before it: stepping by event passes over it, stepping by field stops at it. */
  readonly detail: boolean;
  readonly effect: EventEffect;
}

/** Event kinds. `subject`, `offset`, `before`, `after` are described at EVENT_KINDS. */
export const EventKind = {
  CellSet: 1,
  Store16: 2,
  Store32: 3,
  Store64: 4,
  PageLoad: 5,
  PageSend: 6,
  GuestAddBuffer: 10,
  GuestKick: 11,
  GuestReap: 12,
  GuestDirtyPage: 13,
  GuestControl: 14,
  GuestStart: 15,
  GuestStop: 16,
  GuestFillBuffer: 18,
  GuestZeroPage: 17,
  GuestStatus: 19,
  DevicePop: 20,
  DeviceUse: 21,
  DeviceInterrupt: 22,
  DeviceReceive: 23,
  DeviceTransmit: 24,
  DeviceError: 25,
  DeviceFillBuffer: 28,
  MigrationState: 30,
  PassStart: 31,
  CompletionTest: 32,
  RateLimited: 33,
  SectionSaveStart: 34,
  SectionSaveEnd: 35,
  HeaderSaved: 36,
  CommandSent: 37,
  StreamEnd: 38,
  StateTaken: 39,
  LinkPacket: 40,
  CpuThrottle: 41,
  ReturnHeard: 42,
  EarlyVoid: 43,
  SectionLoadStart: 50,
  SectionLoadEnd: 51,
  HeaderLoaded: 52,
  CommandLoaded: 53,
  LoadFailed: 54,
  LoadEnd: 55,
  CheckSkipped: 56,
  CheckPassed: 57,
  ReturnSent: 58,
  AckPending: 59,
  Intervention: 60,
  StreamFault: 61,
  BackendSetUp: 62,
  BackendCommand: 63,
  BackendEnabled: 64,
  BackendPinned: 65,
  BackendUnpinned: 66,
} as const;

export type EventKindId = (typeof EventKind)[keyof typeof EventKind];

const row = (
  kind: EventKindId,
  name: string,
  actor: EventActor,
  detail = false,
  effect: EventEffect = 'none',
): EventKindInfo => ({ kind, name, actor, detail, effect });

/** Of two NICs' queues: an event's subject is this times the NIC's number plus the queue's. */
export const QUEUE_SUBJECTS = 256;

/** One row per kind, in the order of the numbers; above each what subject, offset, before and after hold. */
export const EVENT_KINDS: readonly EventKindInfo[] = [
  // subject: cell; offset: stream offset that carried it or -1; before, after: values
  row(EventKind.CellSet, 'set', 'device', true, 'cell'),
  // subject: arena byte offset; before, after: values
  row(EventKind.Store16, 'store u16', 'guest', true, 'store16'),
  // subject: arena byte offset; before, after: values
  row(EventKind.Store32, 'store u32', 'guest', true, 'store32'),
  // subject: arena byte offset; before, after: values
  row(EventKind.Store64, 'store u64', 'guest', true, 'store64'),
  // subject: page number in RAM order; offset: stream offset of the record; before: 0 zero page, 1 data; after: stream offset of the data or -1
  row(EventKind.PageLoad, 'load page', 'load', true, 'page'),
  // subject: page number in RAM order; offset: stream offset of the record; before: 0 zero page, 1 data; after: pass
  row(EventKind.PageSend, 'send page', 'migration', true),
  // subject: queue; before: head descriptor; after: avail.idx
  row(EventKind.GuestAddBuffer, 'add buffer', 'guest'),
  // subject: queue
  row(EventKind.GuestKick, 'kick', 'guest'),
  // subject: queue; before, after: driver's last seen used index
  row(EventKind.GuestReap, 'reap', 'guest'),
  // subject: page number in RAM order; after: pages dirty now
  row(EventKind.GuestDirtyPage, 'write page', 'guest'),
  // subject: queue; before: class * 256 + command; after: ack
  row(EventKind.GuestControl, 'control command', 'guest'),
  row(EventKind.GuestStart, 'vCPUs start', 'guest'),
  row(EventKind.GuestStop, 'vCPUs stop', 'guest'),
  // subject: page number in RAM order; before: guest address; after: bytes written in that page
  row(EventKind.GuestFillBuffer, 'fill buffer', 'guest'),
  // subject: page number in RAM order; after: -1
  row(EventKind.GuestZeroPage, 'clear page', 'guest', true, 'page'),
  // subject: NIC; before, after: device status
  row(EventKind.GuestStatus, 'device status', 'guest'),
  // subject: queue; before: head descriptor; after: last_avail_idx
  row(EventKind.DevicePop, 'pop', 'device'),
  // subject: queue; before: head descriptor; after: bytes written
  row(EventKind.DeviceUse, 'use', 'device'),
  // subject: queue; after: MSI-X vector
  row(EventKind.DeviceInterrupt, 'interrupt', 'device'),
  // subject: queue; after: bytes
  row(EventKind.DeviceReceive, 'receive packet', 'device'),
  // subject: queue; after: bytes
  row(EventKind.DeviceTransmit, 'transmit packet', 'device'),
  // subject: message
  row(EventKind.DeviceError, 'virtio_error', 'device'),
  // subject: page number in RAM order; before: guest address; after: bytes written in that page
  row(EventKind.DeviceFillBuffer, 'write buffer', 'device'),
  // before, after: MigrationStatus numbers
  row(EventKind.MigrationState, 'migration state', 'migration'),
  // subject: dirty-sync-count; before: dirty pages before; after: dirty pages after
  row(EventKind.PassStart, 'dirty sync', 'migration'),
  // subject: 1 exact, 0 estimate; before: pending bytes; after: threshold bytes
  row(EventKind.CompletionTest, 'completion test', 'migration'),
  // before: bytes in this window; after: limit
  row(EventKind.RateLimited, 'rate limit', 'migration'),
  // subject: section id; offset: stream offset; before: section type; after: name
  row(EventKind.SectionSaveStart, 'section start', 'migration'),
  // subject: section id; offset: stream offset after the footer; before: section type; after: bytes
  row(EventKind.SectionSaveEnd, 'section end', 'migration'),
  // offset: stream offset after header and configuration
  row(EventKind.HeaderSaved, 'header', 'migration'),
  // subject: command; offset: stream offset
  row(EventKind.CommandSent, 'command', 'migration'),
  // offset: stream length
  row(EventKind.StreamEnd, 'end of stream', 'migration'),
  // what the section that is being written will carry is read off the device here
  row(EventKind.StateTaken, 'state taken', 'migration', true),
  // subject: bytes; offset: stream offset of its first byte; before: time its first byte leaves; after: time its last byte arrives
  row(EventKind.LinkPacket, 'packet', 'link'),
  // before, after: share of its time that a vCPU sleeps, per cent
  row(EventKind.CpuThrottle, 'throttle', 'migration'),
  // subject: message type; before: its value; after: when it was sent
  row(EventKind.ReturnHeard, 'return path message', 'migration'),
  // subject: NIC; before: bytes of the early state
  row(EventKind.EarlyVoid, 'early state void', 'migration'),
  // subject: section id; offset: stream offset; before: section type; after: name
  row(EventKind.SectionLoadStart, 'load section', 'load'),
  // subject: section id; offset: stream offset after the footer; before: section type; after: modelled load time in ns
  row(EventKind.SectionLoadEnd, 'section loaded', 'load'),
  // offset: stream offset after header and configuration
  row(EventKind.HeaderLoaded, 'header loaded', 'load'),
  // subject: command; offset: stream offset
  row(EventKind.CommandLoaded, 'command loaded', 'load'),
  // subject: message; offset: stream offset
  row(EventKind.LoadFailed, 'load failed', 'load'),
  // offset: stream length
  row(EventKind.LoadEnd, 'load completed', 'load'),
  // subject: queue
  row(EventKind.CheckSkipped, 'index check skipped', 'load'),
  // subject: queue; before: last_avail_idx; after: heads between it and avail.idx
  row(EventKind.CheckPassed, 'index check passed', 'load'),
  // subject: message type; before: its value; after: when the source will hear it
  row(EventKind.ReturnSent, 'answer on the return path', 'load'),
  // subject: 1 a device approves, 0 they are counted; after: devices that have not approved yet
  row(EventKind.AckPending, 'switchover ack pending', 'load'),
  // subject: place in the scenario's list of interventions; after: 1 it was done, 0 it could not be
  row(EventKind.Intervention, 'intervention', 'migration'),
  // offset: stream offset; before: bytes taken out or changed; after: bytes put in
  row(EventKind.StreamFault, 'stream damaged', 'link'),
  // subject: NIC; before: MiB of guest memory; after: modelled time that it takes from here, ns; 0: before the migration
  row(EventKind.BackendPinned, 'back-end memory pinned', 'device'),
  // subject: NIC; before: MiB of guest memory
  row(EventKind.BackendUnpinned, 'back-end memory unpinned', 'device'),
  // subject: NIC; before: queue pairs; after: modelled time that it takes from here, ns
  row(EventKind.BackendSetUp, 'back-end set up', 'device'),
  // subject: NIC; before: class * 256 + command; after: modelled time that it takes from here, ns
  row(EventKind.BackendCommand, 'back-end control command', 'device'),
  // subject: NIC; before: queues; after: modelled time from the first to the last queue, ns
  row(EventKind.BackendEnabled, 'back-end queues enabled', 'device'),
];

const BY_KIND: readonly (EventKindInfo | undefined)[] = (() => {
  const table: (EventKindInfo | undefined)[] = [];
  for (const info of EVENT_KINDS) table[info.kind] = info;
  return table;
})();

/** The row of a kind; throws on a number that is no kind, which is a defect of the writer. */
export function eventKindInfo(kind: number): EventKindInfo {
  const info = BY_KIND[kind];
  if (!info) throw new RangeError(`unknown event kind ${kind}`);
  return info;
}
