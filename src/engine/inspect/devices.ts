// Payloads of virtio devices, read by the engine's own descriptions and found by the end of their idstr. Some figures
// that shape them are not on the wire (several queue pairs, packed rings offered, the length of a state that nobody
// describes): the reading that ends where the section ends is the right one.
import { StreamError } from '../bytes/errors.ts';
import type { ByteReader } from '../bytes/reader.ts';
import { FieldType, SpanKind, type SpanLog } from '../capture/spans.ts';
import { DELTA_VERSION, virtioNet, virtioNetEarly, virtioNetMmio } from '../devices/virtio-net.ts';
import { EARLY_SUFFIX, ITERATIVE_SUFFIX } from '../devices/virtio-net-names.ts';
import type { Transport } from '../devices/virtio.ts';
import { OTHER_VIRTIO, OTHER_VIRTIO_MMIO, unknownVirtio } from '../devices/virtio-others.ts';
import { SectionType } from '../stream/sections.ts';
import type { Vmstate, WireState } from '../vmstate/description.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { SpanTrace } from '../vmstate/trace.ts';
import type { DescribedVmstate } from './description.ts';
import { readFinal, readIterative } from './iterative.ts';
import { peekU32 } from './peek.ts';
import { rewind } from './read-described.ts';

/** Reads one payload; `atEnd` says whether a section may end where the reader stands. */
export type DeviceCodec = (reader: ByteReader, log: SpanLog, atEnd: () => boolean) => void;

/** The codec for a section, or null when only the description can tell. */
export function deviceCodec(
  idstr: string,
  versionId: number,
  described: DescribedVmstate | undefined,
): DeviceCodec | null {
  if (idstr.endsWith(ITERATIVE_SUFFIX)) return readIterative(readVirtioNet(virtioNet));
  if (idstr.endsWith(EARLY_SUFFIX)) return readVirtioNet({ ...virtioNet, name: virtioNetEarly.name });
  const transport = transportOf(idstr);
  if (!transport) return null;
  const name = idstr.slice(idstr.lastIndexOf('/') + 1);
  if (name === 'virtio-net') return versionId === DELTA_VERSION ? readFinal : readVirtioNet(NET[transport]);
  const other = OTHERS[transport].get(name);
  const only = described?.fields.length === 1 ? described.fields[0] : undefined;
  if (other && (!described || only?.type === 'virtio'))
    return codecOf(other, [{ packedHost: false }, { packedHost: true }]);
  if (only?.type === 'virtio' && described && versionId >= 0)
    return (reader, log) => {
      log.enter(SpanKind.Vmstate, log.names.id(described.name), reader.offset, -1, described.version);
      readVirtio(transport, only.size, reader, log);
      log.leave(reader.offset);
    };
  return null;
}

/** The engine's descriptions over each transport. */
export const NET: Readonly<Record<Transport, Vmstate>> = { pci: virtioNet, mmio: virtioNetMmio };
export const OTHERS: Readonly<Record<Transport, ReadonlyMap<string, Vmstate>>> = {
  pci: OTHER_VIRTIO,
  mmio: OTHER_VIRTIO_MMIO,
};

/** What a virtio device is plugged into, by the path before its name; null for others (virtio-ccw). */
export function transportOf(idstr: string): Transport | null {
  if (/^[0-9a-f]{4}:[0-9a-f]{2}[^/]*\//.test(idstr)) return 'pci';
  return idstr.startsWith('virtio-mmio@') ? 'mmio' : null;
}

export const ONE_PAIR: WireState = { multiqueue: false };
export const SEVERAL_PAIRS: WireState = { multiqueue: true };

/** The likelier of the two for a payload that is damaged or cut off: more than RX, TX and control queue mean several pairs. */
function likelyPairs(state: WireState): WireState {
  const queues = (state.virtio as WireState | undefined)?.queues;
  return typeof queues === 'number' && queues > 3 ? SEVERAL_PAIRS : ONE_PAIR;
}

const readVirtioNet =
  (vmstate: Vmstate): DeviceCodec =>
  (reader, log, atEnd) => {
    readVariants(vmstate, [ONE_PAIR, SEVERAL_PAIRS], likelyPairs, reader, log, atEnd);
  };

function codecOf(vmstate: Vmstate, variants: readonly WireState[]): DeviceCodec {
  return (reader, log, atEnd) => {
    readVariants(vmstate, variants, () => variants[0]!, reader, log, atEnd);
  };
}

/** Reads with the variant whose reading ends at a section's end; when none does, with the likeliest. */
function readVariants(
  vmstate: Vmstate,
  variants: readonly WireState[],
  likely: (state: WireState) => WireState,
  reader: ByteReader,
  log: SpanLog,
  atEnd: () => boolean,
): void {
  const start = reader.offset;
  const rows = log.length;
  const { depth } = log;
  let state: WireState = {};
  for (const known of variants) {
    state = {};
    if (attempt(vmstate, known, reader, log, state) && atEnd()) return;
    rewind(log, rows, depth);
    reader.offset = start;
  }
  read(vmstate, likely(state), reader, log, {});
}

function attempt(vmstate: Vmstate, known: WireState, reader: ByteReader, log: SpanLog, into: WireState = {}): boolean {
  try {
    read(vmstate, known, reader, log, into);
    return true;
  } catch (error) {
    if (error instanceof StreamError) return false;
    throw error;
  }
}

function read(vmstate: Vmstate, known: WireState, reader: ByteReader, log: SpanLog, into: WireState): void {
  log.enter(SpanKind.Vmstate, log.names.id(vmstate.name), reader.offset, -1, vmstate.versionId);
  loadVmstate(vmstate, vmstate.versionId, reader, { trace: new SpanTrace(log), known }, into);
  log.leave(reader.offset);
}

/** Wire state of a virtio-net payload that starts at the reader; for readers that know where it ends. */
export function loadVirtioNetWire(reader: ByteReader, atEnd: () => boolean): WireState {
  const start = reader.offset;
  const wire = loadWire(virtioNet, [ONE_PAIR, SEVERAL_PAIRS], reader, atEnd);
  if (wire) return wire;
  reader.offset = start;
  return loadVmstate(virtioNet, virtioNet.versionId, reader, { known: ONE_PAIR });
}

/** Wire state by the variant whose reading ends where it should; null when none does. */
export function loadWire(
  vmstate: Vmstate,
  variants: readonly WireState[],
  reader: ByteReader,
  atEnd: () => boolean,
): WireState | null {
  const start = reader.offset;
  for (const known of variants) {
    reader.offset = start;
    try {
      const state = loadVmstate(vmstate, vmstate.versionId, reader, { known });
      if (atEnd()) return state;
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
    }
  }
  return null;
}

/**
 * A field `virtio` of `size` bytes of a device whose own state nobody describes: what lies between the queues and the
 * first subsection of vmstate `virtio` stays one piece.
 */
export function readVirtio(transport: Transport, size: number, reader: ByteReader, log: SpanLog): void {
  const start = reader.offset;
  reader.need(size, 'virtio');
  const rows = log.length;
  const { depth } = log;
  const { end } = reader;
  reader.end = start + size; // checked by `need`
  let stopped = 0;
  const fits = (deviceBytes: number): boolean => {
    reader.offset = start;
    try {
      loadVmstate(unknownVirtio('virtio', 1, transport), 1, reader, {
        trace: new SpanTrace(log),
        known: { deviceBytes },
      });
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
    }
    stopped = reader.offset;
    if (reader.remaining === 0 && log.depth === depth) return true;
    rewind(log, rows, depth);
    return false;
  };
  if (!fits(0)) {
    const from = stopped;
    let at = from;
    while (at < reader.end && !subsectionAt(reader, at - reader.offset)) at++;
    if (!fits(at - from)) log.leaf(SpanKind.Opaque, FieldType.Bytes, log.names.id('virtio'), start, start + size);
  }
  reader.end = end;
  reader.offset = start + size;
}

/** Whether a subsection of vmstate `virtio` begins here: 5, a length, `virtio/`. */
function subsectionAt(reader: ByteReader, ahead: number): boolean {
  if (reader.peekU8(ahead) !== 5) return false;
  for (let i = 0; i < PREFIX.length; i++) if (reader.peekU8(ahead + 2 + i) !== PREFIX[i]) return false;
  return true;
}

const PREFIX = Array.from('virtio/', (char) => char.charCodeAt(0));

/** Whether a footer of `sectionId` stands at the reader. */
export function atFooter(reader: ByteReader, sectionId: number): boolean {
  if (!reader.has(5)) return false;
  return reader.peekU8() === SectionType.Footer && peekU32(reader, 1) === sectionId;
}
