// Where everything large lies. Shared memory, which all threads see without a copy; where a host has none (a browser gives
// it to isolated pages only), memory of one thread. What is computed is the same.

/** `length` zero bytes. Throws RangeError when there is no memory. */
export function newMemory(length: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(length) : new SharedArrayBuffer(length);
}
