// Explanations of RAM's sections.
import type { WordTable } from './types.ts';

const SETUP = 'migration/ram.c ram_save_setup()';
const PAGE = 'migration/ram.c save_page_header()';
const MAPPED = 'migration/ram.c mapped_ram_setup_ramblock()';

export const RAM: WordTable = {
  total_ram_bytes: [
    SETUP,
    'Size of all RAM blocks together, with the flag MEM_SIZE (0x04) in its low bits. The block list that follows ends when the sizes add up to it. Without it the destination could not tell the last block from the end of the section.',
  ],
  used_length: [
    SETUP,
    'Bytes of this RAM block. A destination whose block has another size resizes it if it can, else refuses: "Size mismatch". Without it pages beyond the end would be written nowhere.',
  ],
  page_size: [
    SETUP,
    'Page size of the block’s memory on the host, sent with postcopy when it is larger than the target page. Postcopy places whole host pages. Without it a huge page could not be placed atomically.',
  ],
  address: [
    SETUP,
    'Address of the block, sent only with x-ignore-shared. The destination compares it, because shared memory is not sent at all. Without it a guest could find its memory elsewhere.',
  ],
  idstr: [
    SETUP,
    'Name of the RAM block, such as pc.ram or 0000:00:02.0/vga.vram. The destination looks its own block up by it: "Unknown ramblock" when there is none. Without the name an offset would mean nothing.',
  ],
  name_len: [
    'migration/ram.c',
    'Length of the block name that follows, one byte. Records of the same block carry the flag CONTINUE instead and save it. Without it the name would run into the page.',
  ],
  RAM_SAVE_FLAG_EOS: [
    'migration/ram.c ram_save_iterate(), ram_load_precopy()',
    'Ends RAM’s part of this section (0x10). The load loop returns to the section’s footer. Without it RAM would read the footer as a page record.',
  ],
  pages: [
    PAGE,
    'Pages with data: eight bytes with the offset and flags, then the whole page. A page that the guest writes later is sent again, and the last copy wins. Without them the guest would find zeros where its memory was.',
  ],
  'zero pages': [
    'migration/ram.c save_zero_page()',
    'Pages that hold only zeros: the record header and one fill byte. The destination clears the page if it is not clear already. Without the short form an idle guest’s memory would cross the link in full.',
  ],
  page: [
    PAGE,
    'The bytes of one guest page. What the destination had there is overwritten. Without it that page keeps an older copy, or zeros.',
  ],
  'zero page': [
    'migration/ram.c save_zero_page()',
    'The fill byte of a zero page; anything but 0 is damage. It stands where a data page has its bytes. Without it the record would not tell which value fills the page.',
  ],
  mapped_ram_version: [
    MAPPED,
    'Version of the mapped-ram header, 1. Another one is refused. Without it the offsets behind it could not be trusted.',
  ],
  bitmap_offset: [
    MAPPED,
    'Where in the file the bitmap of written pages lies. A page whose bit is clear was never written and is zero. Without it holes of the file would be read as pages.',
  ],
  pages_offset: [
    MAPPED,
    'Where in the file the pages of this block begin; each lies at this plus its offset in the block. Without it no page could be found, since the sections carry none.',
  ],
  'mapped pages': [
    MAPPED,
    'The pages of a block at their fixed places in the file, as the capability mapped-ram writes them. A page that is written again overwrites itself, so the file stops growing. Without it a snapshot of a busy guest is as long as its history.',
  ],
};
