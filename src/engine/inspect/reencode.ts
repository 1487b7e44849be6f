// Writes a stream again from what was decoded of it, and compares: framing, configuration, RAM records from their
// columns, virtio devices from their state. What the engine has no state for (other devices, page data, what is damaged)
// comes out as it stands. Bytes that then differ were decoded wrongly.
import { ByteReader } from '../bytes/reader.ts';
import { decodeUtf8, encodeUtf8 } from '../bytes/text.ts';
import { childrenOf, readValue } from '../capture/span-query.ts';
import { SpanKind } from '../capture/spans.ts';
import { configurationVmstate } from '../stream/configuration.ts';
import {
  SectionType,
  writeCommand,
  writeFileHeader,
  writeFooter,
  writeFullHeader,
  writePartHeader,
} from '../stream/sections.ts';
import { readRecord, recordOf, writeRecord } from '../devices/virtio-net-delta.ts';
import { RamFlag } from '../ram/ram-flags.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { saveVmstate } from '../vmstate/save.ts';
import { CompareSink } from './compare-sink.ts';
import { deviceWire, virtioRow, type DeviceWire } from './device-wire.ts';
import { transportOf } from './devices.ts';
import type { InspectedSection, Inspection } from './inspection.ts';
import { mappedBitmap } from './mapped-ram.ts';
import { unownedBytes, unreadBytes } from './ownership.ts';

export interface Verification {
  readonly bytes: number;
  /** Bytes that exactly one leaf span owns, which is not one that says that they cannot be read. */
  readonly owned: number;
  /** Bytes that come out otherwise, or not at all. */
  readonly differ: number;
  /** Offset of the first of them, or -1. */
  readonly firstDifference: number;
}

/** Compares a stream with what comes out when its decoded form is written again. */
export function verify(bytes: Uint8Array, inspection: Inspection): Verification {
  const { spans, length } = inspection;
  const sink = new CompareSink(bytes, length);
  const encoder = new Reencoder(bytes, inspection, sink);
  for (const row of inspection.frames) encoder.frame(row);
  const owned = length - unownedBytes(spans, length) - unreadBytes(spans);
  return { bytes: length, owned: Math.max(0, owned), differ: sink.differ, firstDifference: sink.firstDifference };
}

class Reencoder {
  private readonly sink: CompareSink;
  private readonly bytes: Uint8Array;
  private readonly inspection: Inspection;
  private readonly sections: ReadonlyMap<number, InspectedSection>;

  constructor(bytes: Uint8Array, inspection: Inspection, sink: CompareSink) {
    this.bytes = bytes;
    this.inspection = inspection;
    this.sink = sink;
    this.sections = new Map(inspection.sections.map((section) => [section.row, section]));
  }

  frame(row: number): void {
    const { spans } = this.inspection;
    const { sink } = this;
    const start = spans.start[row]!;
    const end = spans.end[row]!;
    const section = this.sections.get(row);
    sink.begin(start);
    if (spans.mark[row]! === 3 || (section && !section.complete)) sink.copy(end - start);
    else if (section) this.section(section);
    else if (spans.kind[row] === SpanKind.Configuration) this.configuration(start, end);
    else if (spans.kind[row] === SpanKind.Header && end - start === 8) writeFileHeader(sink);
    else if (spans.kind[row] === SpanKind.Command)
      writeCommand(sink, spans.value[row]!, this.bytes.subarray(start + 5, end));
    else if (spans.kind[row] === SpanKind.Eof) sink.u8(SectionType.Eof);
    else if (spans.kind[row] === SpanKind.Description) this.description(start, end);
    else sink.copy(end - start);
    sink.finish(end);
  }

  private configuration(start: number, end: number): void {
    this.sink.u8(SectionType.Configuration);
    const reader = new ByteReader(this.bytes, start + 1, end);
    const state = loadVmstate(configurationVmstate, 1, reader);
    this.save({ vmstate: configurationVmstate, state }, start + 1, end);
  }

  /** State that cannot be written (a text that is no UTF-8 and so has another length) is lost. */
  private save({ vmstate, state }: DeviceWire, start: number, end: number): void {
    try {
      saveVmstate(vmstate, state, this.sink);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.sink.lost(start, end);
    }
  }

  private description(start: number, end: number): void {
    const json = encodeUtf8(decodeUtf8(this.bytes, start + 5, end));
    this.sink.u8(SectionType.Description);
    this.sink.u32(json.length);
    this.sink.bytes(json);
  }

  private section({ row, type, sectionId, idstr, instanceId, versionId, end }: InspectedSection): void {
    const { spans } = this.inspection;
    const { sink } = this;
    if (type === SectionType.Start || type === SectionType.Full)
      writeFullHeader(sink, type, sectionId, idstr, instanceId, versionId);
    else writePartHeader(sink, type, sectionId);
    for (const child of childrenOf(spans, row)) {
      const isHeader = spans.kind[child] === SpanKind.SectionHeader;
      if (!isHeader) sink.begin(spans.start[child]!);
      if (!isHeader) this.part(child, sectionId, idstr);
      sink.finish(spans.end[child]!);
    }
    sink.begin(end);
  }

  /** A child of a section behind its header. */
  private part(row: number, sectionId: number, idstr: string): void {
    const { spans } = this.inspection;
    const { sink, bytes } = this;
    const length = spans.end[row]! - spans.start[row]!;
    switch (spans.kind[row]) {
      case SpanKind.Footer:
        return writeFooter(sink, sectionId);
      case SpanKind.Flag:
        return sink.u64(readValue(bytes, spans, row) as bigint);
      case SpanKind.RamBlock:
        return this.block(row);
      case SpanKind.PageRun:
      case SpanKind.ZeroRun:
      case SpanKind.MixedRun:
        return this.run(spans.value[row]!, spans.index[row]!);
      case SpanKind.Vmstate:
        return this.vmstate(row, idstr);
      case SpanKind.Array:
        return spans.names[spans.name[row]!] === 'records' ? this.records(row) : sink.copy(length);
      case SpanKind.Field:
        return length === 8 || isOfChanges(spans.names[spans.name[row]!]!)
          ? this.number(readValue(bytes, spans, row), length)
          : sink.copy(length);
      default:
        return sink.copy(length);
    }
  }

  /** Changes of strategy `delta`, each from its group's fields. */
  private records(row: number): void {
    const { spans } = this.inspection;
    const reader = new ByteReader(this.bytes, spans.start[row], spans.end[row]);
    while (reader.remaining > 0) writeRecord(recordOf(readRecord(reader)), this.sink);
  }

  /** A device's state: its field `virtio` is written again, what follows is not the engine's. */
  private vmstate(row: number, idstr: string): void {
    const { spans } = this.inspection;
    const start = spans.start[row]!;
    const end = spans.end[row]!;
    const virtio = virtioRow(spans, row);
    const transport = transportOf(idstr);
    if (virtio < 0 || !transport) return this.sink.copy(end - start);
    const to = spans.end[virtio]!;
    const wire = deviceWire(spans, row, transport, new ByteReader(this.bytes, start, to));
    if (wire) this.save(wire, start, to);
    else this.sink.lost(start, to);
    this.sink.finish(to);
    this.sink.copy(end - to);
  }

  /** An entry of RAM's block list; in a mapped-ram file its bitmap is made of the page records. */
  private block(row: number): void {
    const { spans, blocks, records } = this.inspection;
    const { sink, bytes } = this;
    const block = blocks[spans.index[row]!];
    if (!block) return;
    sink.counted(block.idstr);
    sink.u64(block.size);
    for (const child of childrenOf(spans, row, 3)) {
      const start = spans.start[child]!;
      sink.begin(start);
      const name = spans.names[spans.name[child]!]!;
      if (name === 'bitmap') {
        const run = spans.next[row]! - 1; // the pages stand last
        sink.bytes(mappedBitmap(records, spans.value[run]!, spans.index[run]!, spans.end[child]! - start));
      } else if (spans.kind[child] === SpanKind.Field && spans.end[child]! - start <= 8)
        this.number(readValue(bytes, spans, child), spans.end[child]! - start);
      else sink.copy(spans.end[child]! - start);
      sink.finish(spans.end[child]!);
    }
  }

  private number(value: bigint | string | Uint8Array, size: number): void {
    if (typeof value !== 'bigint') this.sink.copy(size);
    else if (size === 8) this.sink.u64(value);
    else if (size === 4) this.sink.u32(Number(value));
    else if (size === 2) this.sink.u16(Number(value));
    else this.sink.u8(Number(value));
  }

  /** Page records from their columns; the data of a page comes out as it stands. */
  private run(first: number, count: number): void {
    const { records, blocks, pageSize } = this.inspection;
    const { sink, bytes } = this;
    for (let i = first; i < first + count; i++) {
      const flags = records.flags[i]!;
      let at = records.offset[i]! + 8;
      sink.u64(records.page[i]! * pageSize + flags);
      if ((flags & RamFlag.Continue) === 0) {
        const size = bytes[at]!;
        const known = blocks[records.block[i]!];
        if (known) sink.counted(known.idstr);
        else sink.copy(1 + size);
        at += 1 + size;
      }
      if ((flags & RamFlag.Zero) !== 0) sink.u8(bytes[at]!);
      else if ((flags & RamFlag.Page) !== 0) sink.copy(pageSize);
      else if ((flags & RamFlag.Xbzrle) !== 0) this.packed(1, at + 1, 2);
      else this.packed(-1, at, 4);
    }
  }

  /** A mark (none when negative), a length of `size` bytes at `at`, and as many bytes of data. */
  private packed(mark: number, at: number, size: 2 | 4): void {
    const { sink, bytes } = this;
    let length = 0;
    for (let i = 0; i < size; i++) length = length * 256 + bytes[at + i]!;
    if (mark >= 0) sink.u8(mark);
    if (size === 2) sink.u16(length);
    else sink.u32(length);
    sink.copy(length);
  }
}

const isOfChanges = (name: string): boolean => name === 'subsection_mask' || name === 'record_count';
