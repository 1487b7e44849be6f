// The packets of a run: what the guest's drivers sent and what the devices put into their receive buffers, on both sides,
// read off the events. Their bytes are those that stood in guest memory: a pattern that the workload makes up, no Ethernet
// headers. The header of virtio-net before each of them is left out.
import type { RunCapture, Side } from '../capture/capture.ts';
import { EventKind, QUEUE_SUBJECTS } from '../capture/event-kinds.ts';
import { PAGE_SIZE, writePattern } from '../ram/guest-memory.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { nextPacket, packetSeed } from './network.ts';

export interface GuestFrame {
  readonly side: Side;
  readonly nic: number;
  readonly queue: number;
  /** `tx`: sent by the guest's driver; `rx`: received. */
  readonly direction: 'tx' | 'rx';
  /** When the network took it, or when it stood in the buffer; ns of virtual time. */
  readonly time: number;
  /** Row of that event in its side's columns. */
  readonly row: number;
  /** Guest-physical address of its first byte. */
  readonly address: number;
  readonly bytes: Uint8Array;
  /** Bytes that it had before the receive buffer cut it off. */
  readonly length: number;
}

/** A piece of guest memory that was filled. */
interface Filled {
  readonly address: number;
  readonly length: number;
  readonly seed: number;
}

/** All of them: the source's in the order of time, then the destination's. */
export function* guestFrames(scenario: Scenario, capture: RunCapture): Generator<GuestFrame> {
  const reader = new FrameReader(scenario, capture);
  yield* reader.of('source');
  // What was made available and not taken before the stop, the destination's device takes.
  yield* reader.of('destination');
}

class FrameReader {
  private readonly scenario: Scenario;
  private readonly capture: RunCapture;
  /** Packets that a driver made available, by queue and head. */
  private readonly available = new Map<string, Filled>();

  constructor(scenario: Scenario, capture: RunCapture) {
    this.scenario = scenario;
    this.capture = capture;
  }

  *of(side: Side): Generator<GuestFrame> {
    const { events } = this.capture[side];
    const { kind, detail, subject, before, after } = events;
    /** What the driver, or the device, has just filled. */
    let guest = null as Filled | null;
    let counted = false;
    let device = null as Filled | null;
    for (let row = 0; row < events.length; row++) {
      switch (kind[row]) {
        case EventKind.GuestFillBuffer:
          // As a detail it is the table of an indirect descriptor.
          if (detail[row] === 1) break;
          guest = joined(guest, before[row]!, after[row]!);
          counted = false;
          break;
        case EventKind.Store32:
          // The driver's next store counts the packet (DriverWord.Sent); the count before is what it was filled with.
          if (guest && !counted) guest = { ...guest, seed: before[row]! };
          counted = true;
          break;
        case EventKind.GuestAddBuffer:
          if (guest) this.available.set(`${subject[row]} ${before[row]}`, guest);
          guest = null;
          break;
        case EventKind.DeviceTransmit: {
          // The device gives the buffer back at once, by its head.
          const used = events.kind[row + 1] === EventKind.DeviceUse ? before[row + 1]! : -1;
          const packet = this.available.get(`${subject[row]} ${used}`);
          if (packet) yield this.frame(side, row, packet, packet.length);
          break;
        }
        case EventKind.DeviceFillBuffer:
          device = joined(device, before[row]!, after[row]!);
          break;
        case EventKind.DeviceUse:
          if (device) yield* this.received(side, row, device);
          device = null;
      }
    }
  }

  private *received(side: Side, row: number, buffer: Filled): Generator<GuestFrame> {
    const { events } = this.capture[side];
    const nic = Math.floor(events.subject[row]! / QUEUE_SUBJECTS);
    const seed = packetSeed(this.scenario, nextPacket(this.scenario, nic, events.time[row]!));
    const { packetBytes } = this.scenario.workload;
    const header = this.headerBytes(side, row) - packetBytes;
    if (header >= 0 && buffer.length > header) yield this.frame(side, row, { ...buffer, seed }, packetBytes, header);
  }

  /** Bytes with the header that the device said it receives: the event before of the queue. */
  private headerBytes(side: Side, row: number): number {
    const { events } = this.capture[side];
    for (let at = row; at >= 0; at--)
      if (events.kind[at] === EventKind.DeviceReceive && events.subject[at] === events.subject[row])
        return events.after[at]!;
    return -1;
  }

  /** The packet in a buffer, behind `header` bytes. */
  private frame(side: Side, row: number, { address, length, seed }: Filled, whole: number, header = 0): GuestFrame {
    const { events } = this.capture[side];
    const subject = events.subject[row]!;
    const queue = subject % QUEUE_SUBJECTS;
    const filled = new Uint8Array(length);
    writePattern(filled, 0, address, length, seed);
    return {
      side,
      nic: Math.floor(subject / QUEUE_SUBJECTS),
      queue,
      direction: queue % 2 === 0 ? 'rx' : 'tx',
      time: events.time[row]!,
      row,
      address: address + header,
      bytes: filled.subarray(header),
      length: whole,
    };
  }
}

/** A fill is recorded page by page: the next page goes on where the one before ended. */
function joined(before: Filled | null, address: number, length: number): Filled {
  if (before && before.address + before.length === address && address % PAGE_SIZE === 0)
    return { ...before, length: before.length + length };
  return { address, length, seed: 0 };
}
