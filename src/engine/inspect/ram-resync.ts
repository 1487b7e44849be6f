// Finding the next page record after damage inside a ram section: a header alone says little, but several records that
// follow one another, each with a page inside its block, are no accident.
import { SectionType } from '../stream/sections.ts';
import { RamFlag } from '../ram/ram-flags.ts';
import { u32At } from './landmarks.ts';
import type { WalkReader } from './work.ts';

/** Records that must follow one another. */
const CHAIN = 3;

/** What a record at some offset looks like: bytes it has, or 0 when it is none; -1 the end mark and a footer. */
type Measure = (at: number) => number;

/** Offset in `from` … `to` at which records go on, or -1. `pages`: pages of the largest block. */
export function findRecords(reader: WalkReader, from: number, to: number, pageSize: number, pages: number): number {
  const measure: Measure = (at) => recordSize(reader, at, pageSize, pages);
  for (let at = from; at < Math.min(to, reader.end - 8); at++) if (chain(measure, at)) return at;
  return -1;
}

function chain(measure: Measure, from: number): boolean {
  let at = from;
  for (let i = 0; i < CHAIN; i++) {
    const size = measure(at);
    if (size < 0) return true;
    if (size === 0) return false;
    at += size;
  }
  return true;
}

function recordSize({ source: bytes, end }: WalkReader, at: number, pageSize: number, pages: number): number {
  if (at + 8 > end) return 0;
  const low = u32At(bytes, at + 4);
  const flags = low & (Math.min(pageSize, 4096) - 1);
  const page = (u32At(bytes, at) * 4294967296 + low - flags) / pageSize;
  if (flags === RamFlag.Eos) return page === 0 && bytes.at(at + 8) === SectionType.Footer ? -1 : 0;
  if (page >= pages || !Number.isInteger(page)) return 0;
  const name = (flags & RamFlag.Continue) === 0 ? 1 + (bytes.at(at + 8) ?? 0) : 0;
  if (name === 1) return 0;
  const kind = flags & ~RamFlag.Continue;
  if (kind === RamFlag.Page) return 8 + name + pageSize;
  return kind === RamFlag.Zero && bytes.at(at + 8 + name) === 0 ? 9 + name : 0;
}
