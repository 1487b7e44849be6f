// Who wants to know what is read where: the loader calls a trace in wire order. SpanTrace writes span columns.
import { FieldType, SpanKind, type SpanLog } from '../capture/spans.ts';
import type { Primitive } from './description.ts';

/** Receives structure and leaves in wire order; offsets are the reader's. */
export interface Trace {
  /** A span with children opens. `index` and `value` as SpanKind says. */
  enter(kind: number, name: string, start: number, index: number, value: number): void;
  leave(end: number): void;
  /** `type` is a FieldType. */
  leaf(kind: number, type: number, name: string, start: number, end: number, index: number): void;
}

/** Writes to a SpanLog. */
export class SpanTrace implements Trace {
  readonly log: SpanLog;

  constructor(log: SpanLog) {
    this.log = log;
  }

  enter(kind: number, name: string, start: number, index: number, value: number): void {
    this.log.enter(kind, this.log.names.id(name), start, index, value);
  }

  leave(end: number): void {
    this.log.leave(end);
  }

  leaf(kind: number, type: number, name: string, start: number, end: number, index: number): void {
    this.log.leaf(kind, type, this.log.names.id(name), start, end, index);
  }
}

/** FieldType of a primitive. */
export const SHOW: Readonly<Record<Primitive, number>> = {
  u8: FieldType.U8,
  u16: FieldType.U16,
  u32: FieldType.U32,
  u64: FieldType.U64,
  i8: FieldType.I8,
  i16: FieldType.I16,
  i32: FieldType.I32,
  i64: FieldType.I64,
  bool: FieldType.Bool,
  f64: FieldType.Float64,
  timer: FieldType.I64,
  u16le: FieldType.U16Le,
  u32le: FieldType.U32Le,
  u64le: FieldType.U64Le,
};

/** Bytes of a primitive. */
export const SIZE: Readonly<Record<Primitive, number>> = {
  u8: 1,
  u16: 2,
  u32: 4,
  u64: 8,
  i8: 1,
  i16: 2,
  i32: 4,
  i64: 8,
  bool: 1,
  f64: 8,
  timer: 8,
  u16le: 2,
  u32le: 4,
  u64le: 8,
};

/** Spans of a subsection's header: marker, name length, name, version. */
export function traceSubsectionHeader(trace: Trace, start: number, nameLength: number): void {
  const end = start + nameLength + 6;
  trace.enter(SpanKind.SectionHeader, 'header', start, -1, 0);
  trace.leaf(SpanKind.Field, FieldType.U8, 'subsection', start, start + 1, -1);
  trace.leaf(SpanKind.Field, FieldType.U8, 'name_len', start + 1, start + 2, -1);
  trace.leaf(SpanKind.Field, FieldType.Text, 'name', start + 2, end - 4, -1);
  trace.leaf(SpanKind.Field, FieldType.U32, 'version_id', end - 4, end, -1);
  trace.leave(end);
}
