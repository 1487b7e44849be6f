// Words and units for the cost model's parameters.
import type { CostMechanisms } from '../../engine/scenario/cost-parameters.ts';
import type { Backend } from '../../engine/scenario/scenario.ts';

interface Words {
  readonly text: string;
  readonly short: string;
  readonly about: string;
}

export const MECHANISM_WORDS: Readonly<Record<keyof CostMechanisms, Words>> = {
  barMapping: {
    text: 'BAR mapping',
    short: 'flatview_new',
    about: 'Config space that maps BARs makes QEMU rebuild its address-space views',
  },
  arrays: { text: '1024-entry arrays', short: 'virtio_load', about: 'Walking arrays of VIRTIO_QUEUE_MAX entries' },
  firstTouch: { text: 'First touch', short: 'page faults', about: 'Pages that a first load touches and allocates' },
  cache: { text: 'Cache of limited size', short: 'eviction', about: 'What one load brings in pushes out another’s' },
  vhostStart: {
    text: 'vhost start',
    short: 'not in these loads',
    about: 'Starting a vhost back-end comes after the loads: it counts in a run’s downtime, not in the sums here',
  },
};

export const GROUP_WORDS: Readonly<Record<string, string>> = {
  sections: 'Single sections',
  fixed: 'Fixed cost by kind',
  spread: 'Spread by kind',
  barMapping: 'BAR mapping',
  arrays: 'Arrays',
  firstTouch: 'First touch',
  cache: 'Cache',
  vhost: 'vhost start',
  ram: 'RAM pages',
  steps: 'Steps of a run, beside its loads',
};

const UNITS: Readonly<Record<string, string>> = {
  'barMapping.viewsPerBar': 'views',
  'barMapping.viewsPerDevice': 'views',
  'cache.sizeKiB': 'KiB',
  'cache.deviceKiB': 'KiB',
  'cache.virtioPathKiB': 'KiB',
  'cache.viewPathKiB': 'KiB',
  'cache.perKiB': 'ns/KiB',
};

export function unitOf(path: string): string {
  return UNITS[path] ?? (path.startsWith('spread.') ? '‰ (σ)' : 'ns');
}

/** Back-ends whose start can be counted among the loads, with the sizes that the thread's figures are of. */
export const BACKEND_WORDS: Readonly<Record<Backend, string>> = {
  qemu: 'QEMU’s own: nothing to start',
  'vhost-net': 'vhost-net, 4 pairs: its start counts',
  'vhost-vdpa': 'vhost-vDPA, 8 pairs, 128 GiB, 12 commands: its start counts',
};
