// How fast streams are read: RAM records into columns next to a bare loop that does nothing else, a stream of pages next
// to adding up its words, and virtio-net's sections into fields.
import { ByteReader } from '../../engine/bytes/reader.ts';
import { SpanLog } from '../../engine/capture/spans.ts';
import { atFooter, deviceCodec } from '../../engine/inspect/devices.ts';
import { inspect } from '../../engine/inspect/inspect.ts';
import {
  writeConfiguration,
  writeEnd,
  writeFileHeader,
  writeFooter,
  writeFullHeader,
  writePartHeader,
} from '../../engine/stream/sections.ts';
import { ByteWriter } from '../../engine/bytes/writer.ts';

const PAGE = 4096;

export interface Versus {
  readonly records: number;
  readonly bytes: number;
  /** Milliseconds. */
  readonly ours: number[];
  readonly limit: number[];
}

/** A stream with one PART of `count` records; `kind(i)` tells whether record i is a zero page. */
function ramStream(count: number, isZero: (i: number) => boolean): { bytes: Uint8Array; first: number } {
  const blockBytes = count * PAGE;
  const head = new ByteWriter(1024);
  writeFileHeader(head);
  writeConfiguration(head, 'pc-bench', []);
  writeFullHeader(head, 1, 1, 'ram', 0, 4);
  head.u64(blockBytes + 4);
  head.counted('pc.ram');
  head.u64(blockBytes);
  head.u64(0x10);
  writeFooter(head, 1);
  writePartHeader(head, 2, 1);
  const tail = new ByteWriter(1024);
  tail.u64(0x10);
  writeFooter(tail, 1);
  writeEnd(tail, '{"page_size": 4096, "devices": []}');
  let body = 7;
  for (let i = 0; i < count; i++) body += isZero(i) ? 9 : 8 + PAGE;
  const bytes = new Uint8Array(new SharedArrayBuffer(head.offset + body + tail.offset));
  const view = new DataView(bytes.buffer);
  bytes.set(head.finish());
  let at = head.offset;
  const first = at;
  for (let i = 0; i < count; i++) {
    const flags = (isZero(i) ? 0x02 : 0x08) | (i === 0 ? 0 : 0x20);
    view.setUint32(at, Math.floor((i * PAGE) / 4294967296));
    view.setUint32(at + 4, ((i * PAGE) % 4294967296) + flags);
    at += 8;
    if (i === 0) {
      bytes.set([6, 0x70, 0x63, 0x2e, 0x72, 0x61, 0x6d], at);
      at += 7;
    }
    if (isZero(i)) at += 1;
    else {
      for (let word = 0; word < PAGE; word += 512) view.setUint32(at + word, (i * 2654435761) >>> 0);
      at += PAGE;
    }
  }
  bytes.set(tail.finish(), at);
  return { bytes, first };
}

/** The loop of the limits: offset, page and flags of each record into columns, and nothing else. */
function bareLoop(view: DataView, first: number, count: number, columns: BareColumns): void {
  const { offset, page, flags } = columns;
  let at = first;
  for (let i = 0; i < count; i++) {
    const low = view.getUint32(at + 4);
    const flag = low & 0xfff;
    offset[i] = at;
    page[i] = view.getUint32(at) * 1048576 + (low >>> 12);
    flags[i] = flag;
    at += (flag & 0x20) === 0 ? 15 : 8;
    at += (flag & 0x02) === 0 ? PAGE : 1;
  }
}

interface BareColumns {
  readonly offset: Float64Array;
  readonly page: Uint32Array;
  readonly flags: Uint16Array;
}

function time(job: () => void): number {
  const start = performance.now();
  job();
  return performance.now() - start;
}

/** Indexing `count` records and the bare loop over the same bytes, by turns. */
export function records(count: number, isZero: (i: number) => boolean, rounds: number): Versus {
  const { bytes, first } = ramStream(count, isZero);
  const view = new DataView(bytes.buffer);
  const ours: number[] = [];
  const limit: number[] = [];
  for (let i = 0; i < rounds + 2; i++) {
    const took = time(() => {
      if (inspect(bytes).records.length !== count) throw new Error('records are missing');
    });
    // New columns each time, as the inspection has them.
    const bare = time(() =>
      bareLoop(view, first, count, {
        offset: new Float64Array(new SharedArrayBuffer(count * 8)),
        page: new Uint32Array(new SharedArrayBuffer(count * 4)),
        flags: new Uint16Array(new SharedArrayBuffer(count * 2)),
      }),
    );
    if (i < 2) continue;
    ours.push(took);
    limit.push(bare);
  }
  return { records: count, bytes: bytes.length, ours, limit };
}

/** Indexing a stream of `mebibytes` of pages, and adding up its words once. */
export function pages(mebibytes: number, rounds: number): Versus & { sum: number } {
  const count = Math.floor((mebibytes << 20) / (PAGE + 8));
  const { bytes } = ramStream(count, (i) => i % 16 === 15);
  const words = new Uint32Array(bytes.buffer, 0, bytes.length >> 2);
  const ours: number[] = [];
  const limit: number[] = [];
  let sum = 0;
  for (let i = 0; i < rounds + 2; i++) {
    const took = time(() => inspect(bytes));
    const bare = time(() => {
      sum = 0;
      for (let at = 0; at < words.length; at++) sum = (sum + words[at]!) | 0;
    });
    if (i < 2) continue;
    ours.push(took);
    limit.push(bare);
  }
  return { records: count, bytes: bytes.length, ours, limit, sum };
}

/** Median milliseconds for each virtio-net section of a stream, once warm. */
export function netSections(bytes: Uint8Array, rounds: number): number[] {
  const { sections } = inspect(bytes);
  const out: number[] = [];
  for (const { idstr, versionId, sectionId, type, start } of sections) {
    if (!(idstr.endsWith('/virtio-net') || (type === 1 && idstr.endsWith('/virtio-net-iterative')))) continue;
    const log = new SpanLog(32_768); // room for all of it, as the log of a whole stream has when it is warm
    const codec = deviceCodec(idstr, versionId, undefined)!;
    const payload = start + 14 + idstr.length;
    const times = Array.from({ length: rounds + 20 }, () => {
      const reader = new ByteReader(bytes, payload);
      log.length = 0;
      return time(() => codec(reader, log, () => atFooter(reader, sectionId)));
    })
      .slice(20)
      .sort((a, b) => a - b);
    out.push(times[rounds >> 1]!);
  }
  return out;
}
