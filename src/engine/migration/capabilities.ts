// Migration capabilities: which of them each QEMU knows, and which both sides must have alike (QEMU qapi/migration.json,
// should_validate_capability() and configuration_validate_capabilities() in migration/savevm.c).
import type { QemuFlavour } from '../devices/virtio-net-config.ts';
import { DELTA, PROPOSED_CAPABILITIES } from '../stream/configuration.ts';

const COMMON = [
  'xbzrle',
  'rdma-pin-all',
  'auto-converge',
  'events',
  'postcopy-ram',
  'x-colo',
  'release-ram',
  'return-path',
  'pause-before-switchover',
  'multifd',
  'dirty-bitmaps',
  'postcopy-blocktime',
  'late-block-activate',
  'x-ignore-shared',
  'validate-uuid',
  'background-snapshot',
  'zero-copy-send',
  'postcopy-preempt',
];

const OWN: Readonly<Record<QemuFlavour, readonly string[]>> = {
  '7.2': ['zero-blocks', 'compress', 'block'],
  '10.0': ['switchover-ack', 'dirty-limit', 'mapped-ram'],
  '10.0+rfc': ['switchover-ack', 'dirty-limit', 'mapped-ram', 'virtio-iterative', ...PROPOSED_CAPABILITIES],
};

/** In the order of the enumeration, which is that of the messages; then the RFC's, then this project's proposals. */
const VALIDATED = ['x-ignore-shared', 'mapped-ram', 'virtio-iterative', ...PROPOSED_CAPABILITIES];

/** What a `10.0+rfc` lacks whose NICs have property `early-mig`: that of RFC v2, which dropped the capability of v1. */
export const DROPPED_BY_V2: readonly string[] = ['virtio-iterative', DELTA];

export function isKnownCapability(flavour: QemuFlavour, name: string): boolean {
  return COMMON.includes(name) || OWN[flavour].includes(name);
}

/** QEMU's lines about capabilities that differ, `lacks` left out; empty when the two sides fit. */
export function checkCapabilities(
  flavour: QemuFlavour,
  local: readonly string[],
  received: readonly string[],
  lacks: readonly string[] = [],
): readonly string[] {
  const word = (on: boolean): string => (on ? 'on' : 'off');
  return VALIDATED.filter((name) => isKnownCapability(flavour, name) && !lacks.includes(name))
    .map((name) => ({ name, here: local.includes(name), there: received.includes(name) }))
    .filter(({ here, there }) => here !== there)
    .map(({ name, here, there }) => `Capability ${name} is ${word(here)}, but received capability is ${word(there)}`);
}
