// Sections of `…/virtio-net-iterative` (RFC, patch 4): flags, and after INIT_STATE the vmstate. With this project's proposal
// `delta` a PART may carry changes, and the FULL section of the NIC, in version 12, the last of them.
import { StreamError } from '../bytes/errors.ts';
import type { ByteReader } from '../bytes/reader.ts';
import { FieldType, SpanKind, type SpanLog } from '../capture/spans.ts';
import { readRecord } from '../devices/virtio-net-delta.ts';
import {
  VNET_MIG_F_DELTA,
  VNET_MIG_F_END_DATA,
  VNET_MIG_F_FINAL,
  VNET_MIG_F_INIT_STATE,
  VNET_MIG_F_NO_DATA,
} from '../devices/virtio-net.ts';
import { SpanTrace } from '../vmstate/trace.ts';
import type { DeviceCodec } from './devices.ts';
import { peekU32 } from './peek.ts';

const FLAG_NAMES = new Map<bigint, string>([
  [VNET_MIG_F_INIT_STATE, 'VNET_MIG_F_INIT_STATE'],
  [VNET_MIG_F_END_DATA, 'VNET_MIG_F_END_DATA'],
  [VNET_MIG_F_NO_DATA, 'VNET_MIG_F_NO_DATA'],
  [VNET_MIG_F_DELTA, 'VNET_MIG_F_DELTA'],
  [VNET_MIG_F_FINAL, 'VNET_MIG_F_FINAL'],
]);

/** Reads a flag; throws StreamError on one that is none of `wanted`. */
function readFlag(reader: ByteReader, log: SpanLog, ...wanted: readonly bigint[]): bigint {
  const start = reader.offset;
  const flag = reader.u64();
  const isWanted = wanted.includes(flag);
  const name = FLAG_NAMES.get(flag) ?? 'unknown flag';
  log.leaf(SpanKind.Flag, FieldType.U64, log.names.id(name), start, reader.offset);
  if (!isWanted) throw new StreamError(`virtio_net_load_state: Uknown flag 0x${flag.toString(16)}`, start);
  return flag;
}

/** A START, PART or END; `readState` reads the vmstate. */
export const readIterative =
  (readState: DeviceCodec): DeviceCodec =>
  (reader, log) => {
    const begins = [VNET_MIG_F_INIT_STATE, VNET_MIG_F_DELTA, VNET_MIG_F_END_DATA];
    for (let isFirst = true; ; isFirst = false) {
      const flag = readFlag(reader, log, ...begins, ...(isFirst ? [VNET_MIG_F_NO_DATA] : []));
      if (flag === VNET_MIG_F_DELTA) readChanges(reader, log);
      else if (flag === VNET_MIG_F_INIT_STATE) readState(reader, log, () => isEndData(reader));
      else return;
    }
  };

/** A FULL section of version 12. */
export const readFinal: DeviceCodec = (reader, log) => {
  readFlag(reader, log, VNET_MIG_F_FINAL);
  readChanges(reader, log);
  readFlag(reader, log, VNET_MIG_F_END_DATA);
};

function readChanges(reader: ByteReader, log: SpanLog): void {
  const field = (type: number, name: string, start: number): void => {
    log.leaf(SpanKind.Field, type, log.names.id(name), start, reader.offset);
  };
  const start = reader.offset;
  reader.u32();
  field(FieldType.U32, 'subsection_mask', start);
  const count = reader.u16();
  field(FieldType.U16, 'record_count', start + 4);
  const trace = new SpanTrace(log);
  log.enter(SpanKind.Array, log.names.id('records'), reader.offset, -1, count);
  for (let i = 0; i < count; i++) {
    log.enter(SpanKind.Element, log.names.id('records'), reader.offset, i);
    readRecord(reader, trace);
    log.leave(reader.offset);
  }
  log.leave(reader.offset);
}

function isEndData(reader: ByteReader): boolean {
  if (!reader.has(8)) return false;
  return peekU32(reader, 0) === 0xffffffff && peekU32(reader, 4) === Number(VNET_MIG_F_END_DATA & 0xffffffffn);
}
