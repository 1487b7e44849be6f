// Builders of fields, so that a description reads like the structure it describes: u32('mergeable_rx_bufs').
import { FieldType } from '../capture/spans.ts';
import { keyOf } from '../capture/wire-key.ts';
import type {
  ArrayField, BytesField, ChunksField, Count, DeriveField, Description, ListField, Part, Primitive, ScalarField,
  StructField, StructsField, Test, TextField, TextsField, UnusedField, ValidField,
} from './description.ts';

/** What any field may add. */
export interface Extra {
  readonly key?: string;
  readonly since?: number;
  readonly exists?: Test;
  readonly check?: string;
  readonly type?: string;
}

function common(name: string, extra: Extra | undefined) {
  return {
    name,
    key: extra?.key ?? keyOf(name),
    since: extra?.since ?? 0,
    exists: extra?.exists,
    check: extra?.check,
    type: extra?.type,
  };
}

type ScalarExtra = Extra & Pick<ScalarField, 'rule' | 'local'>;

export function scalar(of: Primitive, name: string, extra?: ScalarExtra): ScalarField {
  return { kind: 'scalar', of, ...common(name, extra), rule: extra?.rule, local: extra?.local };
}

export const u8 = (name: string, extra?: ScalarExtra) => scalar('u8', name, extra);
export const u16 = (name: string, extra?: ScalarExtra) => scalar('u16', name, extra);
export const u32 = (name: string, extra?: ScalarExtra) => scalar('u32', name, extra);
export const u64 = (name: string, extra?: ScalarExtra) => scalar('u64', name, extra);
export const i32 = (name: string, extra?: ScalarExtra) => scalar('i32', name, extra);
export const i64 = (name: string, extra?: ScalarExtra) => scalar('i64', name, extra);
export const bool = (name: string, extra?: ScalarExtra) => scalar('bool', name, extra);
export const timer = (name: string, extra?: ScalarExtra) => scalar('timer', name, extra);

type BytesExtra = Extra & { readonly show?: number; readonly stride?: number; readonly parts?: (bytes: Uint8Array) => readonly Part[] };

/** A buffer of `count` bytes (or of `count` records of `stride` bytes). */
export function bytes(name: string, count: Count, extra?: BytesExtra): BytesField {
  const stride = extra?.stride ?? 1;
  return { kind: 'bytes', count, stride, show: extra?.show ?? FieldType.Bytes, parts: extra?.parts, ...common(name, extra) };
}

export function text(name: string, count: Count, extra?: Extra): TextField {
  return { kind: 'text', count, ...common(name, extra) };
}

/** `count` counted strings. */
export function texts(name: string, count: Count, extra?: Extra): TextsField {
  return { kind: 'texts', count, ...common(name, extra) };
}

export function unused(count: Count, extra?: Extra & { readonly name?: string }): UnusedField {
  return { kind: 'unused', count, ...common(extra?.name ?? 'unused', extra) };
}

export function array(of: Primitive, name: string, count: Count, extra?: Extra): ArrayField {
  return { kind: 'array', of, count, ...common(name, extra) };
}

export function struct(name: string, of: Description, extra?: Extra): StructField {
  return { kind: 'struct', of, inline: false, ...common(name, extra) };
}

/** A structure whose fields lie in the parent's state. */
export function inline(name: string, of: Description, extra?: Extra): StructField {
  return { kind: 'struct', of, inline: true, ...common(name, extra) };
}

export function structs(name: string, of: Description, count: Count, extra?: Extra): StructsField {
  return { kind: 'structs', of, count, ...common(name, extra) };
}

export function list(name: string, of: Description, extra?: Extra): ListField {
  return { kind: 'list', of, ...common(name, extra) };
}

export function chunks(name: string, extra?: Extra): ChunksField {
  return { kind: 'chunks', ...common(name, extra) };
}

export function valid(name: string, holds: Test): ValidField {
  return { kind: 'valid', holds, ...common(name, undefined) };
}

export function derive(run: DeriveField['run']): DeriveField {
  return { kind: 'derive', run, ...common('', undefined) };
}
