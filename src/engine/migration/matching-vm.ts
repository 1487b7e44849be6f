// The destination that matches a stream: what a person would start to load it, read off the stream itself, damaged or
// not. Where the stream is damaged, what the machine type implies stands in.
import { ByteReader } from '../bytes/reader.ts';
import { macText } from '../bytes/text.ts';
import { StreamError } from '../bytes/errors.ts';
import { findCapability, msixVectors } from '../devices/pci.ts';
import {
  DEFAULT_NIC,
  defaultRingSizes,
  featureBit,
  FEATURE_PROPERTIES,
  machineVersion,
  type NicConfig,
  type QemuFlavour,
} from '../devices/virtio-net-config.ts';
import { type VirtioNetWire } from '../devices/virtio-net.ts';
import { EARLY_SUFFIX, ITERATIVE_SUFFIX } from '../devices/virtio-net-names.ts';
import { loadWire, NET, ONE_PAIR, SEVERAL_PAIRS, transportOf } from '../inspect/devices.ts';
import { describedDevices, keyOf } from '../inspect/description.ts';
import { inspect } from '../inspect/inspect.ts';
import type { InspectedSection, Inspection } from '../inspect/inspection.ts';
import type { LoadBlock } from '../ram/ram-load.ts';
import { SpanKind } from '../capture/spans.ts';
import { u32At } from '../inspect/landmarks.ts';
import { RamFlag } from '../ram/ram-flags.ts';
import { FILE_MAGIC, FILE_VERSION, SectionType } from '../stream/sections.ts';
import { guestFeaturesOf, isUsedOnly } from '../devices/virtio.ts';
import { isKnownCapability } from './capabilities.ts';
import { sizeOf } from './described-device.ts';
import type { MachineDevices, VmConfig } from './waiting-vm.ts';

export interface MatchingVm {
  readonly config: VmConfig;
  readonly machineDevices: MachineDevices;
}

/** Reads the stream and says what matches it. */
export function matchingVm(bytes: Uint8Array): MatchingVm {
  const inspection = inspect(bytes);
  const qemu = flavourOf(inspection);
  const configuration = hasConfiguration(bytes, inspection);
  const machine = inspection.machine || (configuration ? 'pc-i440fx-10.0' : 'pc-i440fx-2.3');
  const nics = nicsOf(bytes, inspection, { qemu, isOld: !configuration || isOldMachine(machine) });
  return {
    config: {
      qemu,
      machine,
      blocks: blocksOf(inspection),
      nics,
      netdevs: nics.length,
      capabilities: [...inspection.capabilities, ...shownCapabilities(inspection)].filter((name) =>
        isKnownCapability(qemu, name),
      ),
      patch5: true,
      configuration,
      footers: hasFooters(bytes, inspection),
    },
    machineDevices: devicesOf(bytes, inspection),
  };
}

/** A section of RAM right after the header: the source's machine type sends no configuration. */
function hasConfiguration(bytes: Uint8Array, { sections, machine }: Inspection): boolean {
  const [first] = sections;
  return machine !== '' || first?.idstr !== 'ram' || !afterHeader(first, bytes);
}

/** Magic and version stand right before it. */
function afterHeader({ start }: InspectedSection, bytes: Uint8Array): boolean {
  return start >= 8 && u32At(bytes, start - 8) === FILE_MAGIC && u32At(bytes, start - 4) === FILE_VERSION;
}

/** None of several sections has one: the source's machine type sends none. */
function hasFooters(bytes: Uint8Array, { sections }: Inspection): boolean {
  const whole = sections.filter(({ complete }) => complete);
  return whole.length < 3 || whole.some(({ end }) => bytes[end - 5] === SectionType.Footer);
}

/** Bytes of the command that announces postcopy of RAM. */
const ADVISE_BYTES = 21;

/** What the configuration does not name but the stream shows: compressed pages, postcopy's first command. */
function shownCapabilities({ records, spans, frames }: Inspection): readonly string[] {
  const names: string[] = [];
  if (records.flags.subarray(0, records.length).some((flags) => (flags & RamFlag.Compress) !== 0))
    names.push('compress');
  const advises = (row: number): boolean =>
    spans.kind[row] === SpanKind.Command &&
    spans.names[spans.name[row]!] === 'postcopy advise' &&
    spans.end[row]! - spans.start[row]! === ADVISE_BYTES;
  if (Array.from(frames).some(advises)) names.push('postcopy-ram');
  return names;
}

function flavourOf({ capabilities, sections, machine, spans }: Inspection): QemuFlavour {
  const isEarly = (idstr: string): boolean => idstr.endsWith(ITERATIVE_SUFFIX) || idstr.endsWith(EARLY_SUFFIX);
  if (capabilities.includes('virtio-iterative') || sections.some(({ idstr }) => isEarly(idstr))) return '10.0+rfc';
  if (spans.names.some(isUsedOnly)) return '10.0+rfc';
  const version = machineVersion(machine);
  if (capabilities.some((name) => !isKnownCapability('7.2', name) && isKnownCapability('10.0', name))) return '10.0';
  // A stream without configuration, or with compressed pages, is of a QEMU of those days.
  if (!version) return machine === '' || machine === 'microvm' || machine === 'isapc' ? '7.2' : '10.0';
  return version[0] < 8 ? '7.2' : '10.0';
}

/** What a resizeable block may grow to (QEMU hw/i386/acpi-build.c). */
const MAX_SIZES: Readonly<Record<string, number>> = {
  '/rom@etc/acpi/tables': 0x200000,
  '/rom@etc/table-loader': 0x10000,
  '/rom@etc/acpi/rsdp': 0x1000,
};

/** Blocks as the stream lists them, but only under names that QEMU or a person gives. */
function blocksOf({ blocks }: Inspection): readonly LoadBlock[] {
  return blocks
    .filter(({ idstr }) => /^(\/rom@.+|0000:.+|[a-z][a-z0-9_.-]*)$/i.test(idstr))
    .map(({ idstr, size }) => {
      const maxSize = MAX_SIZES[idstr];
      return maxSize === undefined
        ? { idstr, size, maxSize: size }
        : { idstr, size: Math.min(size, maxSize), maxSize, resizeable: true };
    });
}

/** A virtio-net's idstr: its path on a PCI bus, or behind bridges and ports, or on virtio-mmio. */
const NIC = /^((?:0000:[0-9a-f]{2}(?::[0-9a-f]{2}\.[0-7])+)|virtio-mmio@[0-9a-f]{16})\/virtio-net(-iterative|-early)?$/;
const ON_BUS_0 = /^0000:00:([0-9a-f]{2})\.([0-7])$/;

function nicsOf(
  bytes: Uint8Array,
  { sections, description }: Inspection,
  { qemu, isOld }: { readonly qemu: QemuFlavour; readonly isOld: boolean },
): readonly NicConfig[] {
  const found = new Map<string, Evidence[]>();
  for (const section of sections) {
    const path = NIC.exec(section.idstr)?.[1];
    if (path === undefined || (section.type !== SectionType.Start && section.type !== SectionType.Full)) continue;
    const shows = found.get(path) ?? [];
    found.set(path, shows);
    const wire = wireOf(bytes, section);
    const evidence = wire ? evidenceOf(wire) : headOf(bytes, section);
    // A whole state before a damaged one, the state at the end before that of the beginning.
    if (evidence) shows[section.type === SectionType.Full && evidence.whole ? 'unshift' : 'push'](evidence);
  }
  // A stream that ends early may not show a NIC that its description names.
  for (const path of describedNics(description)) if (!found.has(path)) found.set(path, []);
  const paths = [...found.keys(), ...sections.map(({ idstr }) => idstr.split('/')[0]!)];
  return [...found].map(([path, shows]) => nicOf(placeOf(path, shows[0], { isOld, paths }), shows[0], qemu));
}

/** Machine types before 2.8 give every queue a page of its own (`page-per-vq`), before 2.7 more differs. */
function isOldMachine(machine: string): boolean {
  const version = machineVersion(machine);
  return version !== null && (version[0] < 2 || (version[0] === 2 && version[1] < 8));
}

/** Where a NIC is; its config space as it was found where the engine would build another. */
function placeOf(
  path: string,
  evidence: Evidence | undefined,
  { isOld, paths }: { readonly isOld: boolean; readonly paths: readonly string[] },
): NicConfig {
  const [, slot, fn] = ON_BUS_0.exec(path) ?? [];
  const found = evidence?.whole ? { configSpace: evidence.pciConfig } : {};
  if (slot === undefined) {
    const transport = path.startsWith('virtio-mmio@') ? ({ transport: 'mmio', vectors: 0 } as const) : {};
    return { ...DEFAULT_NIC, path, ...transport, ...found };
  }
  const place = { ...DEFAULT_NIC, slot: parseInt(slot, 16), function: Number(fn) };
  const several = paths.some((other) => other !== path && other.startsWith(path.slice(0, -1)));
  return isOld || several ? { ...place, ...found } : place;
}

/** What of a NIC's state says how the device was started. */
interface Evidence {
  /** Read to its end, not only the head of a damaged one. */
  readonly whole: boolean;
  readonly pciConfig: Uint8Array;
  readonly pairs: number;
  readonly header: boolean;
  readonly packed: boolean;
  readonly rss: boolean;
  readonly mac: Uint8Array;
  /** Features as negotiated and as the driver wrote them. */
  readonly agreed: bigint;
  /** Entries of receive and transmit ring before a driver asked for fewer. */
  readonly sizes: readonly (number | undefined)[];
}

function evidenceOf({ virtio }: VirtioNetWire): Evidence {
  const { device } = virtio;
  const features = guestFeaturesOf(virtio);
  // One damaged byte must not make a device that offers more: the driver's own words must agree.
  const [low, high] = virtio.extraState?.extraState.modernState?.guestFeatures ?? [Number(features & 0xffffffffn), 0];
  return {
    whole: true,
    pciConfig: (virtio as Partial<typeof virtio>).pci?.config ?? new Uint8Array(256),
    pairs: device.maxQueuePairs ?? 1,
    header: device.hasVnetHdr === 1,
    packed: virtio.packedVirtqueues !== undefined,
    rss: device.rss !== undefined || virtio.configLen === 24,
    mac: device.mac,
    agreed: features & (BigInt(high ?? 0) * 4294967296n + BigInt(low ?? 0)),
    sizes: [0, 1].map((queue) => virtio.ringsize?.vqs[queue]?.numDefault ?? virtio.vqs[queue]?.num),
  };
}

/** What a damaged state still shows: config space, and which subsections there are. */
function headOf(bytes: Uint8Array, { type, idstr, start, end }: InspectedSection): Evidence | null {
  const from = start + 14 + idstr.length + (type === SectionType.Start ? 8 : 0) + 4;
  const pciConfig = bytes.slice(from, from + 256);
  const vectors = msixVectors(pciConfig);
  if (pciConfig.length < 256 || vectors < 4 || vectors % 2 !== 0) return null;
  const has = (name: string): boolean => contains(bytes.subarray(start, end), name);
  const pairs = (vectors - 2) / 2;
  return {
    whole: false,
    pciConfig,
    pairs,
    header: pairs > 1,
    packed: has('virtio/packed_virtqueues'),
    rss: has('virtio-net-device/rss'),
    mac: MAC,
    agreed: 0n,
    sizes: [],
  };
}

const MAC = Uint8Array.from(DEFAULT_NIC.mac.split(':'), (part) => parseInt(part, 16));

function contains(bytes: Uint8Array, name: string): boolean {
  const wanted = Array.from(name, (char) => char.charCodeAt(0));
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1))
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return true;
  return false;
}

/** The state in a section, if it reads to the section's end. */
function wireOf(bytes: Uint8Array, { type, idstr, start, end }: InspectedSection): VirtioNetWire | null {
  const iterative = type === SectionType.Start ? 8 : 0;
  const from = start + 14 + idstr.length + iterative;
  const footer = bytes[end - 5] === SectionType.Footer ? 5 : 0;
  const to = end - footer - iterative;
  const reader = new ByteReader(bytes, from, Math.max(from, Math.min(bytes.length, to)));
  const vmstate = NET[transportOf(idstr) ?? 'pci'];
  try {
    return loadWire(vmstate, [ONE_PAIR, SEVERAL_PAIRS], reader, () => reader.remaining === 0) as VirtioNetWire | null;
  } catch (error) {
    if (error instanceof StreamError || error instanceof RangeError) return null;
    throw error;
  }
}

function describedNics(description: unknown): readonly string[] {
  return listOf((description as { devices?: unknown } | null)?.devices)
    .map(({ name }) => (typeof name === 'string' ? (NIC.exec(name)?.[1] ?? '') : ''))
    .filter((path) => path !== '');
}

/** Properties that are off unless asked for, by a feature that was negotiated. */
const ASKED = FEATURE_PROPERTIES.filter((name) =>
  ['mq', 'packed', 'rss', 'hash', 'guest_rsc_ext', 'failover', 'iommu_platform', 'host_mtu', 'speed'].includes(name),
);

function nicOf(base: NicConfig, evidence: Evidence | undefined, qemu: QemuFlavour): NicConfig {
  if (!evidence) return base;
  const { pciConfig, pairs, agreed } = evidence;
  const properties: Record<string, boolean> = {};
  for (const name of ASKED) if ((agreed & featureBit(name)) !== 0n) properties[name] = true;
  if (pairs > 1) properties.mq = true;
  if (evidence.packed) properties.packed = true;
  if (evidence.rss) Object.assign(properties, { rss: true, hash: true });
  const vectors = msixVectors(pciConfig);
  const own = defaultRingSizes(qemu, base);
  const [rx, tx] = evidence.sizes;
  const size = (value: number | undefined, usual: number): number | null =>
    value === undefined || value === usual || value < 64 || value > 1024 || (value & (value - 1)) !== 0 ? null : value;
  return {
    ...base,
    mac: macText(evidence.mac),
    peer: evidence.header ? 'tap' : 'plain',
    properties,
    vectors: vectors === 2 * pairs + 2 ? null : vectors,
    rxQueueSize: size(rx, own.rx),
    txQueueSize: size(tx, own.tx),
    queuePairs: pairs,
    disableModern: findCapability(pciConfig, 9) === 0,
    disableLegacy: pciConfig[2] === 0x41 && pciConfig[3] === 0x10,
  };
}

/** The description says which machine devices there are; without one, whatever the stream holds. */
function devicesOf(bytes: Uint8Array, { description, sections }: Inspection): MachineDevices {
  const ends = new Map<number, number>();
  const devices = describedDevices((description as { devices?: unknown } | null)?.devices);
  for (const { type, idstr, instanceId, start, end, complete } of sections) {
    if (type !== SectionType.Full && type !== SectionType.Start) continue;
    const from = start + 14 + idstr.length;
    const footer = bytes[end - 5] === SectionType.Footer && end <= bytes.length;
    // Without its footer the description says how long a payload is.
    const device = footer ? undefined : devices.get(keyOf(idstr, instanceId));
    ends.set(from, footer ? end - 5 : device ? from + sizeOf(device) : complete ? end : -1);
  }
  const described = versionsIn(description);
  const held = new Map(sections.map(({ idstr, instanceId, versionId }) => [`${instanceId} ${idstr}`, versionId]));
  return {
    version: (idstr, instanceId) =>
      (described ?? held).get(`${instanceId} ${idstr}`) ?? (described ? null : 0x7fffffff),
    end: (offset) => ends.get(offset) ?? -1,
    described: (idstr, instanceId) => devices.get(keyOf(idstr, instanceId)),
  };
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value)
    ? value.filter((item): item is Readonly<Record<string, unknown>> => typeof item === 'object' && item !== null)
    : [];
}

function versionsIn(description: unknown): ReadonlyMap<string, number> | null {
  const { devices, page_size: whole } = (description ?? {}) as { devices?: unknown; page_size?: unknown };
  // Of a damaged description only some devices were saved: it cannot say which there are not.
  if (!Array.isArray(devices) || whole === undefined) return null;
  const versions = new Map<string, number>();
  for (const device of devices as readonly (Readonly<Record<string, unknown>> | null)[]) {
    const { name, instance_id: instance, version } = device ?? {};
    if (typeof name === 'string') versions.set(`${Number(instance)} ${name}`, Number(version));
  }
  return versions;
}
