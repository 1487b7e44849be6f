// What a file is when it is no migration stream: a word of help instead of only "bad magic".

interface Known {
  readonly magic: readonly number[];
  readonly what: string;
}

const ascii = (text: string): readonly number[] => Array.from(text, (c) => c.charCodeAt(0));

const KNOWN: readonly Known[] = [
  { magic: [0x1f, 0x8b], what: 'This is gzip data. Decompress it first, or open it by the file dialog, which does.' },
  {
    magic: ascii('LibvirtQemudSave'),
    what: 'This is a libvirt save image; the stream starts after its header and XML.',
  },
  { magic: ascii('LibvirtQemudPart'), what: 'This is an unfinished libvirt save image.' },
  { magic: [0x7f, 0x45, 0x4c, 0x46], what: 'This is an ELF file, perhaps a core dump.' },
  { magic: [0x51, 0x46, 0x49, 0xfb], what: 'This is a qcow2 disk image, not a migration stream.' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: 'This is zstd data. Decompress it first.' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'This is xz data. Decompress it first.' },
  {
    magic: [0x11, 0x22, 0x33, 0x44],
    what: 'This is a multifd channel, which carries pages only; the stream itself is on the main channel.',
  },
  { magic: [0xd4, 0xc3, 0xb2, 0xa1], what: 'This is a packet capture, not the stream itself.' },
  { magic: [0x0a, 0x0d, 0x0d, 0x0a], what: 'This is a pcapng packet capture; save it as pcap.' },
];

/** A sentence about bytes that do not begin with "QEVM". */
export function recognise(bytes: Uint8Array, length: number): string {
  for (const { magic, what } of KNOWN) {
    if (length >= magic.length && magic.every((byte, i) => bytes[i] === byte)) return what;
  }
  return 'A migration stream begins with the bytes 51 45 56 4d ("QEVM"); take one with migrate "file:NAME" or "exec:cat > NAME".';
}
