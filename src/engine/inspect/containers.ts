// What libvirt puts before a stream in a save image (`virsh save`; libvirt src/qemu/qemu_saveimage.h):
//
//   16 bytes magic · u32 version · u32 length of the XML · u32 was running · u32 compression · u32 cookie offset ·
//   14 × u32 unused, all little-endian · XML · then the stream
import { FieldType, SpanKind } from '../capture/spans.ts';
import { ByteReader } from '../bytes/reader.ts';
import type { WalkLog } from './walk-log.ts';

const COMPRESSION: readonly string[] = ['none', 'gzip', 'bzip2', 'xz', 'lzop', 'zstd', 'sparse'];
/** Methods that leave the stream as it is: none, and sparse, which is a mapped-ram file. */
const PLAIN: readonly number[] = [0, 6];
const HEADER_SIZE = 92;

/** Reads a libvirt header when there is one; false when what follows cannot be read as a stream. */
export function readLibvirtHeader(reader: ByteReader, out: WalkLog): boolean {
  const magic = startsWith(reader, 'LibvirtQemudSave')
    ? 'Save'
    : startsWith(reader, 'LibvirtQemudPart')
      ? 'Part'
      : null;
  if (magic === null || !reader.has(HEADER_SIZE)) return true;
  out.frame(SpanKind.Header, 'libvirt save image', reader.offset);
  out.text('magic', 16);
  out.u32le('version');
  const xml = out.u32le('data_len');
  out.u32le('was_running');
  const compressed = out.u32le('compressed');
  out.u32le('cookieOffset');
  out.skip(FieldType.Unused, 'unused', 56);
  if (magic === 'Part')
    out.tell('warning', 0, 'libvirt had not finished this save image', 'The stream in it is probably cut off.');
  if (!reader.has(xml)) {
    out.tell('error', reader.offset, `The file ends inside libvirt's XML of ${xml} bytes`, 'The file was cut off.');
    out.opaque(reader.end, 'XML (cut off)', 'error');
    out.missing('end of file');
    out.close();
    return false;
  }
  out.skip(FieldType.Text, 'xml', xml);
  if (!PLAIN.includes(compressed)) {
    const kind = COMPRESSION[compressed] ?? `method ${compressed}`;
    out.tell(
      'error',
      reader.offset,
      `The stream in this libvirt save image is compressed (${kind})`,
      'Decompress what follows the XML first.',
    );
    out.opaque(reader.end, `compressed stream (${kind})`, 'error');
  }
  out.close();
  return PLAIN.includes(compressed);
}

/** Where the stream begins: behind the header and XML of a libvirt save image, else at 0. */
export function streamStart(bytes: Uint8Array): number {
  const reader = new ByteReader(bytes);
  if ((!startsWith(reader, 'LibvirtQemudSave') && !startsWith(reader, 'LibvirtQemudPart')) || !reader.has(HEADER_SIZE))
    return 0;
  const xml = new DataView(bytes.buffer, bytes.byteOffset).getUint32(20, true);
  return Math.min(bytes.length, HEADER_SIZE + xml);
}

function startsWith(reader: ByteReader, text: string): boolean {
  if (!reader.has(text.length)) return false;
  for (let i = 0; i < text.length; i++) if (reader.peekU8(i) !== text.charCodeAt(i)) return false;
  return true;
}
