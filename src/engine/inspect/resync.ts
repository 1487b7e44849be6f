// Finding the way back after damage: a section's footer is the byte 0x7e and its id; what follows must look like the
// beginning of a section. So a byte that merely looks like a footer inside a payload is passed over.
import { SectionType } from '../stream/sections.ts';

/** Offset of the footer of `sectionId` (any id below 65,536 when null) at or after `from`; -1 when there is none. */
export function findFooter(bytes: Uint8Array, from: number, length: number, sectionId: number | null): number {
  for (let at = bytes.indexOf(SectionType.Footer, from); at >= 0 && at + 5 <= length; at = bytes.indexOf(SectionType.Footer, at + 1)) {
    const id = ((bytes[at + 1]! << 24) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 8) | bytes[at + 4]!) >>> 0;
    if (sectionId === null ? id < 65536 : id === sectionId) {
      if (plausibleSection(bytes, at + 5, length)) return at;
    }
  }
  return -1;
}

/** Whether a section, the end mark or the end of the bytes could stand at `at`. */
export function plausibleSection(bytes: Uint8Array, at: number, length: number): boolean {
  if (at >= length) return at === length;
  const type = bytes[at]!;
  if (type === SectionType.Eof) return at + 1 >= length || bytes[at + 1] === SectionType.Description;
  if (type === SectionType.Start || type === SectionType.Full) {
    if (at + 6 > length) return true;
    const count = bytes[at + 5]!;
    if (count === 0 || bytes[at + 1] !== 0) return false;
    for (let i = at + 6; i < Math.min(length, at + 6 + count); i++) if (bytes[i]! < 32 || bytes[i]! > 126) return false;
    return true;
  }
  if (type === SectionType.Part || type === SectionType.End) return at + 2 > length || bytes[at + 1] === 0;
  return type === SectionType.Command && (at + 2 > length || bytes[at + 1] === 0);
}
