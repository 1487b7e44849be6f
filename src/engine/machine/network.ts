// The network beyond the NICs: when its packets come and what is in them. Packet number p of a NIC comes once in period p,
// whether or not anybody listens.
import { hash32 } from '../bytes/random.ts';
import type { Scenario } from '../scenario/scenario.ts';

const NS = 1_000_000_000;

/** When packet number `packet` of a NIC comes, ns. */
export function packetTime({ seed, workload }: Scenario, nic: number, packet: number): number {
  const period = Math.floor(NS / workload.rxPerSecond);
  return packet * period + (hash32(seed, 4 + 16 * nic, packet) % period);
}

/** Number of the first packet of a NIC that comes after `now` (ns). */
export function nextPacket(scenario: Scenario, nic: number, now: number): number {
  const packet = Math.floor(now / Math.floor(NS / scenario.workload.rxPerSecond));
  return packetTime(scenario, nic, packet) > now ? packet : packet + 1;
}

/** Seed of the bytes that the device writes into a buffer while `next` is the packet that comes next. */
export function packetSeed({ seed }: Scenario, next: number): number {
  return hash32(seed, 7, next);
}
