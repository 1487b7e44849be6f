// Finding the way back after damage. A section's footer is the byte 0x7e and its id, and what follows it must look like
// the beginning of something; so a byte that merely looks like a footer inside a payload is passed over. The footers are
// indexed once, in one pass, when the first is asked for: however damaged a file is, looking for them stays linear.
import type { ByteSource } from '../bytes/byte-source.ts';
import { FILE_VERSION, SectionType } from '../stream/sections.ts';
import type { Work } from './work.ts';

const MAX_ID = 65536;
const NEXT_FOOTERS = 64;
/** Bytes searched at a time. */
const PIECE = 4 << 20;

export class Landmarks {
  private readonly bytes: ByteSource;
  private readonly length: number;
  private readonly work: Work;
  private index: {
    readonly offsets: readonly number[];
    readonly ids: readonly number[];
    readonly byId: ReadonlyMap<number, readonly number[]>;
  } | null = null;

  constructor(bytes: ByteSource, length: number, work: Work) {
    this.bytes = bytes;
    this.length = length;
    this.work = work;
  }

  /** Offset of the first footer of `sectionId` at or after `from`; -1 when there is none. */
  footer(from: number, sectionId: number): number {
    const offsets = this.footers().byId.get(sectionId) ?? [];
    return offsets[lowerBound(offsets, from)] ?? -1;
  }

  /**
   * Offset of the first footer at or after `from` whose id `isKnown`, among the next ones; -1 when there is none. Not
   * further: a file of nothing but footers would be searched again and again.
   */
  anyFooter(from: number, isKnown: (id: number) => boolean): number {
    const { offsets, ids } = this.footers();
    const first = lowerBound(offsets, from);
    for (let i = first; i < Math.min(offsets.length, first + NEXT_FOOTERS); i++) {
      this.work.steps++;
      if (isKnown(ids[i]!)) return offsets[i]!;
    }
    return -1;
  }

  /** Offset of the first byte at or after `from` that reads as the header of a START or FULL section; -1 without one. */
  section(from: number): number {
    for (let at = from; at < this.length; at++) {
      this.work.steps++;
      const type = this.bytes.at(at);
      if (
        (type === SectionType.Start || type === SectionType.Full) &&
        this.length - at >= 14 &&
        plausibleSection(this.bytes, at, this.length)
      )
        return at;
    }
    return -1;
  }

  private footers() {
    if (this.index) return this.index;
    const { bytes, length } = this;
    this.work.steps += length;
    const offsets: number[] = [];
    const ids: number[] = [];
    const byId = new Map<number, number[]>();
    for (let from = 0; from + 5 <= length; from += PIECE) {
      const piece = bytes.subarray(from, Math.min(length - 4, from + PIECE));
      for (let i = piece.indexOf(SectionType.Footer); i >= 0; i = piece.indexOf(SectionType.Footer, i + 1)) {
        const at = from + i;
        const id = u32At(bytes, at + 1);
        if (id >= MAX_ID || !plausibleSection(bytes, at + 5, length)) continue;
        offsets.push(at);
        ids.push(id);
        const known = byId.get(id);
        if (known) known.push(at);
        else byId.set(id, [at]);
      }
    }
    this.index = { offsets, ids, byId };
    return this.index;
  }
}

/** Whether a section, a command, the end mark or the end of the bytes could stand at `at`. */
export function plausibleSection(bytes: ByteSource, at: number, length: number): boolean {
  if (at >= length) return at === length;
  const type = bytes.at(at)!;
  if (type === SectionType.Eof) return at + 1 >= length || bytes.at(at + 1) === SectionType.Description;
  if (type === SectionType.Command) return at + 2 > length || bytes.at(at + 1) === 0;
  if (type !== SectionType.Start && type !== SectionType.Full && type !== SectionType.Part && type !== SectionType.End)
    return false;
  if (at + 5 > length) return true;
  if (u32At(bytes, at + 1) >= MAX_ID) return false;
  if (type === SectionType.Part || type === SectionType.End || at + 6 > length) return true;
  const count = bytes.at(at + 5)!;
  if (count < 2) return false;
  for (let i = at + 6; i < Math.min(length, at + 6 + count); i++)
    if (bytes.at(i)! < 32 || bytes.at(i)! > 126) return false;
  return true;
}

/** Whether version and configuration stand where they would behind a damaged magic at `start`. */
export function looksLikeStream(bytes: ByteSource, start: number, length: number): boolean {
  return (
    length - start > 13 &&
    u32At(bytes, start + 4) === FILE_VERSION &&
    bytes.at(start + 8) === SectionType.Configuration &&
    u32At(bytes, start + 9) < 256
  );
}

export function u32At(bytes: ByteSource, at: number): number {
  return ((bytes.at(at)! << 24) | (bytes.at(at + 1)! << 16) | (bytes.at(at + 2)! << 8) | bytes.at(at + 3)!) >>> 0;
}

function lowerBound(list: readonly number[], value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
