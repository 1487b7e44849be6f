// FILE of the commands: a path or `-`; gzip, a compressed libvirt save image and a pcap are unpacked on the way.
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import * as zlib from 'node:zlib';
import { isPcap, streamOfPcap } from '../engine/inspect/pcap.ts';

/** Something that is wrong with what was given; `code` is the exit code. */
export class CommandProblem extends Error {
  readonly code: 1 | 2;

  constructor(message: string, code: 1 | 2) {
    super(message);
    this.name = 'CommandProblem';
    this.code = code;
  }
}

export interface ReadStream {
  readonly bytes: Uint8Array;
  /** What was noticed on the way, for stderr. */
  readonly notes: readonly string[];
}

/** Reads and unpacks; throws CommandProblem when there is nothing to read. */
export async function readStream(path: string): Promise<ReadStream> {
  const notes: string[] = [];
  let bytes = await readInput(path);
  const packing = packingOf(bytes);
  if (packing) bytes = unpack(bytes, packing, path, notes);
  if (isPcap(bytes)) {
    const found = streamOfPcap(bytes);
    if (!found)
      throw new CommandProblem(`${path}: no TCP connection in this capture begins with a migration stream`, 1);
    notes.push(...found.notes);
    bytes = found.bytes;
  }
  return { bytes: libvirtUnpacked(bytes, path, notes), notes };
}

/** JSON of a file; a problem says what is wrong with it. */
export async function readJson(path: string): Promise<unknown> {
  const text = Buffer.from(await readInput(path)).toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new CommandProblem(`${path}: ${error instanceof Error ? error.message : String(error)}`, 2);
  }
}

/** Node reads no more than 2 GiB at once. */
const MOST_AT_ONCE = 1 << 30;

async function readInput(path: string): Promise<Uint8Array> {
  if (path === '-') {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }
  try {
    return readWhole(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'is a directory' : String(error);
    throw new CommandProblem(`${path}: ${why}`, 2);
  }
}

function readWhole(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (size <= MOST_AT_ONCE) return readFileSync(file);
    const bytes = new Uint8Array(size);
    let at = 0;
    for (;;) {
      const count = readSync(file, bytes, at, Math.min(MOST_AT_ONCE, size - at), at);
      at += count;
      if (count === 0 || at === size) return bytes.subarray(0, at);
    }
  } finally {
    closeSync(file);
  }
}

interface Packing {
  readonly name: string;
  readonly magic: readonly number[];
  /** Number in a libvirt save image. */
  readonly libvirt: number;
  /** Null when this Node cannot unpack it. */
  readonly unpack: ((data: Uint8Array, options: zlib.ZlibOptions) => Uint8Array) | null;
}

const PACKINGS: readonly Packing[] = [
  {
    name: 'gzip',
    magic: [0x1f, 0x8b],
    libvirt: 1,
    unpack: (data, options) => zlib.gunzipSync(data, options),
  },
  {
    name: 'zstd',
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    libvirt: 5,
    // Newer versions of Node have it.
    unpack:
      'zstdDecompressSync' in zlib
        ? (zlib as unknown as { zstdDecompressSync: typeof zlib.gunzipSync }).zstdDecompressSync
        : null,
  },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68], libvirt: 2, unpack: null },
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], libvirt: 3, unpack: null },
  { name: 'lzop', magic: [0x89, 0x4c, 0x5a, 0x4f], libvirt: 4, unpack: null },
];

const packingOf = (bytes: Uint8Array): Packing | undefined =>
  PACKINGS.find(({ magic }) => magic.every((byte, i) => bytes[i] === byte));

/** Unpacks; of damaged data what came out before, with a note. */
function unpack(data: Uint8Array, { name, unpack: unpacker }: Packing, path: string, notes: string[]): Uint8Array {
  if (!unpacker)
    throw new CommandProblem(
      `${path}: ${name} data, which this command does not unpack; try: ${name} -dc FILE | … -`,
      1,
    );
  try {
    return unpacker(data, {});
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (name !== 'gzip') throw new CommandProblem(`${path}: the ${name} data cannot be read (${why})`, 1);
    notes.push(`${path}: the ${name} data is damaged or cut off (${why})`);
    return readablePart(data, unpacker, path);
  }
}

/** What can be unpacked: the longest beginning that reads without an error, found by halves. */
function readablePart(data: Uint8Array, unpacker: NonNullable<Packing['unpack']>, path: string): Uint8Array {
  let best: Uint8Array | null = null;
  let good = 0;
  let bad = data.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      best = unpacker(data.subarray(0, middle), { finishFlush: zlib.constants.Z_SYNC_FLUSH });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  if (best && best.length > 0) return best;
  throw new CommandProblem(`${path}: the compressed data cannot be read`, 1);
}

const LIBVIRT_MAGIC = 'LibvirtQemudSave';
const LIBVIRT_HEADER = 92;

/** A libvirt save image with a packed stream becomes one with a plain stream, its header saying so. */
function libvirtUnpacked(bytes: Uint8Array, path: string, notes: string[]): Uint8Array {
  if (bytes.length < LIBVIRT_HEADER || Buffer.from(bytes.subarray(0, 16)).toString('latin1') !== LIBVIRT_MAGIC)
    return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const from = LIBVIRT_HEADER + view.getUint32(20, true);
  const method = view.getUint32(28, true);
  const packing = PACKINGS.find(({ libvirt }) => libvirt === method);
  if (!packing?.unpack || from >= bytes.length) return bytes;
  const stream = unpack(bytes.subarray(from), packing, path, notes);
  const out = new Uint8Array(from + stream.length);
  out.set(bytes.subarray(0, from));
  out.set(stream, from);
  new DataView(out.buffer).setUint32(28, 0, true);
  notes.push(`${path}: the stream of this save image was packed; offsets are those of the unpacked one`);
  return out;
}
