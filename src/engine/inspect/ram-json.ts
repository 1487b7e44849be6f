// RAM in figures: its blocks, and how many pages and zero pages of which block every pass carries. A pass is a section of
// RAM with records in it, or a PART or END without any.
import { RamFlag } from '../ram/ram-flags.ts';
import { SECTION_NAMES, SectionType } from '../stream/sections.ts';
import type { Inspection } from './inspection.ts';
import type { Json } from './to-json.ts';

interface Count {
  pages: number;
  zeroPages: number;
  xbzrlePages: number;
}

export function ramJson({ records, blocks, sections }: Inspection): Json {
  const totals = blocks.map((): Count => none());
  const passes: Json[] = [];
  let record = 0;
  for (const { idstr, type, start, end } of sections) {
    if (idstr !== 'ram') continue;
    const counts = new Map<number, Count>();
    for (; record < records.length && records.offset[record]! < end; record++) {
      const block = records.block[record]!;
      let count = counts.get(block);
      if (!count) counts.set(block, (count = none()));
      add(count, records.flags[record]!);
      const total = totals[block];
      if (total) add(total, records.flags[record]!);
    }
    if (type === SectionType.Start && counts.size === 0) continue;
    const named = Array.from(counts, ([block, count]) => ({ block: blocks[block]?.idstr ?? '', ...count }));
    passes.push({ pass: passes.length + 1, type: SECTION_NAMES[type] ?? String(type), start, end, blocks: named });
  }
  return { blocks: blocks.map(({ idstr, size }, i) => ({ idstr, size, ...totals[i]! })), passes };
}

const none = (): Count => ({ pages: 0, zeroPages: 0, xbzrlePages: 0 });

function add(count: Count, flags: number): void {
  if ((flags & RamFlag.Zero) !== 0) count.zeroPages++;
  else if ((flags & RamFlag.Xbzrle) !== 0) count.xbzrlePages++;
  else count.pages++;
}
