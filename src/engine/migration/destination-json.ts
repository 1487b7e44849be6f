// A destination as JSON that names only what differs from the one that matches the stream; a problem says at which path.
import {
  DEFAULT_NIC,
  FEATURE_PROPERTIES,
  FLAVOURS,
  machineVersion,
  type NicConfig,
  type QemuFlavour,
} from '../devices/virtio-net-config.ts';
import { isKnownCapability } from './capabilities.ts';
import type { VmConfig } from './waiting-vm.ts';

/** What is wrong with a destination's JSON, beginning with the path. */
export class DestinationProblem extends Error {
  constructor(path: string, message: string) {
    super(`${path}: ${message}`);
    this.name = 'DestinationProblem';
  }
}

const fail = (path: string, message: string): never => {
  throw new DestinationProblem(path, message);
};

type Json = Readonly<Record<string, unknown>>;

function object(value: unknown, path: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(path, 'must be an object');
  return value as Json;
}

function list(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) fail(path, 'must be a list');
  return value as readonly unknown[];
}

function text(value: unknown, path: string): string {
  return typeof value === 'string' ? value : fail(path, 'must be a text');
}

function whole(value: unknown, path: string, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    fail(path, `must be a whole number from ${least} to ${most}`);
  return value as number;
}

/** true, false, or QEMU's `on` and `off`. */
function switched(value: unknown, path: string): boolean {
  if (value === true || value === 'on') return true;
  if (value === false || value === 'off') return false;
  return fail(path, 'must be true or false');
}

const KEYS = ['qemu', 'machine', 'memory', 'nics', 'capabilities', 'patches'];

/** Applies the JSON to `base`; throws DestinationProblem. */
export function readDestination(value: unknown, base: VmConfig): VmConfig {
  const json = object(value, 'destination');
  for (const key of Object.keys(json)) if (!KEYS.includes(key)) fail(key, `is not known; known are ${KEYS.join(', ')}`);
  const qemu = json.qemu === undefined ? base.qemu : flavour(json.qemu);
  const machine = json.machine === undefined ? base.machine : machineName(text(json.machine, 'machine'), qemu);
  return {
    ...base,
    qemu,
    machine,
    blocks: json.memory === undefined ? base.blocks : withMemory(base, memory(json.memory)),
    nics: json.nics === undefined ? base.nics : nics(list(json.nics, 'nics'), base.nics),
    capabilities: capabilities(json.capabilities, base.capabilities, qemu),
    patch5: json.patches === undefined ? base.patch5 : list(json.patches, 'patches').includes(5),
  };
}

function flavour(value: unknown): QemuFlavour {
  const found = FLAVOURS.find((name) => name === value);
  return found ?? fail('qemu', `must be one of ${FLAVOURS.join(', ')}`);
}

/** `pc` and `q35` are the newest of their kind. */
function machineName(name: string, qemu: QemuFlavour): string {
  const version = qemu === '7.2' ? '7.2' : '10.0';
  if (name === 'pc') return `pc-i440fx-${version}`;
  if (name === 'q35') return `pc-q35-${version}`;
  if (!/^pc-(i440fx|q35)-/.test(name) || !machineVersion(name))
    fail('machine', 'must be pc, q35 or a versioned type such as pc-i440fx-7.2');
  return name;
}

const UNITS: Readonly<Record<string, number>> = { '': 1 << 20, K: 1 << 10, M: 1 << 20, G: 1 << 30, T: 1099511627776 };

/** As QEMU's -m: MiB, or a number with K, M, G or T. */
function memory(value: unknown): number {
  const match = /^(\d{1,9})(?:([KMGT])i?B?)?$/i.exec(
    typeof value === 'number' ? String(value) : text(value, 'memory').trim(),
  );
  const unit = match && UNITS[(match[2] ?? '').toUpperCase()];
  const bytes = match && unit ? Number(match[1]) * unit : 0;
  if (bytes < 4096 || bytes % 4096 !== 0) fail('memory', 'must be a size such as 32M, or MiB as a number');
  return bytes;
}

function withMemory({ blocks }: VmConfig, size: number): VmConfig['blocks'] {
  return blocks.map((block) => (block.idstr === 'pc.ram' ? { ...block, size, maxSize: size } : block));
}

function capabilities(value: unknown, base: readonly string[], qemu: QemuFlavour): readonly string[] {
  const on = new Set(base.filter((name) => isKnownCapability(qemu, name)));
  if (value === undefined) return [...on];
  const known = (name: string, path: string): string =>
    isKnownCapability(qemu, name) ? name : fail(path, `QEMU ${qemu} does not know this capability`);
  if (Array.isArray(value))
    return value.map((name, i) => known(text(name, `capabilities[${i}]`), `capabilities[${i}]`));
  for (const [name, state] of Object.entries(object(value, 'capabilities'))) {
    if (switched(state, `capabilities.${name}`)) on.add(known(name, `capabilities.${name}`));
    else on.delete(name);
  }
  return [...on];
}

function nics(values: readonly unknown[], base: readonly NicConfig[]): readonly NicConfig[] {
  if (values.length > 28) fail('nics', 'are more than a bus has room for');
  return values.map((value, i) => {
    const own = base[i] ?? { ...DEFAULT_NIC, slot: 3 + i };
    return nic(object(value, `nics[${i}]`), own, `nics[${i}]`);
  });
}

type Setter = (own: NicConfig, value: unknown, path: string) => Partial<NicConfig>;

const withProperties = ({ properties }: NicConfig, changes: Readonly<Record<string, boolean>>): Partial<NicConfig> => ({
  properties: { ...properties, ...changes },
});

const queueSize =
  (key: 'rxQueueSize' | 'txQueueSize'): Setter =>
  (_, value, path) => {
    const size = whole(value, path, 64, 1024);
    if ((size & (size - 1)) !== 0) fail(path, 'must be a power of two');
    return { [key]: size };
  };

const featureList =
  (on: boolean): Setter =>
  (own, value, path) => {
    const names = list(value, path).map((name, i) => propertyName(text(name, `${path}[${i}]`), `${path}[${i}]`));
    return withProperties(own, Object.fromEntries(names.map((name) => [name, on])));
  };

const SETTERS: Readonly<Record<string, Setter>> = {
  slot: (_, value, path) => ({ slot: whole(value, path, 1, 31) }),
  function: (_, value, path) => ({ function: whole(value, path, 0, 7) }),
  mac: (_, value, path) => {
    const mac = text(value, path).toLowerCase();
    return /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(mac) ? { mac } : fail(path, 'must be a MAC address');
  },
  peer: (_, value, path) => {
    const peer = (['plain', 'tap', 'vhost-user'] as const).find((name) => name === value);
    return peer ? { peer } : fail(path, 'must be plain, tap or vhost-user');
  },
  vectors: (_, value, path) => ({ vectors: value === null ? null : whole(value, path, 0, 2048) }),
  queueSize: (own, value, path) => ({
    ...queueSize('rxQueueSize')(own, value, path),
    ...queueSize('txQueueSize')(own, value, path),
  }),
  rxQueueSize: queueSize('rxQueueSize'),
  txQueueSize: queueSize('txQueueSize'),
  queuePairs: (own, value, path) => {
    const pairs = whole(value, path, 1, 256);
    return { queuePairs: pairs, vectors: null, ...withProperties(own, { mq: pairs > 1 }) };
  },
  disableLegacy: (_, value, path) => ({ disableLegacy: switched(value, path) }),
  disableModern: (_, value, path) => ({ disableModern: switched(value, path) }),
  featuresOff: featureList(false),
  featuresOn: featureList(true),
  features: (own, value, path) =>
    withProperties(
      own,
      Object.fromEntries(
        Object.entries(object(value, path)).map(([name, state]) => [
          propertyName(name, `${path}.${name}`),
          switched(state, `${path}.${name}`),
        ]),
      ),
    ),
};

/** QEMU's own names of the same. */
const ALIASES: Readonly<Record<string, string>> = {
  addr: 'slot',
  off: 'featuresOff',
  on: 'featuresOn',
  rx_queue_size: 'rxQueueSize',
  tx_queue_size: 'txQueueSize',
  pairs: 'queuePairs',
  queues: 'queuePairs',
  'disable-legacy': 'disableLegacy',
  'disable-modern': 'disableModern',
};

function propertyName(name: string, path: string): string {
  return FEATURE_PROPERTIES.includes(name) ? name : fail(path, `virtio-net-pci has no feature property ${name}`);
}

function nic(json: Json, base: NicConfig, path: string): NicConfig {
  let own = base;
  for (const [key, value] of Object.entries(json)) {
    const at = `${path}.${key}`;
    const setter = SETTERS[ALIASES[key] ?? key];
    if (setter) own = { ...own, ...setter(own, value, at) };
    else if (FEATURE_PROPERTIES.includes(key)) own = { ...own, ...withProperties(own, { [key]: switched(value, at) }) };
    else fail(at, 'is not known');
  }
  if (own.disableLegacy && own.disableModern) fail(path, 'legacy and modern cannot both be disabled');
  return own;
}
