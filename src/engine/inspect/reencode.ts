// Writes a stream again from what was decoded of it: framing, configuration, RAM records from their columns, virtio
// devices from their state. What the engine has no state for (other devices, page data, damaged bytes) is copied. Bytes
// that then differ were decoded wrongly.
import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
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
import { RamFlag } from '../ram/ram-flags.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { saveVmstate } from '../vmstate/save.ts';
import { deviceWire } from './devices.ts';
import type { InspectedSection, Inspection } from './inspection.ts';
import { unownedBytes } from './ownership.ts';

export interface Verification {
  readonly bytes: number;
  /** Bytes that exactly one leaf span owns. */
  readonly owned: number;
  /** Bytes that come out otherwise, or not at all. */
  readonly differ: number;
  /** Offset of the first of them, or -1. */
  readonly firstDifference: number;
}

/** Compares a stream with what comes out when its decoded form is written again. */
export function verify(bytes: Uint8Array, inspection: Inspection): Verification {
  const again = reencode(bytes, inspection);
  const { length } = inspection;
  let differ = Math.abs(again.length - length);
  let firstDifference = -1;
  for (let i = 0; i < Math.min(length, again.length); i++) {
    if (again[i] === bytes[i]) continue;
    differ++;
    if (firstDifference < 0) firstDifference = i;
  }
  if (firstDifference < 0 && differ > 0) firstDifference = Math.min(length, again.length);
  return { bytes: length, owned: length - unownedBytes(inspection.spans, length), differ, firstDifference };
}

/** The stream's bytes, from its decoded form. */
export function reencode(bytes: Uint8Array, inspection: Inspection): Uint8Array {
  const encoder = new Reencoder(bytes, inspection);
  for (const row of inspection.frames) encoder.frame(row);
  return encoder.writer.finish();
}

class Reencoder {
  readonly writer: ByteWriter;
  private readonly bytes: Uint8Array;
  private readonly inspection: Inspection;
  private readonly sections: ReadonlyMap<number, InspectedSection>;

  constructor(bytes: Uint8Array, inspection: Inspection) {
    this.bytes = bytes;
    this.inspection = inspection;
    this.writer = new ByteWriter(inspection.length + 64);
    this.sections = new Map(inspection.sections.map((section) => [section.row, section]));
  }

  frame(row: number): void {
    const { spans } = this.inspection;
    const start = spans.start[row]!;
    const end = spans.end[row]!;
    const section = this.sections.get(row);
    if (spans.mark[row]! >= 2 || (section && !section.complete)) this.copy(start, end);
    else if (section) this.section(section);
    else if (spans.kind[row] === SpanKind.Configuration) this.configuration(start, end);
    else if (spans.kind[row] === SpanKind.Header && end - start === 8) writeFileHeader(this.writer);
    else if (spans.kind[row] === SpanKind.Command)
      writeCommand(this.writer, spans.value[row]!, this.bytes.subarray(start + 5, end));
    else if (spans.kind[row] === SpanKind.Eof) this.writer.u8(SectionType.Eof);
    else if (spans.kind[row] === SpanKind.Description) this.description(start, end);
    else this.copy(start, end);
  }

  private copy(start: number, end: number): void {
    this.writer.bytes(this.bytes.subarray(start, end));
  }

  private configuration(start: number, end: number): void {
    this.writer.u8(SectionType.Configuration);
    saveVmstate(
      configurationVmstate,
      loadVmstate(configurationVmstate, 1, new ByteReader(this.bytes, start + 1, end)),
      this.writer,
    );
  }

  private description(start: number, end: number): void {
    const json = encodeUtf8(decodeUtf8(this.bytes, start + 5, end));
    this.writer.u8(SectionType.Description);
    this.writer.u32(json.length);
    this.writer.bytes(json);
  }

  private section({ row, type, sectionId, idstr, instanceId, versionId }: InspectedSection): void {
    const { spans } = this.inspection;
    if (type === SectionType.Start || type === SectionType.Full)
      writeFullHeader(this.writer, type, sectionId, idstr, instanceId, versionId);
    else writePartHeader(this.writer, type, sectionId);
    for (const child of childrenOf(spans, row)) this.part(child);
  }

  /** A child of a section: its header is written already. */
  private part(row: number): void {
    const { spans } = this.inspection;
    const start = spans.start[row]!;
    const end = spans.end[row]!;
    switch (spans.kind[row]) {
      case SpanKind.SectionHeader:
        return;
      case SpanKind.Footer:
        return writeFooter(this.writer, Number(readValue(this.bytes, spans, spans.next[row]! - 1)));
      case SpanKind.Flag:
        return this.writer.u64(readValue(this.bytes, spans, row) as bigint);
      case SpanKind.PageRun:
      case SpanKind.ZeroRun:
        return this.run(spans.value[row]!, spans.index[row]!, end);
      case SpanKind.Vmstate: {
        const wire = deviceWire(spans.names[spans.name[row]!]!, new ByteReader(this.bytes, start, end));
        return wire ? saveVmstate(wire.vmstate, wire.state, this.writer) : this.copy(start, end);
      }
      default:
        return this.copy(start, end);
    }
  }

  /** Page records from their columns; what follows a record's header and name is copied. */
  private run(first: number, count: number, end: number): void {
    const { records, blocks, pageSize } = this.inspection;
    for (let i = first; i < first + count; i++) {
      const offset = records.offset[i]!;
      const flags = records.flags[i]!;
      let at = offset + 8;
      this.writer.u64(records.page[i]! * pageSize + flags);
      if ((flags & RamFlag.Continue) === 0) {
        const known = blocks[records.block[i]!];
        if (known) this.writer.counted(known.idstr);
        else this.copy(at, at + 1 + this.bytes[at]!);
        at += 1 + this.bytes[at]!;
      }
      this.copy(at, i + 1 < first + count ? records.offset[i + 1]! : end);
    }
  }
}
