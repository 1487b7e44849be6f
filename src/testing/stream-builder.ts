// Small streams for tests, put together section by section.
import { ByteWriter } from '../engine/bytes/writer.ts';
import {
  SectionType,
  writeConfiguration,
  writeEnd,
  writeFileHeader,
  writeFooter,
  writeFullHeader,
  writePartHeader,
} from '../engine/stream/sections.ts';

export class StreamBuilder {
  readonly writer = new ByteWriter(4096);
  private readonly devices: unknown[] = [];
  private readonly footers: boolean;

  constructor(options: { capabilities?: readonly string[]; footers?: boolean } = {}) {
    this.footers = options.footers ?? true;
    writeFileHeader(this.writer);
    writeConfiguration(this.writer, 'pc-test', options.capabilities ?? []);
  }

  get offset(): number {
    return this.writer.offset;
  }

  /** A START or FULL section. */
  section(type: number, id: number, idstr: string, payload: Uint8Array, version = 1): this {
    writeFullHeader(this.writer, type, id, idstr, 0, version);
    return this.close(id, payload);
  }

  /** A FULL section of a device and its entry in the description. */
  device(id: number, idstr: string, payload: Uint8Array, described: object): this {
    this.devices.push({
      name: idstr,
      instance_id: 0,
      vmsd_name: idstr.slice(idstr.lastIndexOf('/') + 1),
      version: 1,
      ...described,
    });
    return this.section(SectionType.Full, id, idstr, payload);
  }

  part(type: number, id: number, payload: Uint8Array): this {
    writePartHeader(this.writer, type, id);
    return this.close(id, payload);
  }

  bytes(...bytes: readonly number[]): this {
    this.writer.bytes(Uint8Array.from(bytes));
    return this;
  }

  /** End mark and description; the whole stream. */
  end(): Uint8Array {
    writeEnd(
      this.writer,
      JSON.stringify({ page_size: 4096, devices: this.devices }).replaceAll('":', '": ').replaceAll(',"', ', "'),
    );
    return this.soFar();
  }

  soFar(): Uint8Array {
    return this.writer.finish().slice();
  }

  private close(id: number, payload: Uint8Array): this {
    this.writer.bytes(payload);
    if (this.footers) writeFooter(this.writer, id);
    return this;
  }
}

/** The START payload of RAM with one block `pc.ram` of `pages` pages. */
export function ramStart(pages: number): Uint8Array {
  const writer = new ByteWriter();
  writer.u64(pages * 4096 + 4);
  writer.counted('pc.ram');
  writer.u64(pages * 4096);
  writer.u64(0x10);
  return writer.finish().slice();
}

export type RamRecord = readonly ['zero' | 'page', number];

/** A PART or END payload of RAM; the first record names `block`. Pages hold their number in every byte. */
export function ramPart(records: readonly RamRecord[], block = 'pc.ram'): Uint8Array {
  const writer = new ByteWriter();
  for (const [i, [kind, page]] of records.entries()) {
    writer.u64(page * 4096 + (kind === 'zero' ? 2 : 8) + (i === 0 ? 0 : 0x20));
    if (i === 0) writer.counted(block);
    if (kind === 'zero') writer.u8(0);
    else writer.bytes(new Uint8Array(4096).fill(page));
  }
  writer.u64(0x10);
  return writer.finish().slice();
}
