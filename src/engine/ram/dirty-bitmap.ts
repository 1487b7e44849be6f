// A set of guest pages, one bit each, with its size kept: KVM's dirty log and RAM's migration bitmap.

export class DirtyBitmap {
  readonly pages: number;
  private readonly words: Int32Array;
  /** Pages in the set. */
  count = 0;

  constructor(pages: number) {
    this.pages = pages;
    this.words = new Int32Array(Math.ceil(pages / 32));
  }

  has(page: number): boolean {
    return ((this.words[page >>> 5]! >>> (page & 31)) & 1) === 1;
  }

  /** Adds a page; answers whether it was new. */
  add(page: number): boolean {
    const word = page >>> 5;
    const bit = 1 << (page & 31);
    const before = this.words[word]!;
    if ((before & bit) !== 0) return false;
    this.words[word] = before | bit;
    this.count++;
    return true;
  }

  /** Removes a page; answers whether it was there. */
  remove(page: number): boolean {
    const word = page >>> 5;
    const bit = 1 << (page & 31);
    const before = this.words[word]!;
    if ((before & bit) === 0) return false;
    this.words[word] = before & ~bit;
    this.count--;
    return true;
  }

  fill(): void {
    for (let page = 0; page < this.pages; page++) this.add(page);
  }

  clear(): void {
    this.words.fill(0);
    this.count = 0;
  }

  /** The first page of the set at or after `from`; -1 when there is none. */
  next(from: number): number {
    if (from >= this.pages) return -1;
    let word = from >>> 5;
    let bits = this.words[word]! & (-1 << (from & 31));
    while (bits === 0) {
      if (++word >= this.words.length) return -1;
      bits = this.words[word]!;
    }
    return word * 32 + (31 - Math.clz32(bits & -bits));
  }

  /** Moves every page of `other` into this set and empties it; answers how many were new here. */
  takeFrom(other: DirtyBitmap): number {
    const before = this.count;
    for (let page = other.next(0); page >= 0; page = other.next(page + 1)) this.add(page);
    other.clear();
    return this.count - before;
  }
}
