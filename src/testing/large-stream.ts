// A stream of any size that a QEMU could have written: a real one whose guest dirtied its memory faster than it could be
// sent, so that RAM's PART comes again and again. Head and tail, with all devices, are the real ones.
import { SectionType, writeFooter, writePartHeader } from '../engine/stream/sections.ts';
import { ByteWriter } from '../engine/bytes/writer.ts';
import { inspect } from '../engine/inspect/inspect.ts';

const PAGE = 4096;
/** Records of a PART; every eighth is a zero page. */
const RECORDS = 256;
const EACH_ZERO = 8;

/** Pieces of such a stream of at least `size` bytes, made of `real`; its page records are numbered from 0 in their first bytes. */
export function* largeStream(real: Uint8Array, size: number): Generator<Uint8Array> {
  const { sections, blocks } = inspect(real);
  const first = sections.find(({ type, idstr }) => type === SectionType.Part && idstr === 'ram');
  if (!first) throw new RangeError('the stream has no PART of RAM');
  const name = blocks[0]!.idstr;
  const pages = Math.floor(blocks[0]!.size / PAGE);
  yield real.subarray(0, first.start);
  for (let done = real.length, record = 0; done < size;) {
    const part = new ByteWriter(RECORDS * (PAGE + 9));
    writePartHeader(part, SectionType.Part, first.sectionId);
    for (let i = 0; i < RECORDS; i++, record++) {
      const isZero = i % EACH_ZERO === 7;
      part.u64((record % pages) * PAGE + (isZero ? 2 : 8) + (i === 0 ? 0 : 0x20));
      if (i === 0) part.counted(name);
      if (isZero) part.u8(0);
      else {
        const page = new Uint8Array(PAGE);
        new DataView(page.buffer).setUint32(0, record);
        part.bytes(page);
      }
    }
    part.u64(0x10);
    writeFooter(part, first.sectionId);
    const bytes = part.finish().slice();
    done += bytes.length;
    yield bytes;
  }
  yield real.subarray(first.start);
}
