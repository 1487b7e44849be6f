// A QEMUFile as its reader sees it (QEMU migration/qemu-file.c): past the end every byte is zero and the error EIO
// sticks; a loader that looks at the error late reads zeros until then. The first error stays.
import { ByteReader } from './reader.ts';
import { decodeUtf8 } from './text.ts';
import { Errno } from './errno.ts';

/** Zeros that a read past the end answers at most, whatever length the stream asked for. */
const MAX_PADDING = 65536;

export class QemuFileReader extends ByteReader {
  /** qemu_file_get_error(): 0, or the first error (negative errno). */
  error = 0;

  setError(code: number): void {
    if (this.error === 0) this.error = code;
  }

  override u8(): number {
    return this.here(1) ? super.u8() : 0;
  }

  override u16(): number {
    if (this.has(2)) return super.u16();
    const high = this.u8();
    return (high << 8) | this.u8();
  }

  override u32(): number {
    if (this.has(4)) return super.u32();
    const high = this.u16();
    return high * 65536 + this.u16();
  }

  override u64(): bigint {
    if (this.has(8)) return super.u64();
    const high = BigInt(this.u32());
    return (high << 32n) | BigInt(this.u32());
  }

  /** Looking past the end is an error too. */
  override peekU8(ahead = 0): number {
    return this.here(ahead + 1) ? super.peekU8(ahead) : 0;
  }

  /** Short of bytes: those that are there, then zeros, but no more than a bounded piece of what was asked for. */
  override take(count: number, what?: string): Uint8Array {
    if (this.here(count)) return super.take(count, what);
    const left = this.remaining;
    const padded = new Uint8Array(Math.min(count, left + MAX_PADDING));
    padded.set(super.take(left, what));
    return padded;
  }

  override skip(count: number, what?: string): void {
    super.skip(this.here(count) ? count : this.remaining, what);
  }

  override text(count: number): string {
    if (this.here(count)) return super.text(count);
    const bytes = super.take(this.remaining);
    return decodeUtf8(bytes, 0, bytes.length);
  }

  private here(count: number): boolean {
    if (this.has(count)) return true;
    this.setError(Errno.EIO);
    return false;
  }
}
