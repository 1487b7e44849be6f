// Annotated hex of what is open, in pieces; bytes of a large file that are not in memory are read on the way.
import { HEX_HEADING, hexLines, hexLineText, hexNotes } from '../../engine/inspect/to-hex.ts';
import { frameAt } from '../../engine/capture/span-query.ts';
import type { AppState } from '../../store/app-store.ts';
import { bytesOf, type OpenDocument } from '../../store/documents.ts';

export type HexKind = 'hex' | 'hex-frame' | 'hex-selection';

/** Lines in a piece. */
const PIECE = 1024;

/** The bytes that each kind is about; null when nothing is selected. */
export function hexRange(
  { document, selection }: Pick<AppState, 'document' | 'selection'>,
  kind: HexKind,
): { readonly start: number; readonly end: number } | null {
  if (!document) return null;
  if (kind === 'hex') return { start: 0, end: document.stream.length };
  if (!selection || selection.end === selection.start) return null;
  if (kind === 'hex-selection') return { start: selection.start, end: selection.end };
  const { spans } = document.inspection;
  const frame = frameAt(spans, selection.start);
  return frame < 0 ? null : { start: spans.start[frame]!, end: spans.end[frame]! };
}

/** The text, and how far it is (0 to 1). */
export function hexPieces(
  document: OpenDocument,
  start: number,
  end: number,
): { readonly pieces: AsyncIterable<string>; readonly share: () => number } {
  let reached = start;
  async function* pieces(): AsyncGenerator<string> {
    const { stream, inspection } = document;
    let lines: string[] = [HEX_HEADING];
    for (const line of hexLines(stream, inspection, start, end)) {
      let shown = stream.subarray(line.start, line.start + line.shown);
      if (shown.length < line.shown) shown = await bytesOf(document, line.start, line.start + line.shown);
      lines.push(hexLineText(line, shown));
      reached = line.start;
      if (lines.length < PIECE) continue;
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
    yield `${[...lines, ...hexNotes(inspection, start, end)].join('\n')}\n`;
  }
  return { pieces: pieces(), share: () => (end > start ? (reached - start) / (end - start) : 1) };
}
