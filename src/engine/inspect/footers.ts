// Section footers: where one should stand, one does not always. What stands there instead is told, and where the walk
// goes on. Authority: QEMU migration/savevm.c check_section_footer().
import type { ByteSource } from '../bytes/byte-source.ts';
import { StreamError } from '../bytes/errors.ts';
import type { ByteReader } from '../bytes/reader.ts';
import { groupThousands, hex } from '../bytes/text.ts';
import { SpanKind } from '../capture/spans.ts';
import { SectionType } from '../stream/sections.ts';
import { atFooter } from './devices.ts';
import { plausibleSection } from './landmarks.ts';
import type { Beginning, WalkLog } from './walk-log.ts';

/** Runs a reading; says 'read' when it went through. */
type Attempt = (what: string, read: () => void) => 'read' | 'at footer' | 'lost';

export class Footers {
  /** Whether any footer was met: without one, the machine may be of before QEMU 2.4. */
  saw = false;
  private saidNone = false;
  private readonly bytes: ByteSource;
  private readonly length: number;
  private readonly reader: ByteReader;
  private readonly out: WalkLog;
  private readonly attempt: Attempt;

  constructor(bytes: ByteSource, length: number, reader: ByteReader, out: WalkLog, attempt: Attempt) {
    this.bytes = bytes;
    this.length = length;
    this.reader = reader;
    this.out = out;
    this.attempt = attempt;
  }

  /** The footer that should stand here; false when it does not. */
  read(sectionId: number, idstr: string, from: Beginning): boolean {
    const { reader, out, bytes, length } = this;
    const start = reader.offset;
    const isFooter = bytes.at(start) === SectionType.Footer;
    const missing = `Missing section footer for ${idstr}`;
    if (start >= length) {
      out.tell('error', length, missing, 'The file ends here.');
      return false;
    }
    if (isFooter && (atFooter(reader, sectionId) || plausibleSection(bytes, start + 5, length) || start + 5 > length)) {
      return this.one(start, sectionId, idstr);
    }
    if (!isFooter && plausibleSection(bytes, start, length)) {
      if (!this.saw && !this.saidNone)
        out.tell(
          'warning',
          start,
          missing,
          'Machine types of before QEMU 2.4 write no footers; else the payload was read wrongly.',
        );
      else if (this.saw) out.tell('error', start, missing, 'Bytes are missing here.');
      this.saidNone = true;
      return !this.saw;
    }
    const ahead = out.footerOf(sectionId);
    const own = ahead < 0 ? out.cutBack(from, sectionId) : ahead;
    if (own >= 0) {
      const more = own > start ? 'longer' : 'shorter';
      out.tell(
        'error',
        start,
        missing,
        `The payload is ${more} than it should be, by ${groupThousands(Math.abs(own - start))} bytes.`,
      );
      out.opaque(own, 'unexpected bytes', 'error');
      this.one(own, sectionId, idstr);
      return false;
    }
    if (plausibleSection(bytes, start + 5, length)) {
      out.tell('error', start, missing, 'Its five bytes are damaged.');
      out.opaque(start + 5, 'damaged footer', 'error');
      return false;
    }
    this.attempt('', () => {
      throw new StreamError(missing, start);
    });
    return false;
  }

  private one(start: number, sectionId: number, idstr: string): boolean {
    const { out } = this;
    let id = -1;
    const read = this.attempt(`the footer of ${idstr}`, () => {
      out.enter(SpanKind.Footer, 'footer');
      out.u8('QEMU_VM_SECTION_FOOTER');
      id = out.u32('section_id');
      out.leave();
    });
    this.saw = true;
    if (read === 'read' && id !== sectionId) {
      out.tell(
        'error',
        start,
        `Mismatched section id in footer for ${idstr} - read ${hex(id)} expected ${hex(sectionId)}`,
        'The id is damaged, or bytes are missing or doubled before it.',
      );
    }
    return read === 'read' && id === sectionId;
  }
}
