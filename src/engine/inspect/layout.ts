// The schema of an open stream as a list of types that other programs can be told (to-kaitai.ts, to-imhex.ts): made from
// the spans, so it is the very form in which this stream was read. What is optional on the wire stays so (subsections
// are found by their names), and counts are taken from the fields that carry them.
import type { ByteSource } from '../bytes/byte-source.ts';
import { groupThousands } from '../bytes/text.ts';
import { isLeaf, readValue } from '../capture/span-query.ts';
import { FieldType, SpanKind, type SpanColumns } from '../capture/spans.ts';
import { ITERATIVE_SUFFIX } from '../devices/virtio-net-names.ts';
import type { Inspection } from './inspection.ts';

/** A fixed number, or the value of an item before it in the same type. */
export type Size = number | { readonly of: string };

export type What =
  | { readonly is: 'number'; readonly type: number }
  | { readonly is: 'bytes' | 'text'; readonly size: Size }
  | { readonly is: 'type'; readonly name: string }
  /** As many as follow of the subsections of a structure, see Layout.subsections. */
  | { readonly is: 'subsections'; readonly of: string };

export interface Item {
  /** Lower case, digits and underscores; no other item of the type has it. */
  readonly id: string;
  /** QEMU's name. */
  readonly label: string;
  readonly what: What;
  readonly repeat: Size | null;
}

export interface LayoutType {
  readonly name: string;
  readonly label: string;
  readonly items: readonly Item[];
}

export interface SectionLayout {
  readonly idstr: string;
  readonly instanceId: number;
  readonly type: string;
}

export interface Layout {
  /** A type stands behind those that it uses. */
  readonly types: readonly LayoutType[];
  /** By the structure's name as in `subsections`: subsections by their full names, with the types behind their headers. */
  readonly subsections: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Headers of the file before QEMU's own, of the configuration section what follows its type; or null. */
  readonly prefix: string | null;
  readonly configuration: string | null;
  /** FULL sections, by idstr and instance. */
  readonly sections: readonly SectionLayout[];
  /** Type of the state after VNET_MIG_F_INIT_STATE, or null. */
  readonly iterative: string | null;
  readonly iterativeNames: readonly string[];
  /** What PART and END of a section id are. */
  readonly handlers: readonly { readonly sectionId: number; readonly is: 'ram' | 'iterative' }[];
  readonly footers: boolean;
  readonly pageSize: number;
  /** Blocks in RAM's list. */
  readonly blockCount: number;
  /** Blocks whose entries also have a page size; whether all have an address. */
  readonly blockPageSize: readonly string[];
  readonly blockAddress: boolean;
  readonly mappedRam: boolean;
  /** Sections that no type is given for, and why. */
  readonly leftOut: readonly string[];
}

/** Arrays and the field that says how many elements they have, by the last parts of their names. */
export const COUNTS: Readonly<Record<string, string>> = {
  vqs: 'queues',
  vq: 'count',
  capabilities: 'caps_count',
  'rss_data.indirections_table': 'rss_data.indirections_len',
  'mac_table.macs': 'mac_table.in_use',
};
const NUMBERS: ReadonlySet<number> = new Set([
  FieldType.U8,
  FieldType.U16,
  FieldType.U32,
  FieldType.U64,
  FieldType.I8,
  FieldType.I16,
  FieldType.I32,
  FieldType.I64,
  FieldType.Bool,
  FieldType.Float64,
  FieldType.U16Le,
  FieldType.U32Le,
  FieldType.U64Le,
]);
/** `u8 length, text`, for lists of names. */
const COUNTED_TEXT: Omit<LayoutType, 'name'> = {
  label: 'text with its length',
  items: [
    { id: 'len', label: 'length', what: { is: 'number', type: FieldType.U8 }, repeat: null },
    { id: 'text', label: 'text', what: { is: 'text', size: { of: 'len' } }, repeat: null },
  ],
};

export function layoutOf(bytes: ByteSource, inspection: Inspection): Layout {
  return new LayoutMaker(bytes, inspection).make();
}

/** What the schema was made of, for the first line of a text. */
export function schemaOrigin({ machine, length }: Inspection): string {
  return `QEMU migration stream of a ${machine || 'machine'} (${groupThousands(length)} bytes), by Migrascope`;
}

/** A name that Kaitai Struct, ImHex and most languages take. */
export function identifier(name: string): string {
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[a-z]/.test(id) ? id : `n_${id}`;
}

class LayoutMaker {
  private readonly bytes: ByteSource;
  private readonly inspection: Inspection;
  private readonly spans: SpanColumns;
  private readonly types: LayoutType[] = [];
  /** Type names by what they hold. */
  private readonly known = new Map<string, string>();
  private readonly names = new Set<string>();
  private readonly subsections = new Map<string, Map<string, string>>();
  private readonly leftOut: string[] = [];

  constructor(bytes: ByteSource, inspection: Inspection) {
    this.bytes = bytes;
    this.inspection = inspection;
    this.spans = inspection.spans;
  }

  make(): Layout {
    const { inspection, spans } = this;
    // Which structures have subsections must be known before the first of their kind is written down.
    for (let row = 0; row < spans.length; row++)
      if (spans.kind[row] === SpanKind.Subsection) this.subsectionsOf(this.label(spans.parent[row]!));
    let prefix: string | null = null;
    let configuration: string | null = null;
    for (const row of inspection.frames) {
      const kind = spans.kind[row]!;
      if (kind === SpanKind.Header && this.label(row) !== 'header') prefix = this.type(row, 0);
      if (kind === SpanKind.Configuration) configuration = this.type(row, 1);
    }
    const sections = this.fullSections();
    const iterative = this.iterative();
    const ids = (is: 'ram' | 'iterative', rule: (idstr: string) => boolean) =>
      [...new Set(inspection.sections.filter(({ idstr }) => rule(idstr)).map(({ sectionId }) => sectionId))].map(
        (sectionId) => ({ sectionId, is }),
      );
    const inBlock = (name: string): readonly string[] =>
      this.rows(SpanKind.RamBlock).flatMap((row) =>
        this.children(row).some((child) => this.label(child) === name) ? [this.label(row)] : [],
      );
    return {
      types: this.types,
      subsections: this.subsections,
      prefix,
      configuration,
      sections,
      iterative,
      iterativeNames: [
        ...new Set(inspection.sections.map(({ idstr }) => idstr).filter((idstr) => idstr.endsWith(ITERATIVE_SUFFIX))),
      ],
      handlers: [
        ...ids('ram', (idstr) => idstr === 'ram'),
        ...ids('iterative', (idstr) => idstr.endsWith(ITERATIVE_SUFFIX)),
      ],
      footers: this.rows(SpanKind.Footer).length > 0,
      pageSize: inspection.pageSize,
      blockCount: inspection.blocks.length,
      blockPageSize: inspection.capabilities.includes('mapped-ram') ? [] : inBlock('page_size'),
      blockAddress: inBlock('mr_addr').length > 0,
      mappedRam: inspection.capabilities.includes('mapped-ram'),
      leftOut: this.leftOut,
    };
  }

  private fullSections(): readonly SectionLayout[] {
    const out = new Map<string, SectionLayout>();
    for (const { row, type, idstr, instanceId, complete } of this.inspection.sections) {
      if (type !== 4) continue;
      const key = `${instanceId} ${idstr}`;
      if (!complete) this.leftOut.push(`${idstr}: damaged or cut off`);
      else {
        const name = this.payload(row, idstr);
        const before = out.get(key);
        if (before && before.type !== name) this.leftOut.push(`${idstr}: another form at ${this.spans.start[row]}`);
        else out.set(key, { idstr, instanceId, type: name });
      }
    }
    return [...out.values()];
  }

  /** The state in the first iterative section that has one. */
  private iterative(): string | null {
    for (const { row, idstr } of this.inspection.sections) {
      if (!idstr.endsWith(ITERATIVE_SUFFIX)) continue;
      const state = this.children(row).find((child) => this.spans.kind[child] === SpanKind.Vmstate);
      if (state !== undefined) return this.type(state, 0);
    }
    return null;
  }

  /** What stands between the header and the footer of a section. */
  private payload(row: number, idstr: string): string {
    const rows = this.children(row).filter(
      (child) => this.spans.kind[child] !== SpanKind.SectionHeader && this.spans.kind[child] !== SpanKind.Footer,
    );
    const [only] = rows;
    if (rows.length === 1 && this.spans.kind[only!] === SpanKind.Vmstate) return this.type(only!, 0);
    return this.add(`${idstr} payload`, idstr, this.items(rows, idstr));
  }

  /** The type of a structure, its first `skip` children left out. */
  private type(row: number, skip: number): string {
    const label = this.label(row);
    return this.add(label, label, this.items(this.children(row).slice(skip), label));
  }

  /** Adds a type, or finds the one that is just like it. */
  private add(wanted: string, label: string, items: readonly Item[]): string {
    const base = identifier(wanted.slice(wanted.indexOf('/') === 12 ? 13 : 0));
    const key = `${base} ${JSON.stringify(items)}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const name = unused(RESERVED.has(base) ? `${base}_state` : base, this.names);
    this.known.set(key, name);
    this.types.push({ name, label, items });
    return name;
  }

  private items(rows: readonly number[], parent: string): readonly Item[] {
    const out: Item[] = [];
    const ids = new Set<string>();
    const push = (label: string, what: What, repeat: Size | null): void => {
      out.push({
        id: unused(RESERVED.has(identifier(label)) ? `${identifier(label)}_` : identifier(label), ids),
        label,
        what,
        repeat,
      });
    };
    for (let i = 0; i < rows.length;) {
      const row = rows[i]!;
      const kind = this.spans.kind[row]!;
      if (kind === SpanKind.Subsection) {
        i++;
        continue;
      }
      if (this.spans.end[row] === this.spans.start[row]) {
        i++;
        continue;
      }
      const label = this.label(row);
      if (kind === SpanKind.Array) push(label, ...this.array(row, rows.slice(0, i), out));
      else {
        const what = this.what(row, rows[i - 1], out);
        // Neighbours of one name and form are one item.
        let count = 1;
        while (
          i + count < rows.length &&
          this.label(rows[i + count]!) === label &&
          JSON.stringify(this.what(rows[i + count]!, undefined, [])) === JSON.stringify(what)
        )
          count++;
        push(label, what, count > 1 ? count : null);
        i += count - 1;
      }
      i++;
    }
    const own = rows.filter((row) => this.spans.kind[row] === SpanKind.Subsection);
    const forms = this.subsections.get(parent);
    for (const row of own) {
      const type = this.add(this.label(row), this.label(row), this.items(this.children(row).slice(4), this.label(row)));
      const before = forms?.get(this.label(row));
      if (before !== undefined && before !== type)
        this.leftOut.push(`${this.label(row)}: another form at ${this.spans.start[row]}`);
      else forms?.set(this.label(row), type);
    }
    if (forms) push('subsections', { is: 'subsections', of: parent }, null);
    return out;
  }

  /** A leaf or a structure. */
  private what(row: number, before: number | undefined, items: readonly Item[]): What {
    const { spans } = this;
    if (!isLeaf(spans, row)) return { is: 'type', name: this.type(row, 0) };
    const length = spans.end[row]! - spans.start[row]!;
    const type = spans.type[row]!;
    if (NUMBERS.has(type)) return { is: 'number', type };
    const lengthField = before !== undefined && /len(gth)?$/.test(this.label(before)) && this.value(before) === length;
    const size: Size = lengthField ? { of: items[items.length - 1]!.id } : length;
    return { is: type === FieldType.Text ? 'text' : 'bytes', size };
  }

  private array(row: number, before: readonly number[], items: readonly Item[]): [What, Size | null] {
    const rows = this.children(row);
    const label = this.label(row);
    const texts =
      rows.length > 0 &&
      rows.every((child, i) =>
        i % 2 === 0 ? this.label(child) === 'name_len' : this.spans.type[child] === FieldType.Text,
      );
    const count = texts ? rows.length / 2 : rows.length;
    const counter = before.findLast((other) => this.label(other) === COUNTS[label]);
    const counts = counter !== undefined && this.value(counter) === count;
    const repeat: Size = counts ? { of: items.find((item) => item.label === COUNTS[label])!.id } : count;
    if (texts) return [{ is: 'type', name: this.add('counted_text', COUNTED_TEXT.label, COUNTED_TEXT.items) }, repeat];
    const forms = rows.map((child) => this.element(child, label));
    const [first] = forms;
    const alike = first !== undefined && forms.every((form) => JSON.stringify(form) === JSON.stringify(first));
    if (alike) return [first, repeat];
    return [{ is: 'type', name: this.add(`${label} list`, label, this.items(rows, label)) }, null];
  }

  private element(row: number, label: string): What {
    if (isLeaf(this.spans, row) || this.spans.kind[row] === SpanKind.Array) return this.what(row, undefined, []);
    return { is: 'type', name: this.add(`${label} entry`, label, this.items(this.children(row), this.label(row))) };
  }

  private subsectionsOf(label: string): void {
    if (!this.subsections.has(label)) this.subsections.set(label, new Map());
  }

  private label(row: number): string {
    return this.spans.names[this.spans.name[row]!]!;
  }

  private value(row: number): number {
    const value = readValue(this.bytes, this.spans, row);
    return typeof value === 'bigint' ? Number(value) : -1;
  }

  private children(row: number): readonly number[] {
    const out: number[] = [];
    for (let child = row + 1; child < this.spans.next[row]!; child = this.spans.next[child]!) out.push(child);
    return out;
  }

  private rows(kind: number): readonly number[] {
    const out: number[] = [];
    for (let row = 0; row < this.spans.length; row++) if (this.spans.kind[row] === kind) out.push(row);
    return out;
  }
}

/** Names that the printers give to types and fields of their own, and words of the languages. */
const RESERVED: ReadonlySet<string> = new Set(
  'section named_section other_section command description ram_payload ram_record ram_block xbzrle_page compressed_page iterative_payload iterative_step delta_record peek footer seq types instances enums meta params if else for while match try catch return break continue struct union enum bitfield using namespace import as in out parent this const fn true false null bool char double float auto str padding signed unsigned le be ref addressof sizeof typenameof migration_stream delta vnet_mig_f section_type'.split(
    ' ',
  ),
);

/** `name`, or with the first number behind it that makes it new; it is taken then. */
function unused(name: string, taken: Set<string>): string {
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name}_${i}`;
  taken.add(free);
  return free;
}
