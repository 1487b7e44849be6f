// For each message a scenario whose load ends with it: what the destination was started with, or damage to the bytes on
// their way. Offsets are in the named section, counted from its type byte: 37 bytes of header before the payload of the
// NIC's FULL, 47 before that of its START. A message that no scenario of this engine can end with says why.
import { DEFAULT_SCENARIO } from '../../../engine/scenario/default-scenario.ts';
import type { Action } from '../../../engine/scenario/action-groups.ts';
import type { Scenario } from '../../../engine/scenario/scenario.ts';

export type Reproduction = { readonly scenario: () => Scenario } | { readonly none: string };

const NIC = 'FULL 0000:00:03.0/virtio-net';
const EARLY = 'START 0000:00:03.0/virtio-net-iterative';
const EARLY_PART = 'PART 0000:00:03.0/virtio-net-iterative';
const RAM = 'START ram';
const PAGES = 'PART ram';

/** The default scenario with less memory: what fails shall fail soon. */
const SMALL: Scenario = {
  ...DEFAULT_SCENARIO,
  machine: { ...DEFAULT_SCENARIO.machine, memoryMiB: 8, filledPerMille: 100 },
};

/** The small scenario with actions before the first byte. */
function acted(name: string, actions: readonly Action[], parts: Partial<Scenario> = {}): Reproduction {
  return {
    scenario: () => ({ ...SMALL, ...parts, name, interventions: actions.map((action) => ({ at: 0, action })) }),
  };
}

/** Bytes at a place replaced by as many others. */
function replaced(section: string, offset: number, bytes: string): readonly Action[] {
  const place = { section, occurrence: 1, offset };
  return [
    { do: 'insert', ...place, bytes },
    { do: 'drop', ...place, length: bytes.length / 2 },
  ];
}

const damaged = (
  name: string,
  section: string,
  offset: number,
  bytes: string,
  parts?: Partial<Scenario>,
): Reproduction => acted(name, replaced(section, offset, bytes), parts);

const cut = (name: string, section: string, offset: number): Reproduction =>
  acted(name, [{ do: 'truncate', section, occurrence: 1, offset }]);

const inserted = (name: string, section: string, offset: number, bytes: string): Reproduction =>
  acted(name, [{ do: 'insert', section, occurrence: 1, offset, bytes }]);

const started = (name: string, action: Action, parts?: Partial<Scenario>): Reproduction => acted(name, [action], parts);

/** Two queue pairs over a tap. */
const PAIRS: Partial<Scenario> = {
  nics: [{ ...DEFAULT_SCENARIO.nics[0]!, peer: 'tap', queuePairs: 2 }],
};

/** A fast link and a slow first load: more is on its way when the destination dies. */
const FAST: Partial<Scenario> = {
  link: { ...DEFAULT_SCENARIO.link, bandwidth: 1_000_000_000 },
  migration: { ...DEFAULT_SCENARIO.migration, maxBandwidth: 125_000_000 },
  cost: { ...DEFAULT_SCENARIO.cost, set: { 'firstTouch.perQueue': 20_000_000 } },
};

/** With the return path open. */
const ACK: Partial<Scenario> = { switches: { ...DEFAULT_SCENARIO.switches, switchoverAck: true } };

/** ` configuration/target-page-bits`, version 1, as a subsection that says 13 bits. */
const PAGE_BITS = '051e636f6e66696775726174696f6e2f7461726765742d706167652d62697473000000010000000d';

/** QEMU 7.2 on both sides. */
const OLD: Partial<Scenario> = {
  strategy: 'baseline',
  source: { ...DEFAULT_SCENARIO.source, qemu: '7.2' },
  destination: { ...DEFAULT_SCENARIO.destination, qemu: '7.2' },
};

/** Why no scenario goes over to postcopy. */
const POSTCOPY =
  'It needs the capability postcopy-ram on both sides, and no scenario of this app goes over to postcopy; a file that did is read.';

export const REPRODUCTIONS: Readonly<Record<string, Reproduction>> = {
  'load-failed': started('Another machine type at the destination', { do: 'machine', machine: 'pc-i440fx-9.2' }),
  'error-while-loading': damaged('An unknown flag in START', EARLY, 47, 'ffffffffef200099'),
  'error-while-loading-part': damaged('An unknown flag in PART', EARLY_PART, 5, 'ffffffffef200077'),
  'footer-read-failed': cut('The stream ends before a footer', EARLY_PART, 13),
  'not-a-stream': damaged('Another magic', '', 0, '51455600'),
  'stream-version': damaged('File version 4', '', 4, '00000004'),
  'v2-format': damaged('File version 2', '', 4, '00000002'),
  'no-configuration': damaged('No configuration section', '', 8, '01'),
  'machine-type': started('Another machine type at the destination', { do: 'machine', machine: 'pc-i440fx-9.2' }),
  'unknown-capability': damaged('A capability of another name', '', 64, '78'),
  'capability-differs': started('Capability at the source only', { do: 'capability', on: false }),
  'page-bits': inserted('Pages of 8 KiB at the source', RAM, 0, PAGE_BITS),
  'unknown-section-or-instance': damaged('The NIC in another slot', NIC, 13, '34'),
  'unsupported-version': damaged('A newer version of the NIC', NIC, 33, '0000000c'),
  'unknown-section-type': damaged('A section of an unknown type', NIC, 0, '14'),
  'unknown-section': damaged('A PART without a START', EARLY_PART, 1, '00000063'),
  'missing-footer': damaged('A footer that is no footer', EARLY_PART, 13, '7f'),
  'footer-mismatch': damaged('A footer of another section', EARLY_PART, 14, '00000001'),
  'footer-error': {
    none: 'Only QEMU 10.2 says so, behind “Missing section footer” or “Mismatched section id”; the engine loads as 7.2 and 10.0 do.',
  },
  'no-description': damaged('No description', 'FULL globalstate', 135, '00'),
  'failed-to-load': damaged('Another version of PCIDevice', NIC, 37, '00000009'),
  'too-new': damaged('A newer version of a subsection', NIC, 1028, '00000002'),
  'too-old': damaged('An older version of a subsection', NIC, 1028, '00000000'),
  validation: {
    none: 'None of the devices that the engine loads with fields of their own has such a check.',
  },
  'invalid-value': damaged('Another version of PCIDevice', NIC, 37, '00000009'),
  'unknown-ramblock': damaged('A RAM block of another name', RAM, 26, '71'),
  'ram-size': started('More memory at the destination', { do: 'memory', memoryMiB: 32 }),
  'cannot-find-block': damaged('A page of an unknown block', PAGES, 14, '71'),
  'illegal-offset': damaged('A page outside its block', PAGES, 5, '00000001'),
  'ram-flags': damaged('An unknown flag of a page', PAGES, 11, '08'),
  'zero-fill': damaged('A zero page that is not zero', PAGES, 20, '05'),
  'ram-address': cut('The stream ends inside RAM', PAGES, 8),
  'unknown-command': inserted('A command that nobody knows', EARLY_PART, 0, '0800630000'),
  'command-length': inserted('A command with a body too long', EARLY_PART, 0, '08000b00020000'),
  features: started('A destination without a control queue', { do: 'features-off', nic: 0, features: 'ctrl_vq' }),
  'vq-inconsistent': damaged('last_avail_idx far behind', NIC, 416, '9000'),
  'vq-no-address': damaged('A queue without a descriptor table', NIC, 408, '0000000000000000'),
  'vq-inuse': damaged('last_avail_idx behind used.idx', NIC, 416, '0000'),
  'queue-count': damaged('1,280 queues', NIC, 400, '00000500'),
  'bad-config': started('Fewer MSI-X vectors at the destination', { do: 'vectors', nic: 0, vectors: 2 }),
  'unknown-flag': damaged('An unknown flag in START', EARLY, 47, 'ffffffffef200099'),
  'pairs-mismatch': damaged('More queue pairs in use than there are', NIC, 1065, '0009', PAIRS),
  'must-equal': damaged('Three queue pairs at the source', NIC, 1063, '0003', PAIRS),
  'vnet-hdr': damaged('A source whose peer took headers', NIC, 986, '00000001'),
  ufo: damaged('A source that offloaded UDP fragmentation', NIC, 996, '01'),
  'pairs-assertion': damaged('A ring of no entries', NIC, 404, '00000000'),
  'vhost-assertion': {
    scenario: () => ({
      ...SMALL,
      name: 'vhost without patch 6',
      backend: 'vhost-net',
      nics: [{ ...DEFAULT_SCENARIO.nics[0]!, peer: 'tap' }],
      patches: { ...SMALL.patches, vhostSkip: false },
    }),
  },
  'no-peer': { none: 'It tells of the command line of a destination that only waits, not of what comes in.' },
  'socket-write': started('Capability at the source only', { do: 'capability', on: false }),
  'socket-read': acted(
    'The destination dies while bytes are on their way',
    replaced('START 0000:00:06.0/virtio-net-iterative', 422, '00000000'),
    {
      ...ACK,
      ...FAST,
      nics: [DEFAULT_SCENARIO.nics[0]!, { ...DEFAULT_SCENARIO.nics[0]!, slot: 6, mac: '52:54:00:12:34:57' }],
    },
  ),
  'channel-error': started('The destination refuses what it has read', { do: 'capability', on: false }, ACK),
  'sibling-error': acted(
    'The destination says that its load failed',
    [{ do: 'drop', section: NIC, occurrence: 1, offset: 60, length: 1 }],
    ACK,
  ),
  'no-unplug': {
    scenario: () => ({
      ...SMALL,
      name: 'Unplugged while it migrates',
      interventions: [{ at: 30_000_000, action: { do: 'unplug', nic: 0 } }],
    }),
  },
  'guest-moved': damaged('A last_avail_idx that nothing checks', NIC, 416, '9000', {
    patches: { ...SMALL.patches, relaxedUntilCleanup: true },
  }),
  chain: damaged('The descriptor table elsewhere', NIC, 408, '0000000000700000'),
  'no-irq': damaged('A pin that is neither high nor low', NIC, 297, '00000002'),
  'return-path-open': inserted('The return path is opened twice', EARLY_PART, 0, '08000100000800010000'),
  'ping-without-path': inserted('A ping without a return path', EARLY_PART, 0, '080002000400000001'),
  'postcopy-advise': inserted('Advice of postcopy at the source only', EARLY_PART, 0, `0800030010${'00'.repeat(16)}`),
  'postcopy-page-sizes': { none: POSTCOPY },
  'postcopy-state': inserted('Postcopy listens without advice', EARLY_PART, 0, '0800040000'),
  'postcopy-discard': { none: POSTCOPY },
  'discard-block': { none: POSTCOPY },
  'postcopy-listen': { none: POSTCOPY },
  'postcopy-resume': inserted('Postcopy goes on that never stopped', EARLY_PART, 0, '0800090000'),
  'bitmap-command': inserted('A bitmap of no block', EARLY_PART, 0, '08000a000100'),
  'package-size': inserted('A package larger than any', EARLY_PART, 0, '0800070004ffffffff'),
  'no-id-string': damaged('A section without a name', NIC, 5, '00'),
  'section-header-cut': cut('The stream ends in a section’s header', NIC, 31),
  allocation: damaged('A machine’s name of 2 GiB', '', 9, '80000000'),
  'continue-without-block': damaged('A page of the block before the first', PAGES, 12, '22'),
  'compressed-page': damaged('A compressed page', PAGES, 11, '0100', OLD),
  xbzrle: damaged('A page as a difference to none', PAGES, 12, '40'),
  'mapped-ram': {
    none: 'The link of this app carries the pages in the stream: a mapped-ram file is read, never written.',
  },
  'ram-too-large': {
    none: 'The firmware tables of the machines here have room for twice their size, and no action makes them larger.',
  },
  'ring-unmapped': damaged('A descriptor table across the end of RAM', NIC, 408, '00000000007ffff0'),
  'invalid-read': damaged('An available ring outside RAM', NIC, 1063, '0000004000000000'),
  'delta-load': damaged('Changes of an unknown group', NIC, 51, '0089', { strategy: 'delta' }),
};
