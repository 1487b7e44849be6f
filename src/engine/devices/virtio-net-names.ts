// Names of a NIC's sections beside its own, after the device's path.

/** idstr of RFC v2's early description: with the path as virtio-mem's early VMSD, which v2 follows (an inference too). */
export const EARLY_SUFFIX = '/virtio-net-early';

/** The idstr of the device whose state an early section carries; others as they are. */
export function deviceOf(idstr: string): string {
  return idstr.replace(/\/virtio-net-(iterative|early)$/, '/virtio-net');
}

/** Name that patch 3 registers its handlers under, after the device's path. */
export const ITERATIVE_SUFFIX = '/virtio-net-iterative';
