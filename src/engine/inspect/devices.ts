// Payloads of device sections that the engine knows by its own descriptions, found by the end of their idstr.
import { StreamError } from '../bytes/errors.ts';
import type { ByteReader } from '../bytes/reader.ts';
import { FieldType, SpanKind, type SpanLog } from '../capture/spans.ts';
import { ITERATIVE_SUFFIX, virtioNet, VNET_MIG_F_END_DATA, VNET_MIG_F_INIT_STATE, VNET_MIG_F_NO_DATA } from '../devices/virtio-net.ts';
import type { WireState } from '../vmstate/description.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { SpanTrace } from '../vmstate/trace.ts';
import { SectionType } from '../stream/sections.ts';

/** Reads one payload; `atEnd` says whether a section may end where the reader stands. */
export type DeviceCodec = (reader: ByteReader, log: SpanLog, atEnd: () => boolean) => void;

/** The codec for a section, or null when only the description can tell. */
export function deviceCodec(idstr: string): DeviceCodec | null {
  if (idstr.endsWith(ITERATIVE_SUFFIX)) return readIterative;
  if (idstr.endsWith('/virtio-net')) return readVirtioNet;
  return null;
}

/**
 * The whole vmstate. Whether the device has several queue pairs is not on the wire, so the reading that ends at a
 * section's end is taken: first with one pair, then with several.
 */
export function readVirtioNet(reader: ByteReader, log: SpanLog, atEnd: () => boolean): void {
  const start = reader.offset;
  const multiqueue = !endsWith(reader, start, false, atEnd) && endsWith(reader, start, true, atEnd);
  reader.offset = start;
  const name = log.names.id('virtio-net');
  log.enter(SpanKind.Vmstate, name, start, -1, virtioNet.versionId);
  loadVmstate(virtioNet, virtioNet.versionId, reader, { trace: new SpanTrace(log), known: { multiqueue } });
  log.leave(reader.offset);
}

/** Wire state of a virtio-net payload that starts at the reader; for readers that know where it ends. */
export function loadVirtioNetWire(reader: ByteReader, atEnd: () => boolean): WireState {
  const start = reader.offset;
  const multiqueue = !endsWith(reader, start, false, atEnd) && endsWith(reader, start, true, atEnd);
  reader.offset = start;
  return loadVmstate(virtioNet, virtioNet.versionId, reader, { known: { multiqueue } });
}

function endsWith(reader: ByteReader, start: number, multiqueue: boolean, atEnd: () => boolean): boolean {
  reader.offset = start;
  try {
    loadVmstate(virtioNet, virtioNet.versionId, reader, { known: { multiqueue } });
    return atEnd();
  } catch (error) {
    if (error instanceof StreamError) return false;
    throw error;
  }
}

const FLAG_NAMES = new Map<bigint, string>([
  [VNET_MIG_F_INIT_STATE, 'VNET_MIG_F_INIT_STATE'],
  [VNET_MIG_F_END_DATA, 'VNET_MIG_F_END_DATA'],
  [VNET_MIG_F_NO_DATA, 'VNET_MIG_F_NO_DATA'],
]);

/** A START, PART or END of `…/virtio-net-iterative` (RFC, patch 4): flags, and after INIT_STATE the vmstate. */
function readIterative(reader: ByteReader, log: SpanLog): void {
  for (;;) {
    const start = reader.offset;
    const flag = reader.u64();
    const name = FLAG_NAMES.get(flag);
    log.leaf(SpanKind.Flag, FieldType.U64, log.names.id(name ?? 'unknown flag'), start, reader.offset);
    if (name === undefined) throw new StreamError(`virtio_net_load_state: Uknown flag 0x${flag.toString(16)}`, start);
    if (flag !== VNET_MIG_F_INIT_STATE) return;
    readVirtioNet(reader, log, () => isFlag(reader));
  }
}

function isFlag(reader: ByteReader): boolean {
  if (!reader.has(8)) return false;
  const flag = reader.u64();
  reader.offset -= 8;
  return flag === VNET_MIG_F_END_DATA;
}

/** Whether a footer of `sectionId` stands at the reader. */
export function atFooter(reader: ByteReader, sectionId: number): boolean {
  if (!reader.has(5)) return false;
  const { bytes, offset } = reader;
  const id = ((bytes[offset + 1]! << 24) | (bytes[offset + 2]! << 16) | (bytes[offset + 3]! << 8) | bytes[offset + 4]!) >>> 0;
  return bytes[offset] === SectionType.Footer && id === sectionId;
}
