// Errors of reading bytes: every one says where.

/** Something is wrong with the bytes at `offset`. */
export class StreamError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = 'StreamError';
    this.offset = offset;
  }
}

/** The bytes end inside what is being read. */
export class ShortRead extends StreamError {
  readonly needed: number;
  readonly available: number;
  readonly what: string;

  constructor(what: string, offset: number, needed: number, available: number) {
    super(`${what} needs ${needed} bytes at 0x${offset.toString(16)}, has ${available}`, offset);
    this.name = 'ShortRead';
    this.needed = needed;
    this.available = available;
    this.what = what;
  }
}

/** Whether an allocation failed; each JavaScript engine has its own words for it. */
export function isOutOfMemory(error: unknown): boolean {
  return (
    error instanceof RangeError &&
    /allocation|out of memory|(?:array buffer|typed array) length|too large/i.test(error.message)
  );
}
