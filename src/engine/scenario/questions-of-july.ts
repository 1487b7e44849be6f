// Questions 1 to 14, asked in July 2025.
import {
  BASELINE,
  doing,
  FULL_MACHINE,
  FULL_MACHINE_BASELINE,
  LAST_LOAD,
  LAST_SAVE,
  MAC,
  named,
  preset,
  RFC,
  STOP,
  WRONG_INDEX,
  type Question,
} from './question.ts';

export const QUESTIONS_OF_JULY: readonly Question[] = [
  {
    number: 1,
    asks: 'What in the load of a NIC is slow, and what does an early copy change about it?',
    scene: {
      scenario: RFC,
      beside: BASELINE,
      at: LAST_LOAD,
      sees: 'Modelled: the last load takes {nicLoad} µs where without the RFC it takes {beside.nicLoad} µs; the early one, {earlyLoad} µs, lies before the stop. The lab shows the parts: mapping BARs, the arrays of 1,024 entries, pages touched for the first time.',
      claims: [
        ['nicLoad', '<', '{beside.nicLoad}'],
        ['earlyLoad', '>', '{nicLoad}'],
      ],
    },
  },
  { number: 2, asks: 'How would libvirt drive it?', why: 'It is about management software, not about the wire.' },
  {
    number: 3,
    asks: 'Is this for devices in software or in hardware?',
    scene: {
      scenario: preset('vdpa-before'),
      beside: preset('vdpa-after'),
      at: 'kind == "back-end set up"',
      sees: 'With a vDPA back-end the set-up is what costs: done on the early state the downtime is {downtime} µs, done in the stop {beside.downtime} µs (modelled). What a NIC in software gains is in question 1.',
      claims: [['downtime', '<', '{beside.downtime}']],
    },
  },
  {
    number: 4,
    asks: 'Does the whole machine gain, or does one device gain at the cost of its neighbours?',
    scene: {
      scenario: FULL_MACHINE,
      beside: FULL_MACHINE_BASELINE,
      at: 'kind == "load section" && section ~ "*/vga"',
      sees: 'Loads while the guest stands still: {loadStopped} µs with the early copy, {beside.loadStopped} µs without; the NIC alone {nicLoad} and {beside.nicLoad} µs. What the sum gains is less than what the NIC gains wherever its pages push a neighbour’s out of the cache.',
      claims: [
        ['loadStopped', '<', '{beside.loadStopped}'],
        ['nicLoad', '<', '{beside.nicLoad}'],
      ],
    },
  },
  {
    number: 5,
    asks: 'If warmth is the gain, why not warm every device: load all early, then reset and forget?',
    scene: {
      scenario: named(FULL_MACHINE, 'All devices early, then reset', { strategy: 'warm-reset' }),
      beside: FULL_MACHINE_BASELINE,
      at: 'kind == "load section" && section_type == FULL',
      sees: 'Every device has a FULL section in setup and again at the end: {bytes} bytes against {beside.bytes}; loads in the stop come to {loadStopped} µs, without any early copy to {beside.loadStopped}. The reset unmaps the BARs again, and most of what an early load gains is their mapping: warm memory alone does not give it.',
      claims: [
        ['bytes', '>', '{beside.bytes}'],
        ['loadStopped', '>', '{beside.loadStopped}'],
        ['status', '=', 'completed'],
      ],
    },
  },
  {
    number: 6,
    asks: 'Would sending only what changed pay, for a state of this size?',
    scene: {
      scenario: RFC,
      at: LAST_SAVE,
      sees: 'Of {full} bytes of the last section {differing} differ from the early copy: ring indices, and what the guest changed.',
      claims: [
        ['differing', '<', 64],
        ['full', '>', 40_000],
      ],
    },
  },
  {
    number: 7,
    asks: 'Why send room for 1,024 queues when the device has a few?',
    scene: {
      scenario: preset('used-queues'),
      beside: preset('q10-iterative-change'),
      at: LAST_SAVE,
      sees: 'With a count and the queues that there are the NIC’s section is {full} bytes, with all 1,024 it is {beside.full}; its load takes {nicLoad} µs against {beside.nicLoad}.',
      claims: [
        ['full', '<', 4_000],
        ['beside.full', '>', 40_000],
        ['nicLoad', '<', '{beside.nicLoad}'],
      ],
    },
  },
  {
    number: 8,
    asks: 'Would io_uring help if system calls are the cost?',
    why: 'It is about how the host does things, which the model has only as a time.',
  },
  {
    number: 9,
    asks: 'Can a vDPA device be set up, and its control commands be sent, before the guest stops?',
    scene: {
      scenario: preset('vdpa-before'),
      beside: preset('vdpa-after'),
      at: STOP,
      sees: 'Commands before the stop line: the downtime is {downtime} µs; behind it: {beside.downtime} µs. Events of the destination show each command on its side of the line.',
      claims: [['downtime', '<', '{beside.downtime}']],
    },
  },
  {
    number: 10,
    asks: 'What of a MAC address or a number of queues that changes after the state was sent?',
    scene: {
      scenario: doing(RFC, 'The MAC address changes after the early copy', [200, MAC]),
      beside: RFC,
      at: 'changed(source.nic.mac)',
      sees: 'The NIC’s {nicParts} PART sections say that there is no new data; the address goes over with the last section only, in which {differing} bytes differ from the early copy (undisturbed: {beside.differing}).',
      claims: [
        ['differing', '>', '{beside.differing}'],
        ['status', '=', 'completed'],
      ],
    },
  },
  {
    number: 11,
    asks: 'One flag from load_setup to load_cleanup, or one that is cleared after the early load?',
    scene: {
      scenario: WRONG_INDEX,
      beside: named(WRONG_INDEX, 'The same, with the check off until the clean-up', {
        patches: { ...RFC.patches, relaxedUntilCleanup: true },
      }),
      at: 'kind == virtio_error',
      sees: 'A damaged index in the last section is noticed when the check is off for the early load only: `{line}`. With a flag that lasts to the clean-up the load says nothing and the run is {beside.status}; the first packet that arrives then breaks the device: `{beside.line}`.',
      claims: [
        ['line', 'begins', 'VQ 0 size 0x400 Guest index 0x'],
        ['beside.line', 'begins', 'Guest moved used index from '],
        ['beside.status', '=', 'completed'],
      ],
    },
  },
  {
    number: 12,
    asks: 'Is there a hook at the switchover that would do instead?',
    scene: {
      scenario: RFC,
      at: 'kind == command',
      sees: 'The command that announces the switchover goes out after the stop; what a hook on it prepares is already in the downtime, here {downtime} µs.',
      claims: [['downtime', '>', 0]],
    },
  },
  { number: 13, asks: 'Can the condition be written in one line?', why: 'It is about the style of a patch.' },
  { number: 14, asks: 'Do the regression tests of virtio-net pass?', why: 'It is a report, no question.' },
];
