// The data of commands (QEMU migration/savevm.c, qemu_savevm_send_*): what a source tells a destination between sections.
//
//   ping u32 · postcopy advise 2 × u64 · packaged u32 · recv bitmap u8 n, n bytes name
//   postcopy ram discard: u8 version 0, u8 n, n bytes block name, u8 0, then pairs u64 start, u64 length
//
// The sections of a package follow its command as they would without it.
import type { ByteReader } from '../bytes/reader.ts';
import { FieldType, SpanKind } from '../capture/spans.ts';
import {
  COMMAND_PACKAGED,
  COMMAND_PING,
  COMMAND_POSTCOPY_ADVISE,
  COMMAND_POSTCOPY_RAM_DISCARD,
  COMMAND_RECV_BITMAP,
} from '../stream/sections.ts';
import type { WalkLog } from './walk-log.ts';

/** Reads `length` bytes of data; what does not fit the command stays one piece. */
export function readCommandData(command: number, length: number, reader: ByteReader, out: WalkLog): void {
  const end = reader.offset + length;
  reader.need(length, 'data');
  switch (command) {
    case COMMAND_PING:
      if (length === 4) out.u32('value');
      break;
    case COMMAND_PACKAGED:
      if (length === 4) out.u32('length');
      break;
    case COMMAND_POSTCOPY_ADVISE:
      if (length !== 16) break;
      out.skip(FieldType.U64, 'remote_pagesizes_summary', 8);
      out.skip(FieldType.U64, 'target_page_size', 8);
      break;
    case COMMAND_RECV_BITMAP:
      if (length > 0 && length === 1 + reader.peekU8()) out.text('block', out.u8('name_len'));
      break;
    case COMMAND_POSTCOPY_RAM_DISCARD:
      discard(end, reader, out);
      break;
    default:
  }
  out.skip(FieldType.Bytes, 'data', end - reader.offset);
}

function discard(end: number, reader: ByteReader, out: WalkLog): void {
  const length = reader.offset + 2 > end ? end : reader.peekU8(1);
  const pairs = reader.offset + 3 + length;
  if (pairs > end || (end - pairs) % 16 !== 0) return;
  out.u8('version');
  out.text('block', out.u8('name_len'));
  out.u8('terminator');
  out.enter(SpanKind.Array, 'ranges');
  for (let i = 0; reader.offset < end; i++) {
    out.enter(SpanKind.Element, 'ranges', i);
    out.skip(FieldType.U64, 'start', 8);
    out.skip(FieldType.U64, 'length', 8);
    out.leave();
  }
  out.leave();
}
