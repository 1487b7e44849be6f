// What each preset shows, in a line.
import type { Scenario } from '../../engine/scenario/scenario.ts';

const LINES: Readonly<Record<string, string>> = {
  default: 'The RFC over a slow link: four passes, indices that wrap at 65,536.',
  stock: 'What a QEMU of Debian sends: all of the NIC in stop-and-copy.',
  'deb72-fresh': 'A NIC that no driver has touched: nothing but what it was made with.',
  'deb72-split-modern': 'The plainest rings: no event index, no mergeable buffers.',
  'deb72-split-q35': 'The same on Q35: other host bridge, other platform sections.',
  'deb72-eventidx-mrg': 'avail_event and used_event, buffers merged for large packets.',
  'deb72-packed': 'One ring with wrap counters instead of three areas.',
  'deb72-legacy': 'virtio 0.9: the queue by page number, 32 feature bits.',
  'deb72-filters': 'A full MAC table and VLAN bits: what else of the NIC must travel.',
  'deb72-mq4': 'Four queue pairs and the control queue behind them.',
  'deb72-rss': 'The RSS subsection: indirection table, hash types, key.',
  'deb72-neighbours': 'VGA, console and SCSI load too: whom an early NIC helps or hurts.',
  'deb72-2nics-q35': 'Two NICs, each with sections of its own.',
  'q10-fresh': 'QEMU 10.0 without a driver: what changed since 7.2.',
  'q10-legacy': 'A legacy driver under QEMU 10.0.',
  'q10-rss': 'RSS under QEMU 10.0, two unicast MACs, one VLAN.',
  'q10-2nics': 'Two NICs, the second one without a driver.',
  'q10-iterative-packed': 'The early copy of packed rings goes stale too.',
  'q10-iterative-change': 'Four queue pairs early and again in FULL: 46 KiB twice.',
  'q10-iterative-2nics': 'Each NIC begins a stream of its own in setup.',
  'q10-vhost-iterative': 'Ring indices live in vhost-net: why patch 6 is there.',
  'never-converges': 'The guest writes faster than the link carries, until the guard.',
  'auto-converge': 'The same guest, throttled step by step until it fits.',
  'used-queues': 'Arrays of nine entries where QEMU sends 1,024: 46 KiB become 2.',
  'vdpa-after': 'Nine control commands in the downtime, 9 ms each.',
  'vdpa-before': 'The same nine before the stop, which waits for them.',
  'switchover-ack': 'The ack of the early load comes back before the guest is stopped.',
  'hostile-guest': 'Its early state is void, and only FULL sets it right.',
  'redo-on-change': 'Every change sends the whole early state again: passes grow.',
  'early-vmsd': 'RFC v2: an early description as a FULL section in setup, once.',
  'early-vmsd-2nics': 'RFC v2 with two NICs.',
};

/** Of a preset without a line: how it runs. */
export function lineOfPreset(name: string, { strategy, machine, source, destination, nics }: Scenario): string {
  const sides = source.qemu === destination.qemu ? `QEMU ${source.qemu}` : `QEMU ${source.qemu} to ${destination.qemu}`;
  return (
    LINES[name] ?? `${strategy}, ${machine.type}, ${sides}, ${nics.length === 1 ? 'one NIC' : `${nics.length} NICs`}.`
  );
}
