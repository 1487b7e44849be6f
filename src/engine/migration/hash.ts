// One number for a whole capture: SHA-256 over stream, events, names, lists, final memories and outcome. Equal captures have
// equal digests in every thread and every engine.
import { Sha256 } from '../bytes/sha256.ts';
import { encodeUtf8 } from '../bytes/text.ts';
import type { RunCapture, SideCapture } from '../capture/capture.ts';

/** 64 hexadecimal digits. */
export function hashCapture(capture: RunCapture): string {
  const hash = new Sha256();
  hash.update(capture.stream);
  for (const side of [capture.source, capture.destination]) hashSide(hash, side);
  hash.update(encodeUtf8(JSON.stringify(capture.outcome)));
  hash.update(encodeUtf8(JSON.stringify(capture.cells)));
  return hash.hex();
}

function hashSide(hash: Sha256, side: SideCapture): void {
  const { length, time, kind, detail, subject, offset, before, after } = side.events;
  for (const column of [time, kind, detail, subject, offset, before, after]) {
    hash.update(new Uint8Array(column.buffer, column.byteOffset, length * column.BYTES_PER_ELEMENT));
  }
  hash.update(encodeUtf8(side.names.join('\n')));
  hash.update(side.lists.bytes);
  hash.update(side.memory);
}
