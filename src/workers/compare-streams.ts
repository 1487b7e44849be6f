// The two streams of a comparing thread: bytes in shared memory as they are, those of a large file by windows, what was
// decoded of it from memory.
import { WindowedSource } from '../engine/bytes/byte-source.ts';
import { KeptSource } from '../engine/bytes/kept-bytes.ts';
import type { FramePair } from '../engine/compare/align.ts';
import { diffRam, type RamDiff } from '../engine/compare/ram-diff.ts';
import type { ReadStream } from '../engine/compare/read-stream.ts';
import {
  diffFields,
  diffStreams,
  type FieldDifference,
  type SectionDifference,
  type StreamDiffOptions,
} from '../engine/compare/stream-diff.ts';
import { loadsInto } from '../engine/migration/loads-into.ts';
import type { ComparedStream, LoadsVerdicts, Progress } from '../protocol/messages.ts';
import { rangeReader } from './read-range.ts';

/** Differing pages that are told one by one; more are only counted. */
const MOST_PAGES = 10_000;
/** Bytes between two messages. */
const TELL_EVERY = 4 << 20;

let streams: readonly [ReadStream, ReadStream] | null = null;

export function begin(a: ComparedStream, b: ComparedStream): null {
  streams = [opened(a), opened(b)];
  return null;
}

export function sections(options: StreamDiffOptions, told: Progress): readonly SectionDifference[] {
  let last = 0;
  return diffStreams(...both(), options, (done, total) => {
    if (done - last < TELL_EVERY) return;
    last = done;
    told(done, total);
  });
}

export function fields(pair: FramePair, options: StreamDiffOptions): readonly FieldDifference[] {
  return diffFields(...both(), pair, options);
}

export function loads(): LoadsVerdicts | null {
  const [{ stream: shown }, { stream: other }] = both();
  if (!(shown instanceof Uint8Array) || !(other instanceof Uint8Array)) return null;
  return { otherHere: loadsInto(other, shown), shownThere: loadsInto(shown, other) };
}

export function pages(told: Progress): RamDiff {
  return diffRam(...both(), MOST_PAGES, told);
}

function both(): readonly [ReadStream, ReadStream] {
  if (!streams) throw new Error('no streams were given');
  return streams;
}

function opened({ name, stream, inspection }: ComparedStream): ReadStream {
  if (stream instanceof Uint8Array) return { stream, inspection };
  const { file, kept } = stream;
  return { stream: new KeptSource(kept, new WindowedSource(file.size, rangeReader(file, name))), inspection };
}
