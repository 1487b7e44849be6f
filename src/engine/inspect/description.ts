// The description JSON at the end of a stream: finding it and taking it apart (QEMU migration/savevm.c and
// vmstate_save_state_v; scripts/analyze-migration.py reads the same). It says what was really written, entry by entry.
import type { ByteSource } from '../bytes/byte-source.ts';
import { decodeUtf8 } from '../bytes/text.ts';
import { u32At } from './landmarks.ts';

export interface DescribedField {
  readonly name: string;
  /** QEMU's name of the kind; see read-described.ts. */
  readonly type: string;
  /** Bytes of one element as written. */
  readonly size: number;
  /** Elements when they all look alike, else -1. */
  readonly count: number;
  /** Position when it is one of several elements that differ, else -1. */
  readonly index: number;
  /** A structure's fields; `inlined` when they stand in the entry itself (`tmp`, lists). */
  readonly struct: DescribedVmstate | null;
  readonly inlined: boolean;
}

export interface DescribedVmstate {
  readonly name: string;
  readonly version: number;
  readonly fields: readonly DescribedField[];
  readonly subsections: readonly DescribedVmstate[];
}

export interface FoundDescription {
  readonly json: unknown;
  /** False when only some of its devices could be read. */
  readonly whole: boolean;
  readonly pageSize: number;
  /** The device that a FULL section names, or undefined. */
  readonly device: (idstr: string, instanceId: number) => DescribedVmstate | undefined;
}

/**
 * Looks for the description from the end of the stream; null when there is none or it does not parse. JSON has no
 * control characters but white space, so the first other one backwards belongs to the description's header, or there is
 * no description and no need to look further.
 */
export function findDescription(bytes: ByteSource, length: number): FoundDescription | null {
  let last = length - 6;
  for (let at = length - 6; at >= 0 && at >= last - HEADER_SIZE; at--) {
    const byte = bytes.at(at)!;
    if (byte >= 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      if (last === at + 1) last = at;
      continue;
    }
    if (byte === 6 && bytes.at(at + 5) === 0x7b && u32At(bytes, at + 1) === length - at - 5)
      return parseDescription(decodeUtf8(bytes.subarray(at + 5, length)));
  }
  return null;
}

/** Type byte and u32 length. */
const HEADER_SIZE = 5;

/** Parses description JSON; null when it is none. Of a damaged or cut one, the devices that are whole. */
export function parseDescription(text: string): FoundDescription | null {
  const json = parse(text);
  const top = record(json);
  const items = json === undefined ? salvageDevices(text) : list(top.devices);
  if (json === undefined && items.length === 0) return null;
  const devices = describedDevices(items);
  return {
    json: json ?? { devices: items },
    whole: json !== undefined,
    pageSize: integer(top.page_size),
    device: (idstr, instanceId) => devices.get(keyOf(idstr, instanceId)),
  };
}

/** The devices that the list `devices` of a description names, by instance and idstr as `keyOf` joins them. */
export function describedDevices(items: unknown): ReadonlyMap<string, DescribedVmstate> {
  const devices = new Map<string, DescribedVmstate>();
  for (const item of list(items)) {
    const device = record(item);
    const key = keyOf(nameText(device.name), integer(device.instance_id));
    if (!devices.has(key)) devices.set(key, vmstate(device, 0));
  }
  return devices;
}

/** A name; anything else that a damaged description holds there reads as none. */
const nameText = (value: unknown): string => (typeof value === 'string' ? value : '');

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Device entries begin with a name and an instance_id, which nothing else in a description does. */
function salvageDevices(text: string): unknown[] {
  const starts = Array.from(text.matchAll(/\{"name": "[^"]{1,255}", "instance_id": /g), (match) => match.index);
  return starts
    .map((start, i) => {
      const rest = text.slice(start, starts[i + 1] ?? text.length);
      return parse(rest.slice(0, rest.lastIndexOf('}') + 1)) ?? parse(rest.replace(/\]\s*\}\s*$/, ''));
    })
    .filter((device) => device !== undefined);
}

export const keyOf = (idstr: string, instanceId: number): string => `${instanceId} ${idstr}`;

/** Deeper nesting than any real device has is cut off: no input may exhaust the stack. */
const MAX_DEPTH = 32;

function vmstate(value: Readonly<Record<string, unknown>>, depth: number): DescribedVmstate {
  const inner = depth < MAX_DEPTH;
  return {
    name: nameText(value.vmsd_name),
    version: integer(value.version),
    fields: inner ? list(value.fields).map((item) => field(record(item), depth + 1)) : [],
    subsections: inner ? list(value.subsections).map((item) => vmstate(record(item), depth + 1)) : [],
  };
}

function field(value: Readonly<Record<string, unknown>>, depth: number): DescribedField {
  const struct = typeof value.struct === 'object' && value.struct !== null ? record(value.struct) : null;
  const inlined = struct === null && Array.isArray(value.fields);
  return {
    name: nameText(value.name),
    type: nameText(value.type),
    size: integer(value.size),
    count: value.array_len === undefined ? -1 : integer(value.array_len),
    index: value.index === undefined ? -1 : integer(value.index),
    struct: struct || inlined ? vmstate(struct ?? value, depth) : null,
    inlined,
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function integer(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
