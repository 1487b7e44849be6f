// The link from source to destination: bandwidth, latency, one packet after another, and whatever damage a person does to
// the stream on it.
import { EventKind } from '../capture/event-kinds.ts';
import type { Recorder } from '../capture/recorder.ts';
import { StreamFaults } from './faults.ts';

const NS_PER_SECOND = 1_000_000_000;

/** Takes packets as they leave: bytes [0, length), arriving at `arrival` (ns). */
export type PacketTarget = (packet: Uint8Array, length: number, arrival: number) => void;

/** What QEMU says when the other end has gone. */
export const BROKEN_PIPE = 'Unable to write to socket: Broken pipe';

/** Thrown by a write after the stream was cut or the other end has gone. */
export class LinkClosed extends Error {}

export class Link {
  readonly faults = new StreamFaults();
  /** Bits per second. */
  bandwidth: number;
  /** One way, ns. */
  latency: number;
  private readonly recorder: Recorder;
  private readonly target: PacketTarget;
  /** From when on nobody takes what is sent, ns. */
  private readonly closedAt: number;
  private free = 0;
  private arrived = 0;
  private sent = 0;

  constructor(bandwidth: number, latency: number, recorder: Recorder, target: PacketTarget, closedAt: number) {
    this.bandwidth = bandwidth;
    this.latency = latency;
    this.recorder = recorder;
    this.target = target;
    this.closedAt = closedAt;
  }

  /**
   * Sends what the source has written at `offset`; `at` is now, ns. `wait` lets time pass until the last byte has left
   * (there is no send buffer between).
   */
  send(packet: Uint8Array, length: number, offset: number, at: number, wait: (until: number) => void): void {
    if (this.faults.cut || at >= this.closedAt) throw new LinkClosed(BROKEN_PIPE);
    const { recorder } = this;
    const bytes = this.faults.pass(packet, length, offset, (fault) => {
      recorder.event(EventKind.StreamFault, -1, fault.offset, fault.removed, fault.inserted);
    });
    const leaves = Math.max(at, this.free);
    const left = leaves + Math.ceil((bytes.length * 8 * NS_PER_SECOND) / this.bandwidth);
    // A shorter latency does not let a packet overtake the one before it.
    this.arrived = Math.max(this.arrived, left + this.latency);
    this.free = left;
    wait(left);
    if (bytes.length === 0) return;
    recorder.event(EventKind.LinkPacket, bytes.length, this.sent, leaves, this.arrived);
    this.sent += bytes.length;
    this.target(bytes, bytes.length, this.arrived);
  }
}
