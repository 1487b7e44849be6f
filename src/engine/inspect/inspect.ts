// Opens any stream: walks its framing, decodes payloads by codec or description, records what is wrong and goes on.
// Every byte belongs to a leaf span. No input makes it throw or hang: every loop is bounded by the bytes that are there.
import { StreamError } from '../bytes/errors.ts';
import { hex } from '../bytes/text.ts';
import { ByteReader } from '../bytes/reader.ts';
import { RamRecordLog } from '../capture/ram-records.ts';
import { FieldType, SpanKind, SpanLog } from '../capture/spans.ts';
import { COMMAND_NAMES, FILE_MAGIC, FILE_VERSION, SECTION_NAMES, SectionType } from '../stream/sections.ts';
import { findDescription, readDescribed, type FoundDescription } from './description.ts';
import { atFooter, deviceCodec } from './devices.ts';
import type { Diagnostic, InspectedSection, Inspection, Severity } from './inspection.ts';
import { readRam, type RamContext } from './ram.ts';
import { recognise } from './recognise.ts';
import { findFooter, plausibleSection } from './resync.ts';

/** Told now and then how far the reading is; answers false to stop it. */
export type InspectProgress = (bytesDone: number, bytesTotal: number) => boolean;

/** Reads the first `length` bytes as a migration stream. */
export function inspect(bytes: Uint8Array, length = bytes.length, progress?: InspectProgress): Inspection {
  return new Walk(bytes, length).run(progress);
}

class Walk {
  private readonly bytes: Uint8Array;
  private readonly length: number;
  private readonly reader: ByteReader;
  private readonly log: SpanLog;
  private readonly records = new RamRecordLog();
  private readonly ram: RamContext = { blocks: [], currentBlock: 0xffff };
  private readonly frames: number[] = [];
  private readonly sections: InspectedSection[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  private readonly idstrs = new Map<number, { idstr: string; instanceId: number }>();
  private readonly description: FoundDescription | null;
  private machine = '';
  private capabilities: string[] = [];
  private ended = false;

  constructor(bytes: Uint8Array, length: number) {
    this.bytes = bytes;
    this.length = length;
    this.reader = new ByteReader(bytes, 0, length);
    this.log = new SpanLog(Math.max(1024, Math.min(65536, length >> 5)));
    this.description = findDescription(bytes, length);
  }

  run(progress?: InspectProgress): Inspection {
    if (this.length === 0) this.tell('error', -1, 'The file is empty.', 'The migration that should have written it failed at once, or has not begun.');
    else if (this.header()) {
      while (this.reader.offset < this.length) {
        const before = this.reader.offset;
        this.next();
        if (this.reader.offset <= before) this.opaque(before, this.length, 'unreadable');
        if (progress && !progress(this.reader.offset, this.length)) break;
      }
      if (!this.ended) this.truncated();
    }
    if (this.reader.offset < this.length) this.opaque(this.reader.offset, this.length, 'not read');
    return {
      length: this.length,
      spans: this.log.columns(),
      records: this.records.columns(),
      frames: Uint32Array.from(this.frames),
      sections: this.sections,
      blocks: this.ram.blocks,
      machine: this.machine,
      capabilities: this.capabilities,
      pageSize: this.description?.pageSize || 4096,
      diagnostics: this.diagnostics,
      description: this.description?.json ?? null,
    };
  }

  private tell(severity: Severity, offset: number, message: string, cause = ''): void {
    this.diagnostics.push({ severity, offset, message, cause });
    if (severity !== 'note' && this.frames.length > 0) {
      const row = this.frames[this.frames.length - 1]!;
      this.log.mark[row] = Math.max(this.log.mark[row]!, severity === 'error' ? 3 : 2);
    }
  }

  private frame(kind: number, name: string, start: number, index = -1, value = 0): number {
    const row = this.log.enter(kind, this.log.names.id(name), start, index, value);
    this.frames.push(row);
    return row;
  }

  private leaf(type: number, name: string, start: number, kind: number = SpanKind.Field): void {
    this.log.leaf(kind, type, this.log.names.id(name), start, this.reader.offset);
  }

  private opaque(start: number, end: number, name: string): void {
    const row = this.log.leaf(SpanKind.Opaque, FieldType.Bytes, this.log.names.id(name), start, end);
    if (this.log.depth === 0) this.frames.push(row);
    this.reader.offset = end;
  }

  /** Runs `read` inside the open frame; damage ends the frame, and the walk goes on after the next footer. */
  private guarded(sectionId: number | null, what: string, read: () => void): boolean {
    try {
      read();
      return true;
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
      const stopped = Math.min(this.length, this.owned());
      this.log.unwind(1, stopped);
      const short = error.offset >= this.length || this.reader.offset >= this.length || this.length - stopped < 5;
      const footer = findFooter(this.bytes, stopped, this.length, sectionId);
      if (footer < 0) {
        this.tell('error', error.offset, short || sectionId === null ? `${what}: ${error.message}` : `${what}: ${error.message}; its footer is not found`, 'The file is cut off or damaged here; what stands before it is decoded.');
        this.opaque(stopped, this.length, 'rest');
        this.log.leaf(SpanKind.Missing, FieldType.None, this.log.names.id('end of file'), this.length, this.length);
      } else {
        this.tell('error', error.offset, `${what}: ${error.message}`, `Reading goes on after the footer at ${hex(footer)}.`);
        if (footer > stopped) this.opaque(stopped, footer, 'unreadable');
        this.reader.offset = footer;
      }
      return false;
    }
  }

  /** Where the leaves written so far end: bytes from there on have no owner yet. */
  private owned(): number {
    const last = this.log.length - 1;
    for (let row = last; row >= 0; row--) {
      if (this.log.next[row] === row + 1 && (this.log.end[row]! > this.log.start[row]! || row === 0)) return this.log.end[row]!;
      if (row === last - 64) break;
    }
    return this.reader.offset;
  }

  private header(): boolean {
    this.frame(SpanKind.Header, 'header', 0);
    let good = false;
    this.guarded(null, 'File header', () => {
      const magic = this.reader.u32();
      if (magic !== FILE_MAGIC) {
        this.reader.offset = 0;
        this.tell('error', 0, `Not a migration stream, magic: ${magic.toString(16)} != ${FILE_MAGIC.toString(16)}`, recognise(this.bytes, this.length));
        this.opaque(0, this.length, 'no migration stream');
        this.ended = true;
        return;
      }
      this.leaf(FieldType.U32, 'magic', 0);
      const version = this.reader.u32();
      this.leaf(FieldType.U32, 'version', 4);
      good = version === FILE_VERSION;
      if (version === 2) this.tell('error', 4, 'SaveVM v2 format is obsolete and no longer supported', 'Written by a QEMU of before 2009.');
      else if (!good) this.tell('error', 4, `Unsupported migration stream version, file version ${version.toString(16)} != ${FILE_VERSION}`, 'The version word is damaged.');
      good ||= version < 256;
    });
    this.log.unwind(0, this.reader.offset);
    return good;
  }

  private next(): void {
    const start = this.reader.offset;
    const type = this.bytes[start]!;
    if (this.ended && type !== SectionType.Description) {
      this.tell('warning', start, `${this.length - start} bytes follow the end of the stream`, 'Nothing may follow the description of a precopy stream.');
      this.opaque(start, this.length, 'after the end');
    } else if (type === SectionType.Configuration) this.configuration(start);
    else if (type === SectionType.Start || type === SectionType.Full) this.section(start, type, true);
    else if (type === SectionType.Part || type === SectionType.End) this.section(start, type, false);
    else if (type === SectionType.Command) this.command(start);
    else if (type === SectionType.Eof) {
      this.frame(SpanKind.Eof, 'QEMU_VM_EOF', start);
      this.reader.offset++;
      this.leaf(FieldType.U8, 'type', start);
      this.log.leave(this.reader.offset);
      this.ended = true;
    } else if (type === SectionType.Description) this.describe(start);
    else this.unknown(start, type);
  }

  private unknown(start: number, type: number): void {
    const row = this.frame(SpanKind.Opaque, `unknown section type ${type}`, start);
    this.log.mark[row] = 3;
    const footer = findFooter(this.bytes, start, this.length, null);
    const end = footer < 0 ? this.length : footer + 5;
    this.tell('error', start, `Unknown section type ${type}`, footer < 0 ? 'No section is found after it.' : `Reading goes on at ${hex(end)}.`);
    this.opaque(start, end, 'unreadable');
    this.log.unwind(0, end);
  }

  private configuration(start: number): void {
    this.frame(SpanKind.Configuration, 'configuration', start);
    this.guarded(null, 'Configuration', () => {
      this.reader.u8();
      this.leaf(FieldType.U8, 'type', start);
      const length = this.reader.u32();
      this.leaf(FieldType.U32, 'len', start + 1);
      this.machine = this.reader.text(length);
      this.leaf(FieldType.Text, 'name', start + 5);
      while (this.reader.peekU8() === SectionType.Subsection) this.configurationSubsection();
    });
    // A footer found after damage belongs to no configuration: leave it to the walk.
    this.log.unwind(0, this.reader.offset);
  }

  private configurationSubsection(): void {
    const start = this.reader.offset;
    const { reader } = this;
    reader.u8();
    const length = reader.u8();
    const name = reader.text(length);
    this.log.enter(SpanKind.Subsection, this.log.names.id(name), start);
    this.log.leaf(SpanKind.Field, FieldType.U8, this.log.names.id('subsection'), start, start + 1);
    this.log.leaf(SpanKind.Field, FieldType.U8, this.log.names.id('name_len'), start + 1, start + 2);
    this.log.leaf(SpanKind.Field, FieldType.Text, this.log.names.id('name'), start + 2, start + 2 + length);
    reader.u32();
    this.leaf(FieldType.U32, 'version_id', start + 2 + length);
    const at = reader.offset;
    if (name === 'configuration/capabilities') {
      const count = reader.u32();
      this.leaf(FieldType.U32, 'caps_count', at);
      for (let i = 0; i < count; i++) {
        const from = reader.offset;
        this.capabilities.push(reader.counted());
        this.log.leaf(SpanKind.Field, FieldType.U8, this.log.names.id('name_len'), from, from + 1);
        this.log.leaf(SpanKind.Field, FieldType.Text, this.log.names.id('capability'), from + 1, reader.offset, i);
      }
    } else if (name === 'configuration/target-page-bits') {
      reader.u32();
      this.leaf(FieldType.U32, 'target_page_bits', at);
    } else if (name === 'configuration/uuid') {
      reader.skip(16, 'uuid');
      this.leaf(FieldType.Bytes, 'uuid', at);
    } else throw new StreamError(`unknown subsection ${name}`, start);
    this.log.leave(reader.offset);
  }

  private section(start: number, type: number, full: boolean): void {
    const row = this.frame(SpanKind.Section, '', start, -1, type);
    const { reader, log } = this;
    let known = { idstr: '', instanceId: -1 };
    let versionId = -1;
    let sectionId = -1;
    const label = (): string => `${SECTION_NAMES[type]!} ${known.idstr}`.trim();
    const headed = this.guarded(null, `${SECTION_NAMES[type]!} header`, () => {
      log.enter(SpanKind.SectionHeader, log.names.id('section header'), start);
      reader.u8();
      this.leaf(FieldType.U8, 'type', start);
      sectionId = reader.u32();
      this.leaf(FieldType.U32, 'section_id', start + 1);
      log.index[row] = sectionId;
      if (full) {
        const length = reader.u8();
        this.leaf(FieldType.U8, 'idstr_len', start + 5);
        const idstr = reader.text(length);
        this.leaf(FieldType.Text, 'idstr', start + 6);
        const instanceAt = reader.offset;
        const instanceId = reader.u32();
        this.leaf(FieldType.U32, 'instance_id', instanceAt);
        versionId = reader.u32();
        this.leaf(FieldType.U32, 'version_id', instanceAt + 4);
        known = { idstr, instanceId };
        this.idstrs.set(sectionId, known);
      } else {
        const started = this.idstrs.get(sectionId);
        if (started) known = started;
        else this.tell('error', start, `Unknown savevm section ${sectionId}`, 'A PART or END for a section that no START began.');
      }
      log.name[row] = log.names.id(known.idstr);
      log.leave(reader.offset);
    });
    let complete = headed;
    if (headed) {
      complete = this.guarded(sectionId, label(), () => this.payload(known, sectionId));
      if (this.reader.offset < this.length) complete = this.footer(sectionId, label()) && complete;
      else if (complete) {
        this.tell('error', this.length, `Missing section footer for ${known.idstr}`, 'The file ends here.');
        complete = false;
      }
    } else if (reader.offset < this.length) this.footer(null, label());
    log.unwind(0, reader.offset);
    this.sections.push({ row, type, sectionId, idstr: known.idstr, instanceId: full ? known.instanceId : -1, versionId, start, end: reader.offset, complete });
  }

  private payload(known: { idstr: string; instanceId: number }, sectionId: number): void {
    const { reader, log } = this;
    if (known.idstr === 'ram') return readRam(reader, log, this.records, this.ram);
    const codec = deviceCodec(known.idstr);
    if (codec) return codec(reader, log, () => atFooter(reader, sectionId));
    const device = this.description?.devices.find((entry) => entry.idstr === known.idstr && entry.instanceId === known.instanceId);
    const start = reader.offset;
    if (device) {
      log.enter(SpanKind.Vmstate, log.names.id(device.name || known.idstr), start, -1, device.version);
      readDescribed(reader, log, device);
      log.leave(reader.offset);
      return;
    }
    const footer = findFooter(this.bytes, start, this.length, sectionId);
    if (footer < 0) throw new StreamError('no description and no footer', start);
    if (footer > start) log.leaf(SpanKind.Opaque, FieldType.Bytes, log.names.id('payload'), start, footer);
    reader.offset = footer;
  }

  /** The footer; with a null id any id will do (after damage). */
  private footer(sectionId: number | null, what: string): boolean {
    const { reader } = this;
    const start = reader.offset;
    if (reader.bytes[start] !== SectionType.Footer) {
      if (plausibleSection(this.bytes, start, this.length)) {
        this.tell('warning', start, `Missing section footer for ${what}`, 'Old machine types write none; else the payload was read wrongly.');
        return false;
      }
      this.tell('error', start, `Missing section footer for ${what}`, 'The payload is longer or shorter than it should be.');
      const footer = findFooter(this.bytes, start, this.length, sectionId);
      this.opaque(start, footer < 0 ? this.length : footer, 'unexpected bytes');
      if (footer < 0) return false;
    }
    const at = reader.offset;
    return this.guarded(null, `Footer of ${what}`, () => {
      this.log.enter(SpanKind.Footer, this.log.names.id('footer'), at);
      reader.u8();
      this.leaf(FieldType.U8, 'QEMU_VM_SECTION_FOOTER', at);
      const id = reader.u32();
      this.leaf(FieldType.U32, 'section_id', at + 1);
      this.log.leave(reader.offset);
      if (sectionId !== null && id !== sectionId) {
        this.tell('error', at, `Mismatched section id in footer for ${what} - read ${hex(id)} expected ${hex(sectionId)}`, 'Bytes are missing or doubled before it.');
      }
    });
  }

  private command(start: number): void {
    const row = this.frame(SpanKind.Command, 'command', start);
    this.guarded(null, 'Command', () => {
      this.reader.u8();
      this.leaf(FieldType.U8, 'type', start);
      const command = this.reader.u16();
      this.leaf(FieldType.U16, 'command', start + 1);
      this.log.value[row] = command;
      this.log.name[row] = this.log.names.id(COMMAND_NAMES[command] ?? `command ${command}`);
      const length = this.reader.u16();
      this.leaf(FieldType.U16, 'len', start + 3);
      if (length > 0) {
        const at = this.reader.offset;
        this.reader.skip(length, 'command data');
        this.leaf(FieldType.Bytes, 'data', at);
      }
      if (command >= COMMAND_NAMES.length) this.tell('error', start, `Unknown command ${command}`, 'The stream is damaged here or newer than this reader.');
    });
    this.log.unwind(0, this.reader.offset);
  }

  private describe(start: number): void {
    this.frame(SpanKind.Description, 'QEMU_VM_VMDESCRIPTION', start);
    this.guarded(null, 'Description', () => {
      this.reader.u8();
      this.leaf(FieldType.U8, 'type', start);
      const length = this.reader.u32();
      this.leaf(FieldType.U32, 'len', start + 1);
      const at = this.reader.offset;
      this.reader.skip(length, 'description');
      this.leaf(FieldType.Text, 'json', at);
      if (!this.description) this.tell('warning', at, 'The description is no JSON', 'Devices are decoded by what the engine knows.');
    });
    this.log.unwind(0, this.reader.offset);
  }

  private truncated(): void {
    this.tell('error', this.length, 'The file ends before the end mark of the stream', 'The migration did not finish, or the file was cut: load of migration failed: Input/output error.');
    const last = this.sections[this.sections.length - 1];
    if (last?.complete !== false) {
      const row = this.log.leaf(SpanKind.Missing, FieldType.None, this.log.names.id('end of file'), this.length, this.length);
      this.frames.push(row);
    }
  }
}
