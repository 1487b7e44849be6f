// The colours of both themes against the surfaces they stand on (WCAG 2.2: 4.5 for text, 3 for marks).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

function tokens(block: string): ReadonlyMap<string, string> {
  return new Map(Array.from(block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g), ([, name, value]) => [name!, value!]));
}
const blocks = css.split(/:root/).slice(1).map(tokens);
const light = blocks.find((map) => map.get('surface') === '#ffffff')!;
const darks = blocks.filter((map) => map.size > 5 && map.get('surface') !== '#ffffff');

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number];
  return (x + 0.05) / (y + 0.05);
}

const SURFACES = ['surface', 'raised', 'sel'];
const TEXTS = ['text', 'text-2', 'accent', 'error'];
const MARKS = ['phase-setup', 'phase-iterate', 'phase-stop', 'phase-done', 'side-source', 'side-destination', 'warn'];
const TINTS = ['hex-framing', 'hex-flag', 'hex-opaque', 'hex-field-a', 'hex-field-b', 'hex-ram'];

describe.each([
  ['light', light],
  ['dark', darks[0]!],
])('%s', (_, theme) => {
  it.each(TEXTS.flatMap((text) => SURFACES.map((surface) => [text, surface] as const)))(
    '%s on %s can be read',
    (text, surface) => expect(contrast(theme.get(text)!, theme.get(surface)!)).toBeGreaterThanOrEqual(4.5),
  );
  it.each(MARKS)('%s stands out', (mark) =>
    expect(contrast(theme.get(mark)!, theme.get('surface')!)).toBeGreaterThanOrEqual(3),
  );
  it.each(TINTS)('bytes on %s can be read', (tint) =>
    expect(contrast(theme.get('text')!, theme.get(tint)!)).toBeGreaterThanOrEqual(4.5),
  );
});

it('both ways to the dark theme have the same colours', () => {
  expect(darks).toHaveLength(2);
  expect([...darks[1]!]).toEqual([...darks[0]!]);
});
