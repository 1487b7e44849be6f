// RAM_SAVE_FLAG_* (QEMU migration/ram.c): the low 12 bits of a RAM record's u64.
export const RamFlag = {
  Zero: 0x02,
  MemSize: 0x04,
  Page: 0x08,
  Eos: 0x10,
  Continue: 0x20,
  Xbzrle: 0x40,
  Hook: 0x80,
  Compress: 0x100,
  MultifdFlush: 0x200,
} as const;
