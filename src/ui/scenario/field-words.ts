// What the fields of a scenario are called for people, and a line on each; `*` stands for a place in a list. A field
// without words here is called by its own name, so that one that is new in the check's table is there at once.

interface Words {
  readonly label: string;
  /** What it is, with QEMU's name of it. */
  readonly about: string;
}

const words = (label: string, about: string): Words => ({ label, about });

const FIELDS: Readonly<Record<string, Words>> = {
  name: words('Name', 'What the run is called.'),
  seed: words('Seed', 'Of the one random generator: another seed is another guest with the same habits.'),
  strategy: words('Strategy', 'How the state of the NICs travels.'),
  backend: words(
    'Backend',
    "QEMU's own data plane, or the kernel's or a vDPA device's: then ring indices live there until it stops.",
  ),
  runAfter: words('Runs on for', 'How long the guest runs at the destination, or at a source that failed.'),
  'machine.type': words('Type', 'Of both sides unless the destination has its own: i440FX or Q35.'),
  'machine.memoryMiB': words('RAM', 'Block pc.ram (-m).'),
  'machine.filledPerMille': words(
    'Filled',
    'Share of RAM pages that hold data when the run starts; the others are zero pages.',
  ),
  'machine.roms': words('ROM blocks', 'Firmware and ACPI tables are RAM blocks of the stream too.'),
  'machine.neighbours': words(
    'Neighbours',
    'VGA, virtio-serial with a console, virtio-scsi with a disk beside the NIC (pc only).',
  ),
  'source.qemu': words('QEMU', 'Version; +rfc has the RFC’s patches.'),
  'source.virtioIterative': words('virtio-iterative', 'The migration capability at this side.'),
  'source.earlyMig': words('early-mig', 'The property of every NIC at this side (RFC v2).'),
  'destination.qemu': words('QEMU', 'Version; +rfc has the RFC’s patches.'),
  'destination.virtioIterative': words('virtio-iterative', 'The migration capability at this side.'),
  'destination.earlyMig': words('early-mig', 'The property of every NIC at this side (RFC v2).'),
  'destination.machine': words('Machine type', 'With version, such as pc-i440fx-9.2 (-machine).'),
  'destination.memoryMiB': words('RAM', 'Another -m than the source’s.'),
  'destination.nics.*.featuresOff': words('Properties off', 'Of the virtio-net-pci device, by QEMU’s names.'),
  'destination.nics.*.queueSize': words('Ring size', 'rx_queue_size and tx_queue_size.'),
  'destination.nics.*.queuePairs': words('Queue pairs', 'More than one is property mq.'),
  'destination.nics.*.vectors': words('Vectors', 'MSI-X vectors (property vectors).'),
  'patches.relaxedIndexCheck': words(
    '5: relaxed index check',
    'The early load does not compare ring indices; without it the device is broken for good.',
  ),
  'patches.relaxedUntilCleanup': words(
    '5: one flag until load_cleanup',
    'Patch 5 as a reviewer proposed it: the check at FULL is hidden too, and a bad index gets through.',
  ),
  'switches.usedQueuesOnly': words(
    'Used queues only',
    'The NIC’s arrays with the queues that it has, not 1,024, in subsections of this project’s proposal.',
  ),
  'switches.switchoverAck': words(
    'switchover-ack',
    'Capability, with return-path: the guest is not stopped before the destination’s early load is done.',
  ),
  'switches.vdpaEarly': words(
    'vDPA set up early',
    'The destination’s vDPA device is told its control commands on the early state; a proposal of the thread.',
  ),
  'switches.vdpaKeepPinned': words(
    'Memory stays pinned',
    'No reset of the destination’s vDPA device while guest memory is pinned for it; a proposal of the thread.',
  ),
  'switches.redoOnChange': words(
    'Redo on change',
    'The whole early state again whenever it is void, onto a NIC that was reset; a proposal of the thread.',
  ),
  'patches.vhostSkip': words(
    '6: vhost_started skip',
    'The early save does not insist that vhost is stopped; without it the source dies on the assertion.',
  ),
  'nics.*.slot': words('PCI slot', 'On bus 0.'),
  'nics.*.mac': words('MAC address', 'Property mac.'),
  'nics.*.peer': words('Peer', 'plain takes no vnet headers, so no offloads are offered; a tap does.'),
  'nics.*.queuePairs': words('Queue pairs', 'More than one is property mq and needs a tap.'),
  'nics.*.packed': words('Packed rings', 'Property packed.'),
  'nics.*.rss': words('RSS', 'Properties rss and hash, and a driver that sets RSS up.'),
  'nics.*.driver': words('Driver', 'Whether the guest has a driver bound to it.'),
  'nics.*.legacy': words('Legacy driver', 'virtio 0.9: rings by page number, the low feature word only.'),
  'nics.*.featuresOff': words(
    'Features left',
    'Offered features that the driver does not take, by QEMU’s property names.',
  ),
  'nics.*.queueSize': words('Ring size', 'Entries that the driver asks for in each ring.'),
  'nics.*.rxBuffers': words('RX buffers', 'That the driver keeps in each receive ring.'),
  'nics.*.startIndex': words(
    'Index at start',
    'Where avail.idx and used.idx of RX and TX stand: the guest has run for a while.',
  ),
  'nics.*.filters.promisc': words('Promiscuous', 'VIRTIO_NET_CTRL_RX_PROMISC'),
  'nics.*.filters.allmulti': words('All multicast', 'VIRTIO_NET_CTRL_RX_ALLMULTI'),
  'nics.*.filters.unicast': words('Unicast MACs', 'MAC table, first part; 64 in all fit.'),
  'nics.*.filters.multicast': words('Multicast MACs', 'MAC table, second part; 64 in all fit.'),
  'nics.*.filters.vlans': words('VLANs', 'Bits of the VLAN filter table.'),
  'workload.rxPerSecond': words('RX', 'Packets towards the guest, each NIC that has a driver.'),
  'workload.txPerSecond': words('TX', 'Packets from the guest, each NIC that has a driver.'),
  'workload.packetBytes': words('Packet', 'Bytes without the virtio-net header.'),
  'workload.dirtyPagesPerSecond': words('Page writes', 'Pages that the guest’s programs write.'),
  'workload.workingSetPages': words('Working set', 'Pages among which those writes fall.'),
  'workload.macChangesPerSecond': words(
    'MAC changes',
    'The driver sets another MAC that often: a guest that keeps its early state void.',
  ),
  'link.bandwidth': words('Bandwidth', 'Of the wire between the two hosts.'),
  'link.latency': words('Latency', 'One way.'),
  'migration.maxBandwidth': words('max-bandwidth', 'What the migration thread may send (migration parameter).'),
  'migration.downtimeLimit': words(
    'downtime-limit',
    'With the measured bandwidth it makes the threshold of the completion test (migration parameter).',
  ),
  'migration.maxPasses': words(
    'Most passes',
    'After so many dirty syncs the guest is stopped whatever is left: a guard, QEMU has none.',
  ),
  'migration.autoConverge': words(
    'auto-converge',
    'Capability: a guest that writes faster than the link carries is slowed down.',
  ),
  'migration.cpuThrottleInitial': words(
    'cpu-throttle-initial',
    'Share of a vCPU’s time that is taken at first (migration parameter).',
  ),
  'migration.cpuThrottleIncrement': words(
    'cpu-throttle-increment',
    'What is added each time that it was not enough (migration parameter).',
  ),
  'migration.maxCpuThrottle': words('max-cpu-throttle', 'More is never taken (migration parameter).'),
  'migration.throttleTriggerThreshold': words(
    'throttle-trigger-threshold',
    'Bytes dirtied in a period against those transferred, above which it counts (migration parameter).',
  ),
  'cost.calibration': words('Calibration', 'Where the modelled load times come from.'),
  'cost.mechanisms.barMapping': words(
    'BAR mapping',
    'Config space that maps BARs makes QEMU rebuild its address-space views.',
  ),
  'cost.mechanisms.arrays': words('1024-entry arrays', 'Walking arrays of VIRTIO_QUEUE_MAX entries.'),
  'cost.mechanisms.firstTouch': words('First touch', 'Pages that a first load touches and allocates.'),
  'cost.mechanisms.cache': words('Limited cache', 'What one load brings in pushes out what another has left.'),
  'cost.mechanisms.vhostStart': words(
    'vhost start',
    'A vhost or vDPA back-end is configured and started after the loads.',
  ),
};

/** Titles of what has fields below it. */
const GROUPS: Readonly<Record<string, string>> = {
  patches: 'Patches of the RFC',
  'nics.*.filters': 'Filters',
  'cost.mechanisms': 'Mechanisms',
  cost: 'Cost model',
};

/** What an empty field stands for. */
const EMPTY: Readonly<Record<string, string>> = {
  'source.virtioIterative': 'as the strategy needs it',
  'destination.virtioIterative': 'as the strategy needs it',
  'source.earlyMig': 'as the strategy needs it',
  'destination.earlyMig': 'as the strategy needs it',
  'destination.machine': 'as the source',
  'destination.memoryMiB': 'as the source',
  'destination.nics.*.queueSize': 'as the source',
  'destination.nics.*.queuePairs': 'as the source',
  'destination.nics.*.vectors': 'as the source',
  'nics.*.queueSize': 'what the device has',
};

/** `nics.0.mac` → `nics.*.mac` */
const pattern = (path: string): string => path.replaceAll(/\.\d+(?=\.|$)/g, '.*');

/** `dirtyPagesPerSecond` → `Dirty pages per second` */
function spelled(name: string): string {
  const parted = name.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, ' ').replaceAll('-', ' ');
  return parted.charAt(0).toUpperCase() + parted.slice(1).replaceAll(/ [A-Z](?=[a-z])/g, (part) => part.toLowerCase());
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

export const labelOf = (path: string): string => FIELDS[pattern(path)]?.label ?? spelled(nameOf(path));

export const aboutOf = (path: string): string => FIELDS[pattern(path)]?.about ?? '';

export const emptyOf = (path: string): string => EMPTY[pattern(path)] ?? 'not set';

export function groupTitle(path: string): string {
  const title = GROUPS[pattern(path)];
  if (title) return title;
  const entry = /(?:^|\.)([a-zA-Z]+)\.(\d+)$/.exec(path);
  if (entry) return `${entry[1] === 'nics' ? 'NIC' : spelled(entry[1]!)} ${entry[2]}`;
  return spelled(nameOf(path));
}
