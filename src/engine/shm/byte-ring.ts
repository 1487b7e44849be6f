// A byte ring over shared memory for one producer and one consumer in two threads. Each side blocks with Atomics.wait,
// never spins. Who waits says in its own word how many bytes it waits for and clears it again; the other only reads it: a
// notifier that cleared it would lose wake-ups. Waking costs more than copying, so who found the ring empty (or full)
// sleeps until half of it is filled (or free), the ring is closed, or the limit of a wait has passed.

/** Int32 slots of the header, a cache line apart. */
const HEAD = 0; // bytes written, modulo 2^32
const TAIL = 16; // bytes read, modulo 2^32
const PRODUCER_WAITS = 32;
const CONSUMER_WAITS = 48;
const STATE = 64;
const HEADER_BYTES = 320;

const OPEN = 0;
const CLOSED = 1;
const CANCELLED = 2;

/** Longest single wait, ms; then what is there is taken, however little. */
const WAIT_LIMIT = 20;

/** The other side gave up. */
export class RingCancelled extends Error {
  constructor() {
    super('the byte ring was cancelled');
    this.name = 'RingCancelled';
  }
}

/** Shared memory for a ring of `capacity` bytes (a power of two). */
export function makeRingBuffer(capacity = 1 << 21): SharedArrayBuffer {
  if (capacity < 2 || (capacity & (capacity - 1)) !== 0)
    throw new RangeError(`ring of ${capacity} bytes: a power of two is needed`);
  return new SharedArrayBuffer(HEADER_BYTES + capacity);
}

export class ByteRing {
  private readonly words: Int32Array;
  private readonly data: Uint8Array;
  private readonly capacity: number;
  /** Bytes, or room, that a sleeper waits for. */
  private readonly batch: number;

  constructor(buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer, 0, HEADER_BYTES / 4);
    this.data = new Uint8Array(buffer, HEADER_BYTES);
    this.capacity = this.data.length;
    this.batch = Math.max(1, this.capacity >> 1);
  }

  /** Producer: writes bytes from `start` to `end`, waiting for room as long as it takes. */
  write(bytes: Uint8Array, start = 0, end = bytes.length): void {
    for (let at = start; at < end;) {
      const head = Atomics.load(this.words, HEAD);
      let room = this.capacity - this.held();
      if (room === 0) {
        this.wait(PRODUCER_WAITS, TAIL, () => this.capacity - this.held());
        room = this.capacity - this.held();
      }
      if (Atomics.load(this.words, STATE) === CANCELLED) throw new RingCancelled();
      const count = Math.min(room, end - at);
      const position = (head >>> 0) & (this.capacity - 1);
      const first = Math.min(count, this.capacity - position);
      this.data.set(bytes.subarray(at, at + first), position);
      if (first < count) this.data.set(bytes.subarray(at + first, at + count), 0);
      Atomics.store(this.words, HEAD, (head + count) | 0);
      this.wake(CONSUMER_WAITS, HEAD, this.held());
      at += count;
    }
  }

  /** Consumer: reads 1 to `max` bytes into `into` at `at`; 0 only when the ring is closed and empty. */
  read(into: Uint8Array, at: number, max: number): number {
    for (;;) {
      const state = Atomics.load(this.words, STATE); // before the count: what was written before the close is seen
      const tail = Atomics.load(this.words, TAIL);
      const held = this.held();
      if (state === CANCELLED) throw new RingCancelled();
      if (held === 0) {
        if (state === CLOSED || max === 0) return 0;
        this.wait(CONSUMER_WAITS, HEAD, () => this.held());
        continue;
      }
      const count = Math.min(held, max);
      const position = (tail >>> 0) & (this.capacity - 1);
      const first = Math.min(count, this.capacity - position);
      into.set(this.data.subarray(position, position + first), at);
      if (first < count) into.set(this.data.subarray(0, count - first), at + first);
      Atomics.store(this.words, TAIL, (tail + count) | 0);
      this.wake(PRODUCER_WAITS, TAIL, this.capacity - this.held());
      return count;
    }
  }

  /** Consumer: reads exactly `count` bytes; answers how many there were when the ring ended before. */
  readFully(into: Uint8Array, at: number, count: number): number {
    let got = 0;
    while (got < count) {
      const n = this.read(into, at + got, count - got);
      if (n === 0) break;
      got += n;
    }
    return got;
  }

  /** Producer: no more bytes will come. */
  close(): void {
    Atomics.compareExchange(this.words, STATE, OPEN, CLOSED);
    this.wakeBoth();
  }

  /** Either side: gives up; the other side throws RingCancelled at its next call. */
  cancel(): void {
    Atomics.store(this.words, STATE, CANCELLED);
    this.wakeBoth();
  }

  /** Bytes written so far, modulo 2^32: anyone may look, to tell of progress. */
  get written(): number {
    return Atomics.load(this.words, HEAD) >>> 0;
  }

  private held(): number {
    return (Atomics.load(this.words, HEAD) - Atomics.load(this.words, TAIL)) >>> 0;
  }

  /** Sleeps until `amount` reaches a batch, the state changes or the limit passes; the other side moves `slot`. */
  private wait(flag: number, slot: number, amount: () => number): void {
    Atomics.store(this.words, flag, this.batch);
    for (let result = ''; result !== 'timed-out' && Atomics.load(this.words, STATE) === OPEN;) {
      const seen = Atomics.load(this.words, slot);
      if (amount() >= this.batch) break;
      result = Atomics.wait(this.words, slot, seen, WAIT_LIMIT);
    }
    Atomics.store(this.words, flag, 0);
  }

  /** Wakes the other side when it waits for no more than `amount`. */
  private wake(flag: number, slot: number, amount: number): void {
    const wanted = Atomics.load(this.words, flag);
    if (wanted > 0 && amount >= wanted) Atomics.notify(this.words, slot);
  }

  private wakeBoth(): void {
    Atomics.notify(this.words, HEAD);
    Atomics.notify(this.words, TAIL);
  }
}
