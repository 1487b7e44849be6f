// Saves something as a file of the browser, piece by piece, so that the page never stands still: how far it is stands in the
// store, where the person sees it and can stop it.
import type { ShareActions } from '../../store/share/share-slice.ts';
import { rateOf } from '../../store/rate.ts';

export type Piece = string | Uint8Array<ArrayBuffer> | Blob;

export interface FileToSave {
  readonly name: string;
  readonly type: string;
  readonly pieces: Iterable<Piece> | AsyncIterable<Piece>;
  /** How far it is, 0 to 1, after a number of pieces. */
  readonly share: (pieces: number) => number;
  /** Bytes worked on, where they are not those of the pieces. */
  readonly bytes?: () => number;
}

/** Work in one turn, ms. */
const TURN = 12;

/** Answers the file's name, or null when it was stopped. `label` is what the person is told. */
export async function saveFile(
  { tellSaving }: Pick<ShareActions, 'tellSaving'>,
  label: string,
  { name, type, pieces, share, bytes }: FileToSave,
): Promise<string | null> {
  const stop = new AbortController();
  const parts: Piece[] = [];
  const began = performance.now();
  let turn = began;
  let written = 0;
  try {
    for await (const piece of pieces) {
      parts.push(piece);
      written += sizeOf(piece);
      if (performance.now() - turn < TURN) continue;
      const done = bytes?.() ?? written;
      const part = Math.min(1, share(parts.length));
      const total = part > 0 ? Math.max(done, Math.round(done / part)) : 0;
      tellSaving({ label, done, total, isGuess: true, rate: rateOf(done, began), stop });
      await new Promise((resolve) => setTimeout(resolve));
      if (stop.signal.aborted) return null;
      turn = performance.now();
    }
  } finally {
    tellSaving(null);
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  // The browser has taken it over by the next turn; the memory is given back later.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  return name;
}

/** Bytes of a piece; these texts have no letters of more than one byte but in names. */
function sizeOf(piece: Piece): number {
  return piece instanceof Blob ? piece.size : piece.length;
}

/** A name without what file systems do not take. */
export function fileName(name: string): string {
  return (
    name
      .replace(/\.bin(\.gz)?$/, '')
      .replaceAll(/[^\w.-]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'migrascope'
  );
}
