// Annotated hex from the page: the same lines as the command prints, also of a file of which only a part is in memory.
import { expect, it } from 'vitest';
import { annotatedHex } from '../../engine/inspect/to-hex.ts';
import { inspect } from '../../engine/inspect/inspect.ts';
import { makeFileDocument } from '../../store/documents.ts';
import { LazyBytes } from '../../store/lazy-bytes.ts';
import { ramPart, ramStart, StreamBuilder } from '../../testing/stream-builder.ts';
import { hexPieces, hexRange } from './hex-pieces.ts';

const bytes = new StreamBuilder()
  .section(1, 2, 'ram', ramStart(16), 4)
  .part(3, 2, ramPart([['page', 1]]))
  .end();
const inspection = inspect(bytes);
const expected = (start: number, end: number): string =>
  `${Array.from(annotatedHex(bytes, inspection, start, end)).join('\n')}\n`;

async function text({ pieces }: ReturnType<typeof hexPieces>): Promise<string> {
  let out = '';
  for await (const piece of pieces) out += piece;
  return out;
}

it('is what the command prints, and says how far it is', async () => {
  const document = makeFileDocument('a', bytes.length, bytes, inspection);
  const saving = hexPieces(document, 0, bytes.length);
  expect(saving.share()).toBe(0);
  expect(await text(saving)).toBe(expected(0, bytes.length));
  expect(saving.share()).toBeGreaterThan(0.95);
});

it('reads the pages of a large file', async () => {
  const page = inspection.records.offset[0]!;
  const end = inspection.spans.end[inspection.frames[3]!]!;
  // In memory is all but the page record.
  const kept = {
    starts: Float64Array.of(0, page + 4111),
    ends: Float64Array.of(page, bytes.length),
    places: Float64Array.of(0, page),
    bytes: Uint8Array.from([...bytes.subarray(0, page), ...bytes.subarray(page + 4111)]),
  };
  const lazy = new LazyBytes(new Blob([Uint8Array.from(bytes)]), kept);
  const document = makeFileDocument('a', bytes.length, lazy, inspection);
  expect(await text(hexPieces(document, page, end))).toBe(expected(page, end));
});

it('is of the frame or the bytes that are selected', () => {
  const document = makeFileDocument('a', bytes.length, bytes, inspection);
  const selection = { start: 6, end: 8, row: -1, cell: -1, side: null, origin: 'hex' } as const;
  const range = (kind: Parameters<typeof hexRange>[1], selected: typeof selection | null = selection) =>
    hexRange({ document, selection: selected }, kind);
  expect(range('hex')).toEqual({ start: 0, end: bytes.length });
  expect(range('hex-frame')).toEqual({ start: 0, end: 8 });
  expect(range('hex-selection')).toEqual({ start: 6, end: 8 });
  expect(range('hex-selection', null)).toBeNull();
});
