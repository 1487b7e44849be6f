// A buffer piece by piece as its chain has it, in words: descriptors of the ring, and behind an indirect one those of its
// table.
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import type { Descriptor, IndirectTable } from './read-indirect.ts';

export interface ChainPiece {
  /** `59` in the ring, `[0]` in a table. */
  readonly label: string;
  /** Guest address of what it points to. */
  readonly address: number;
  /** Bytes there. */
  readonly length: number;
  readonly words: string;
  /** 1 inside a table. */
  readonly level: 0 | 1;
}

/** A ring's descriptors by number, split or packed. */
export interface DescriptorSource {
  readonly descriptor: (id: number) => Descriptor;
  readonly table: (id: number) => IndirectTable | null;
}

export function chainPieces(ring: DescriptorSource, ids: readonly number[]): readonly ChainPiece[] {
  return ids.flatMap((id): ChainPiece[] => {
    const own = ring.descriptor(id);
    const table = ring.table(id);
    const label = String(id);
    if (!table) return [{ label, address: own.address, length: own.length, words: bufferWords(own), level: 0 }];
    const note = table.entries === null ? ', outside of the recorded memory' : '';
    const head = `indirect table of ${groupThousands(table.count)} descriptors${note}`;
    const inside = (table.entries ?? []).map((entry, i): ChainPiece => ({
      label: `[${i}]`,
      address: entry.address,
      length: entry.length,
      words: bufferWords(entry),
      level: 1,
    }));
    return [{ label, address: own.address, length: own.length, words: head, level: 0 }, ...inside];
  });
}

function bufferWords({ address, length, isWritable }: Descriptor): string {
  if (address === 0 && length === 0) return 'empty on this side';
  return `${groupThousands(length)} B, device ${isWritable ? 'writes' : 'reads'}`;
}

/** A table in a phrase: what a slot's title and a screen reader say of it. */
export function tableWords(table: IndirectTable): string {
  const inside = table.entries?.map((entry) => `${bufferWords(entry)} at ${hex(entry.address)}`).join('; ');
  return `indirect table of ${table.count} at ${hex(table.address)}${inside === undefined ? '' : `: ${inside}`}`;
}
