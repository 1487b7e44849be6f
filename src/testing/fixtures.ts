// The reference streams that real QEMUs wrote, with what QEMU said of them (src/fixtures/README.md).
import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

const FOLDER = resolve('src/fixtures/streams');

export interface QueueReport {
  readonly 'queue-index': number;
  readonly 'vring-num': number;
  readonly 'vring-desc': number;
  readonly 'vring-avail': number;
  readonly 'vring-used': number;
  readonly 'last-avail-idx': number;
  readonly 'used-idx': number;
  readonly 'shadow-avail-idx': number;
  readonly inuse: number;
}

export interface DeviceReport {
  readonly name: string;
  readonly broken: boolean;
  readonly started: boolean;
  readonly isr: number;
  readonly numVqs: number;
  readonly queues: readonly QueueReport[];
}

export interface StreamIndex {
  readonly sha256: string;
  readonly bytes: number;
  readonly machine: string;
  readonly qemu: string;
  readonly features: string | null;
  readonly legacy: boolean | null;
  readonly sourceStopped: readonly DeviceReport[] | null;
  readonly destinationLoaded: readonly DeviceReport[] | null;
}

const CAPTURES = resolve('src/fixtures/captures');

/** Names of the further captures of a real QEMU. */
export const CAPTURE_NAMES: readonly string[] = namesIn(CAPTURES);

/** A capture's bytes. */
export function captureStream(name: string): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(resolve(CAPTURES, `${name}.bin.gz`))));
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.bin.gz'))
    .map((file) => file.slice(0, -'.bin.gz'.length))
    .sort();
}

/** Names of all reference streams. */
export const STREAM_NAMES: readonly string[] = namesIn(FOLDER);

/** A stream's bytes. */
export function fixtureStream(name: string): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(resolve(FOLDER, `${name}.bin.gz`))));
}

/** Part of what QEMU 7.2 prints with -dump-vmstate, parsed. */
export function fixtureDump(): unknown {
  return JSON.parse(gunzipSync(readFileSync(resolve('src/fixtures/dump-vmstate-7.2.json.gz'))).toString('utf8'));
}

/** What QEMU said of the devices. */
export const STREAM_INDEX = JSON.parse(readFileSync(resolve(FOLDER, 'index.json'), 'utf8')) as Readonly<
  Record<string, StreamIndex>
>;

/** query-rx-filter, as far as the stream carries it. */
export interface FilterReport {
  readonly 'main-mac': string;
  readonly promiscuous: boolean;
  readonly 'vlan-table': readonly number[];
  readonly 'unicast-table': readonly string[];
  readonly 'multicast-table': readonly string[];
}

/** Of each device its status, and of each NIC its receive filter. */
export interface StreamFilters {
  readonly devices: readonly { readonly status: number; readonly queueSel: number }[];
  readonly rxFilter: readonly FilterReport[];
}

/** What QEMU said at the stop. */
export const STREAM_FILTERS = JSON.parse(readFileSync(resolve(FOLDER, 'filters.json'), 'utf8')) as Readonly<
  Record<string, StreamFilters>
>;

export interface LayoutRow {
  readonly start: number;
  readonly type: string;
  readonly length: number;
  readonly sectionId: number;
  readonly idstr: string;
}

/** The independent section walk of a stream. */
export function fixtureLayout(name: string): readonly LayoutRow[] {
  const text = readFileSync(resolve(FOLDER, `${name}.layout.txt`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const match = /^(0x[0-9a-f]+) (\w+)\s+len (\d+)\s*(?:id (\d+)\s+(\S+))?/.exec(line);
      if (!match) throw new Error(`layout line: ${line}`);
      return {
        start: Number(match[1]),
        type: match[2]!,
        length: Number(match[3]),
        sectionId: Number(match[4] ?? -1),
        idstr: match[5] ?? '',
      };
    });
}
