// Questions 15 to 33, asked in August 2025 but for the last, of September.
import { ALL_MECHANISMS } from './cost-parameters.ts';
import {
  BASELINE,
  doing,
  EARLY_ADDRESS,
  EARLY_SAVE,
  FAILED,
  FULL_MACHINE_BASELINE,
  LAST_ADDRESS,
  LAST_LOAD,
  MAC,
  named,
  preset,
  RFC,
  type Question,
} from './question.ts';

export const QUESTIONS_OF_AUGUST: readonly Question[] = [
  {
    number: 15,
    asks: 'A capability for one kind of device, or a property of the device?',
    scene: {
      scenario: preset('early-vmsd'),
      beside: RFC,
      at: 'kind == header',
      sees: 'With the property `early-mig` the configuration section names no capability: the stream is {bytes} bytes, and its early section of {early} is in the description like any other.',
      claims: [
        ['status', '=', 'completed'],
        ['early', '>', 0],
      ],
    },
  },
  {
    number: 16,
    asks: 'What happens when only one side has it switched on?',
    scene: {
      scenario: doing(RFC, 'Capability at the source only', [0, { do: 'capability', on: false }]),
      at: FAILED,
      sees: 'The destination refuses before any section: `{line}`. The source keeps its guest: `{sourceLine}`.',
      claims: [
        ['status', '=', 'failed'],
        ['line', '=', 'Capability virtio-iterative is off, but received capability is on'],
      ],
    },
  },
  {
    number: 17,
    asks: 'Old and new QEMU with defaults by machine type: which pairs work?',
    scene: {
      scenario: named(preset('early-vmsd'), 'early-mig at the source only', {
        destination: { ...preset('early-vmsd').destination, earlyMig: false },
      }),
      at: FAILED,
      sees: 'An early section that the destination does not expect ends it: `{line}`. A default that depends on the machine type must give both ends the same.',
      claims: [
        ['status', '=', 'failed'],
        ['line', 'begins', "Unknown savevm section or instance '0000:00:03.0/virtio-net-early' 0."],
      ],
    },
  },
  {
    number: 18,
    asks: 'And when an alias of the machine type means something else at the other end?',
    scene: {
      scenario: doing(RFC, 'The destination’s alias is an older type', [
        0,
        { do: 'machine', machine: 'pc-i440fx-9.2' },
      ]),
      at: FAILED,
      sees: 'The name in the configuration section is compared first: `{line}`.',
      claims: [['line', '=', "Machine type received is 'pc-i440fx-10.0' and local is 'pc-i440fx-9.2'"]],
    },
  },
  {
    number: 19,
    asks: 'Is it like RAM, where what got dirty is sent again?',
    scene: {
      scenario: RFC,
      at: 'kind == "section start" && section_type == PART && section ~ "*/virtio-net-iterative"',
      sees: 'RAM is looked through {iterations} times; the NIC has {nicParts} PARTs that say “no data”, whatever changed, and one copy of everything at the end.',
      claims: [
        ['iterations', '>', 1],
        ['nicParts', '>', 0],
      ],
    },
  },
  {
    number: 20,
    asks: 'Everything that was sent early may change: is the preparation void then, and can a guest keep it from ending?',
    scene: {
      scenario: doing(
        RFC,
        'A guest that changes what it can',
        [150, MAC],
        [200, { do: 'add-vlan', nic: 0, vlan: 100 }],
        [250, { do: 'rx-mode', nic: 0, mode: 'allmulti', on: true }],
        [300, { do: 'reset', nic: 0 }],
      ),
      beside: RFC,
      at: 'kind == intervention',
      sees: 'The run ends all the same, with {differing} bytes that the early copy had wrong or not at all (undisturbed: {beside.differing}): nothing is chased. A reset shows the trap: a subsection that is absent at the end cannot clear what the early one set.',
      claims: [
        ['status', '=', 'completed'],
        ['differing', '>', '{beside.differing}'],
      ],
    },
  },
  {
    number: 21,
    asks: 'Simplest: when anything of interest changed, do it all over?',
    scene: {
      scenario: doing(
        named(RFC, 'Redo when the MAC address changed', { switches: { ...RFC.switches, redoOnChange: true } }),
        'Redo when the MAC address changed',
        [200, MAC],
      ),
      beside: doing(RFC, 'The MAC address changes after the early copy', [200, MAC]),
      at: 'changed(source.nic.mac)',
      sees: 'The whole state goes over again in a PART: {bytes} bytes against {beside.bytes}. The last section has nothing of interest left to change; the run is {status}.',
      claims: [
        ['status', '=', 'completed'],
        ['bytes', '>', '{beside.bytes}'],
      ],
    },
  },
  {
    number: 22,
    asks: 'Which part of the state does preparation need, and which can wait?',
    scene: {
      scenario: preset('q10-vhost-iterative'),
      at: EARLY_SAVE,
      sees: 'Features, config, ring addresses and sizes are there early and right; ring indices live in the back-end until it stops, so the early copy has them as 0, and {differing} bytes differ at the end.',
      claims: [
        ['differing', '>', 0],
        ['differing', '<', 64],
        ['status', '=', 'completed'],
      ],
    },
  },
  {
    number: 23,
    asks: 'May the state of a device be saved while its guest runs?',
    scene: {
      scenario: RFC,
      at: EARLY_SAVE,
      sees: 'Here it is saved with the vCPUs running, long before the stop; by the end {differing} bytes of it are stale.',
      claims: [['differing', '>', 0]],
    },
  },
  {
    number: 24,
    asks: 'If it is only memory that gets warm, would locking the destination’s memory do the same?',
    scene: {
      scenario: named(RFC, 'All memory touched beforehand', {
        cost: { ...RFC.cost, mechanisms: { ...ALL_MECHANISMS, firstTouch: false, cache: false } },
      }),
      beside: named(BASELINE, 'All memory touched beforehand, without the RFC', {
        cost: { ...RFC.cost, mechanisms: { ...ALL_MECHANISMS, firstTouch: false, cache: false } },
      }),
      at: LAST_LOAD,
      sees: 'With first touches and cache left out of the model the last load is {nicLoad} µs, and without the RFC {beside.nicLoad}: what is left of the gain is the mapping of BARs, which warm memory does not give.',
      claims: [['nicLoad', '<', '{beside.nicLoad}']],
    },
  },
  {
    number: 25,
    asks: 'Iterating is for large states: how large is this one beside RAM?',
    scene: {
      scenario: RFC,
      at: EARLY_SAVE,
      sees: 'Of {bytes} bytes RAM has {ramBytes}; the NIC’s early section has {early} and its last one {full}.',
      claims: [['ramBytes', '>', '{full}']],
    },
  },
  {
    number: 26,
    asks: 'Passes run without the big lock: may a register be half written when it is read?',
    why: 'A hook is one step here; a read that tears within a value is not modelled.',
  },
  {
    number: 27,
    asks: 'Would doing all changes of the memory map at once during the load give the same?',
    scene: {
      scenario: named(FULL_MACHINE_BASELINE, 'No time for memory maps, without the RFC', {
        cost: { ...RFC.cost, mechanisms: { ...ALL_MECHANISMS, barMapping: false } },
      }),
      beside: FULL_MACHINE_BASELINE,
      at: LAST_LOAD,
      sees: 'Without the cost of mapping BARs loads in the stop come to {loadStopped} µs, with it to {beside.loadStopped}: more than that batching could not give.',
      claims: [['loadStopped', '<', '{beside.loadStopped}']],
    },
  },
  {
    number: 28,
    asks: 'Why handlers of its own, and not an early description as other devices have?',
    scene: {
      scenario: preset('early-vmsd'),
      beside: RFC,
      at: 'kind == "section start" && section ~ "*/virtio-net-early"',
      sees: 'The early state is a FULL section of {early} bytes in setup, once, without flags and PARTs; with handlers it is a START of {beside.early}.',
      claims: [
        ['nicParts', '=', 0],
        ['beside.nicParts', '>', 0],
        ['status', '=', 'completed'],
      ],
    },
  },
  {
    number: 29,
    asks: 'Could the destination prepare with as many queues as there may be, before it knows their addresses?',
    scene: {
      scenario: EARLY_ADDRESS,
      beside: LAST_ADDRESS,
      at: LAST_LOAD,
      sees: 'An address of the available ring that is none does no harm in the early copy: rings are not looked into then, and the last section brings the right one. When it is wrong in the last section, avail.idx is read from a page that is no ring: `{beside.line}`. So sizes and numbers can be prepared, but a device may run only with the addresses that the guest has at the end.',
      claims: [
        ['status', '=', 'completed'],
        ['beside.line', 'begins', 'VQ 0 size 0x400 Guest index'],
      ],
    },
  },
  {
    number: 30,
    asks: 'When is guest memory pinned for the device, and what is left when that is taken out of the figure?',
    scene: {
      scenario: preset('vdpa-after'),
      beside: named(preset('vdpa-after'), 'vDPA without its start', {
        cost: { ...preset('vdpa-after').cost, mechanisms: { ...ALL_MECHANISMS, vhostStart: false } },
      }),
      at: 'kind == "back-end memory pinned" && time > 1ms',
      sees: 'When the device is opened, again in its start because a reset came between, each time an event of its own at the destination; the downtime is {downtime} µs, without the back-end’s start {beside.downtime}.',
      claims: [['downtime', '>', '{beside.downtime}']],
    },
  },
  {
    number: 31,
    asks: 'Should the stop wait until the destination has warmed up?',
    scene: {
      scenario: preset('switchover-ack'),
      at: 'kind == "switchover ack pending"',
      sees: 'The source may not stop before the answer has come back; then the downtime is {downtime} µs after {iterations} passes.',
      claims: [
        ['status', '=', 'completed'],
        ['iterations', '>', 1],
      ],
    },
  },
  {
    number: 32,
    asks: 'Why does a shut-down print that the ring of a vhost queue could not be restored?',
    why: 'It is about the end of the process, after every migration.',
  },
  {
    number: 33,
    asks: 'Which reset of the device could be left out, so that memory stays pinned?',
    scene: {
      scenario: named(preset('vdpa-after'), 'vDPA: no reset while memory is pinned', {
        switches: { ...preset('vdpa-after').switches, vdpaKeepPinned: true },
      }),
      beside: preset('vdpa-after'),
      at: 'kind == "back-end memory pinned"',
      sees: 'The one between opening the device and its start. With it memory is pinned, dropped and pinned again in the stop: a downtime of {beside.downtime} µs; without it {downtime}. This guest has 16 MiB: at the thread’s figures each GiB that need not be pinned again saves 1,050 µs.',
      claims: [['downtime', '<', '{beside.downtime}']],
    },
  },
];
