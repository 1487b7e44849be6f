// Opens any stream: walks its framing, decodes payloads by codec or description, records what is wrong and goes on.
// Every byte belongs to a leaf span. No input makes it throw or hang: every loop is bounded by the bytes that are there.
import type { ByteSource } from '../bytes/byte-source.ts';
import { StreamError } from '../bytes/errors.ts';
import { groupThousands } from '../bytes/text.ts';
import type { KeptBytesLog } from '../bytes/kept-bytes.ts';
import { RamRecordLog } from '../capture/ram-records.ts';
import { FieldType, SpanKind } from '../capture/spans.ts';
import {
  COMMAND_NAMES,
  COMMAND_POSTCOPY_ADVISE,
  COMMAND_POSTCOPY_RUN,
  FILE_MAGIC,
  FILE_VERSION,
  SECTION_NAMES,
  SectionType,
} from '../stream/sections.ts';
import { configurationVmstate, type ConfigurationWire } from '../stream/configuration.ts';
import type { WireState } from '../vmstate/description.ts';
import { loadVmstate } from '../vmstate/load.ts';
import { SpanTrace } from '../vmstate/trace.ts';
import { readCommandData } from './commands.ts';
import { readLibvirtHeader } from './containers.ts';
import { findDescription, parseDescription, type FoundDescription } from './description.ts';
import { atFooter, deviceCodec, readVirtio, transportOf } from './devices.ts';
import { Footers } from './footers.ts';
import type { InspectedSection, Inspection } from './inspection.ts';
import { Landmarks, looksLikeStream, plausibleSection } from './landmarks.ts';
import { readRam, type RamContext } from './ram.ts';
import { readDescribed } from './read-described.ts';
import { recognise } from './recognise.ts';
import { WalkLog } from './walk-log.ts';
import { WalkReader, Work } from './work.ts';

/** Told now and then how far the reading is; answers false to stop it. */
export type InspectProgress = (bytesDone: number, bytesTotal: number) => boolean;

/** Reads the first `length` bytes as a stream. Never throws, whatever they are. What is shown as values goes into `kept`. */
export function inspect(
  bytes: ByteSource,
  length = bytes.length,
  progress?: InspectProgress,
  kept: KeptBytesLog | null = null,
): Inspection {
  const walk = new Walk(bytes, length, findDescription(bytes, length), kept);
  const inspection = walk.run(progress);
  // A description that does not end with the file is met by the walk only: devices are read again, now by it.
  if (!walk.lateDescription) return inspection;
  kept?.clear();
  return new Walk(bytes, length, walk.lateDescription, kept).run(progress);
}

/** Page records that there is room for at first; it grows by what the stream shows. */
const RECORDS_AT_FIRST = 16_384;

/** Ends a reading that was told to stop. */
class Stopped extends Error {}

interface Handler {
  readonly idstr: string;
  readonly instanceId: number;
}

class Walk {
  lateDescription: FoundDescription | null = null;
  private readonly work = new Work();
  private readonly bytes: ByteSource;
  private readonly length: number;
  private readonly reader: WalkReader;
  private readonly out: WalkLog;
  private readonly records: RamRecordLog;
  private readonly ram: RamContext;
  private readonly sections: InspectedSection[] = [];
  private readonly handlers = new Map<number, Handler>();
  private readonly description: FoundDescription | null;
  private progress: InspectProgress | undefined;
  private configuration: Partial<ConfigurationWire> = {};
  private readonly footers: Footers;
  private ended = false;
  private described = false;
  private inPostcopy = false;

  constructor(bytes: ByteSource, length: number, description: FoundDescription | null, kept: KeptBytesLog | null) {
    this.bytes = bytes;
    this.length = length;
    this.reader = new WalkReader(bytes, length, this.work, kept);
    this.out = new WalkLog(this.reader, new Landmarks(bytes, length, this.work), this.work);
    this.records = new RamRecordLog(Math.max(64, Math.min(RECORDS_AT_FIRST, length >> 3)));
    this.footers = new Footers(bytes, length, this.reader, this.out, (what, read) => this.attempt(what, -1, read));
    this.description = description;
    this.ram = {
      blocks: [],
      blockOf: new Map(),
      largest: 0,
      searched: 0,
      currentBlock: 0xffff,
      pageSize: description?.pageSize || 4096,
      ignoreShared: false,
      mappedRam: false,
      work: this.work,
      postcopy: false,
      tell: (severity, offset, message, cause) => this.out.tell(severity, offset, message, cause),
      pause: (offset) => this.pause(offset),
    };
  }

  run(progress?: InspectProgress): Inspection {
    this.progress = progress;
    const { out, reader } = this;
    try {
      if (this.length === 0)
        out.tell(
          'error',
          -1,
          'The file is empty.',
          'The migration that should have written it failed at once, or has not begun.',
        );
      else if (this.header()) this.body();
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      out.tell('note', reader.offset, 'The reading was stopped here', '');
      out.close();
    }
    out.opaque(this.length, 'not read');
    const { capabilities, name } = this.configuration;
    return {
      length: this.length,
      spans: out.log.columns(),
      records: this.records.columns(),
      frames: Uint32Array.from(out.frames),
      sections: this.sections,
      blocks: this.ram.blocks,
      machine: name ?? '',
      capabilities: capabilities?.capabilities ?? [],
      pageSize: this.ram.pageSize,
      diagnostics: out.report.close(),
      steps: this.work.steps,
      description: this.description?.json ?? null,
    };
  }

  private body(): void {
    const { reader, out } = this;
    while (reader.offset < this.length) {
      const before = reader.offset;
      this.next();
      out.close();
      if (reader.offset <= before) {
        reader.offset = before;
        out.opaque(this.length, 'unreadable', 'error');
      }
      this.pause(reader.offset);
    }
    if (!this.ended) {
      out.tell(
        'error',
        this.length,
        'The file ends before the end mark of the stream',
        'The migration did not finish, or the file was cut. A destination says: load of migration failed: Input/output error.',
      );
      out.missing('end of file');
    } else if (!this.described) {
      out.tell(
        'note',
        this.length,
        'No description follows the end mark',
        this.inPostcopy
          ? 'A migration that went over to postcopy writes none.'
          : 'A destination says: Expected vmdescription section, but got 0; and goes on. The machine option suppress-vmdesc leaves it out on purpose.',
      );
    }
  }

  private pause(offset: number): void {
    if (this.progress && !this.progress(offset, this.length)) throw new Stopped();
  }

  /** Runs `read` inside the open frame; false when it failed, the reader then stands where the walk can go on. */
  private attempt(
    what: string,
    sectionId: number,
    read: () => void,
    mayOvershoot = false,
  ): 'read' | 'at footer' | 'lost' {
    const from = mayOvershoot ? this.out.begin() : null;
    try {
      read();
      return 'read';
    } catch (error) {
      if (!(error instanceof StreamError)) throw error;
      return this.out.salvage(error, what, sectionId, from, (id) => this.handlers.has(id)) ? 'at footer' : 'lost';
    }
  }

  /** File header; false when this is no stream. */
  private header(): boolean {
    const { out, reader } = this;
    if (!readLibvirtHeader(reader, out)) return false;
    const start = reader.offset;
    const magic = reader.has(4) ? reader.u32() : -1;
    reader.offset = start;
    out.frame(SpanKind.Header, 'header', start);
    if (magic !== FILE_MAGIC) {
      const message = `Not a migration stream, magic: ${magic < 0 ? 'cut off' : magic.toString(16)} != ${FILE_MAGIC.toString(16)}`;
      if (!looksLikeStream(this.bytes, start, this.length)) {
        out.tell('error', start, message, recognise(this.bytes.subarray(start, start + 64), this.length - start));
        out.opaque(this.length, 'no migration stream', 'error');
        out.close();
        return false;
      }
      out.tell('error', start, message, 'The magic is damaged; what follows reads like a stream.');
    }
    const read = this.attempt('the file header', -1, () => {
      out.u32('magic');
      const version = out.u32('version');
      if (version === 2)
        out.tell(
          'error',
          start + 4,
          'SaveVM v2 format is obsolete and no longer supported',
          'Written by a QEMU of before 2009.',
        );
      else if (version !== FILE_VERSION) {
        out.tell(
          'error',
          start + 4,
          `Unsupported migration stream version, file version ${version.toString(16)} != ${FILE_VERSION}`,
          'The version word is damaged; the rest is read as version 3.',
        );
      }
    });
    out.close();
    return read === 'read';
  }

  private next(): void {
    const start = this.reader.offset;
    const type = this.bytes.at(start)!;
    const { out } = this;
    if (this.ended && (type !== SectionType.Description || this.described)) {
      out.tell(
        'warning',
        start,
        `${groupThousands(this.length - start)} bytes follow the end of the stream`,
        'Nothing may follow the description of a precopy stream.',
      );
      return out.opaque(this.length, 'after the end', 'warning');
    }
    switch (type) {
      case SectionType.Configuration:
        return this.readConfiguration(start);
      case SectionType.Start:
      case SectionType.Full:
      case SectionType.Part:
      case SectionType.End:
        return this.section(start, type);
      case SectionType.Command:
        return this.command(start);
      case SectionType.Description:
        return this.readDescription(start);
      case SectionType.Eof:
        out.frame(SpanKind.Eof, 'QEMU_VM_EOF', start);
        out.u8('type');
        this.ended = true;
        return;
      default:
        out.frame(SpanKind.Opaque, `unknown section type ${type}`, start);
        this.attempt('', -1, () => {
          throw new StreamError(`Unknown section type ${type}`, start);
        });
    }
  }

  private readConfiguration(start: number): void {
    const { out, reader } = this;
    out.frame(SpanKind.Configuration, 'configuration', start);
    const state: WireState = {};
    this.configuration = state;
    this.attempt('the configuration section', -1, () => {
      out.u8('type');
      loadVmstate(configurationVmstate, 1, reader, { trace: new SpanTrace(out.log) }, state);
    });
    const names = this.configuration.capabilities?.capabilities ?? [];
    this.ram.ignoreShared = names.includes('x-ignore-shared');
    this.ram.mappedRam = names.includes('mapped-ram');
    out.proposals(start, names);
    const bits = this.configuration.targetPageBits?.targetPageBits ?? 0;
    if (!this.description?.pageSize && bits >= 10 && bits <= 16) this.ram.pageSize = 2 ** bits;
  }

  private section(start: number, type: number): void {
    const { reader, out } = this;
    const { log } = out;
    const row = out.frame(SpanKind.Section, '', start, -1, type);
    const named = type === SectionType.Start || type === SectionType.Full;
    const title = SECTION_NAMES[type]!;
    let handler: Handler = { idstr: '', instanceId: -1 };
    let versionId = -1;
    let sectionId = -1;
    const header = this.attempt(`the header of a ${title} section`, -1, () => {
      out.enter(SpanKind.SectionHeader, 'section header');
      out.u8('type');
      sectionId = out.u32('section_id');
      log.index[row] = sectionId | 0;
      if (named) {
        const idstr = out.text('idstr', out.u8('idstr_len'));
        handler = { idstr, instanceId: out.u32('instance_id') };
        versionId = out.u32('version_id');
        this.handlers.set(sectionId, handler);
      } else handler = this.handlers.get(sectionId) ?? this.unknownHandler(start, sectionId);
      log.name[row] = log.names.id(handler.idstr);
      out.leave();
    });
    let complete = header === 'read';
    if (header === 'read') {
      const label = `${title} ${handler.idstr}`.trim();
      const from = out.begin();
      const payload = this.attempt(
        label,
        sectionId,
        () => this.out.within(sectionId, () => this.payload(type, handler, sectionId, versionId)),
        handler.idstr !== 'ram',
      );
      complete = payload !== 'lost' && this.footers.read(sectionId, handler.idstr, from) && payload === 'read';
    }
    out.close();
    this.sections.push({
      row,
      type,
      sectionId,
      idstr: handler.idstr,
      instanceId: named ? handler.instanceId : -1,
      versionId,
      start,
      end: reader.offset,
      complete,
    });
  }

  private unknownHandler(start: number, sectionId: number): Handler {
    this.out.tell('error', start, `Unknown section ${sectionId}`, 'A PART or END of a section that no START began.');
    return { idstr: '', instanceId: -1 };
  }

  private payload(type: number, { idstr, instanceId }: Handler, sectionId: number, versionId: number): void {
    const { reader, out } = this;
    const { log } = out;
    if (idstr === 'ram') return readRam(reader, log, this.records, this.ram);
    const described = type === SectionType.Full ? this.description?.device(idstr, instanceId) : undefined;
    const codec = deviceCodec(idstr, versionId, described);
    const atEnd = (): boolean =>
      atFooter(reader, sectionId) || (!this.footers.saw && plausibleSection(this.bytes, reader.offset, this.length));
    if (codec) return codec(reader, log, atEnd);
    if (described) {
      log.enter(SpanKind.Vmstate, log.names.id(described.name || idstr), reader.offset, -1, described.version);
      const transport = transportOf(idstr);
      readDescribed(reader, log, described, transport && ((size) => readVirtio(transport, size, reader, log)));
      return out.leave();
    }
    const footer = this.out.footerOf(sectionId);
    if (footer < 0) throw new StreamError('nothing describes its payload, and its footer is not found', reader.offset);
    out.opaque(footer, 'payload');
  }

  private command(start: number): void {
    const { out, reader } = this;
    const row = out.frame(SpanKind.Command, 'command', start);
    this.attempt('a command', -1, () => {
      out.u8('type');
      const command = out.u16('command');
      out.log.value[row] = command;
      out.log.name[row] = out.log.names.id(COMMAND_NAMES[command] ?? `command ${command}`);
      const length = out.u16('len');
      if (command === COMMAND_POSTCOPY_ADVISE) this.ram.postcopy = true;
      if (command === COMMAND_POSTCOPY_RUN) this.inPostcopy = true;
      readCommandData(command, length, reader, out);
      if (command >= COMMAND_NAMES.length)
        out.tell('error', start, `Unknown command ${command}`, 'The stream is damaged here or newer than this reader.');
    });
  }

  private readDescription(start: number): void {
    const { out, reader } = this;
    out.frame(SpanKind.Description, 'QEMU_VM_VMDESCRIPTION', start);
    this.described = true;
    this.attempt('the description', -1, () => {
      out.u8('type');
      const length = out.u32('len');
      const at = reader.offset;
      if (!this.description) this.lateDescription = parseDescription(reader.text(Math.min(length, reader.remaining)));
      reader.offset = at;
      const found = this.description ?? this.lateDescription;
      if (!found)
        out.tell('warning', at, 'The description is no JSON', 'Devices are decoded by what the engine knows.');
      else if (!found.whole && reader.has(length))
        out.tell('warning', at, 'The description is damaged', 'Devices whose entry is whole are decoded by it.');
      out.skip(FieldType.Text, 'json', length);
    });
  }
}
