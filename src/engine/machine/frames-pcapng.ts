// The packets of a run as a pcapng file: an interface for each NIC on each side, virtual time as nanoseconds since 1970.
import type { RunCapture } from '../capture/capture.ts';
import { LINK_USER0, pcapngHead, pcapngPacket } from '../capture/pcapng.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { guestFrames } from './guest-frames.ts';

const SIDES = ['source', 'destination'] as const;

/** The file in pieces: its head, then a piece for each packet. */
export function* framesPcapng(scenario: Scenario, capture: RunCapture): Generator<Uint8Array<ArrayBuffer>> {
  const { nics } = scenario;
  yield pcapngHead(
    `Packets of the scenario "${scenario.name}" in virtual time. Their bytes are what stood in guest memory: a pattern of ` +
      'the workload, no Ethernet frames, hence link type USER0; the virtio-net header before them is left out.',
    SIDES.flatMap((side) =>
      nics.map(({ slot, mac, peer }, nic) => ({
        name: `${side} net${nic}`,
        description: `virtio-net-pci at slot ${slot}, ${mac}, peer ${peer}, of the ${side}`,
      })),
    ),
    LINK_USER0,
  );
  for (const { side, nic, queue, direction, time, row, address, bytes, length } of guestFrames(scenario, capture))
    yield pcapngPacket({
      interface: SIDES.indexOf(side) * nics.length + nic,
      time,
      direction: direction === 'rx' ? 'in' : 'out',
      bytes,
      length,
      comment: `${direction.toUpperCase()} queue ${queue}, guest address 0x${address.toString(16)}, event ${row} of the ${side}`,
    });
}
