// The rings of both sides as one SVG file, taken from what the page shows: its SVG elements with their computed colours,
// and its words where they stand.
import type { AppState } from '../../store/app-store.ts';
import { caption } from './timeline-picture.ts';
import { escapeXml } from './to-svg.ts';

const PAINT = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'color',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
];
const GAP = 24;
const CAPTION = 28;

export interface SvgFile {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** Null when no ring is on the page. */
export function ringsSvg(state: AppState): SvgFile | null {
  const rings = Array.from(document.querySelectorAll<HTMLElement>('[data-rings]'));
  if (rings.length === 0 || !state.document) return null;
  const out: string[] = [];
  let width = GAP;
  let height = 0;
  const style = getComputedStyle(document.documentElement);
  const text = style.getPropertyValue('--text');
  for (const ring of rings) {
    const box = ring.getBoundingClientRect();
    out.push(
      `<text x="${width}" y="20" font-family="Inter, sans-serif" font-size="13" font-weight="600" fill="${text}">${escapeXml(ring.dataset.rings === 'source' ? 'Source' : 'Destination')}</text>`,
    );
    for (const node of ring.childNodes) draw(node, width - box.left, 28 - box.top, out);
    width += box.width + GAP;
    height = Math.max(height, box.height + 28);
  }
  const words = caption(state.document, state).replace(/ · (short phases drawn wider, ×n to scale|to scale)/, '');
  out.push(
    `<text x="${GAP}" y="${height + 18}" font-family="Inter, sans-serif" font-size="12" fill="${style.getPropertyValue('--text-2')}">${escapeXml(words)}</text>`,
  );
  height += CAPTION;
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  return {
    width: w,
    height: h,
    text: [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img">`,
      `<title>${escapeXml(`Rings of ${words}`)}</title>`,
      `<rect width="100%" height="100%" fill="${style.getPropertyValue('--surface')}"/>`,
      ...out,
      '</svg>',
      '',
    ].join('\n'),
  };
}

function draw(node: Node, left: number, top: number, out: string[]): void {
  if (node instanceof SVGSVGElement) {
    const box = node.getBoundingClientRect();
    const copy = node.cloneNode(true) as SVGSVGElement;
    const [from, to] = [
      [node, ...node.querySelectorAll('*')],
      [copy, ...copy.querySelectorAll('*')],
    ];
    for (const [i, element] of from.entries()) {
      const computed = getComputedStyle(element);
      to[i]!.setAttribute('style', PAINT.map((name) => `${name}:${computed.getPropertyValue(name)}`).join(';'));
      to[i]!.removeAttribute('class');
    }
    for (const [name, value] of Object.entries({
      x: box.left + left,
      y: box.top + top,
      width: box.width,
      height: box.height,
    }))
      copy.setAttribute(name, String(value));
    out.push(new XMLSerializer().serializeToString(copy));
  } else if (node instanceof Text) drawText(node, left, top, out);
  else if (node instanceof HTMLElement && !node.classList.contains('visually-hidden'))
    for (const child of node.childNodes) draw(child, left, top, out);
}

function drawText(node: Text, left: number, top: number, out: string[]): void {
  const words = node.data.trim();
  const range = document.createRange();
  range.selectNodeContents(node);
  const box = range.getBoundingClientRect();
  if (words === '' || box.width < 2 || !node.parentElement) return;
  const { fontFamily, fontSize, fontWeight, color } = getComputedStyle(node.parentElement);
  const middle = box.top + top + box.height / 2 + parseFloat(fontSize) * 0.36;
  out.push(
    `<text x="${(box.left + left).toFixed(1)}" y="${middle.toFixed(1)}" textLength="${box.width.toFixed(1)}" lengthAdjust="spacingAndGlyphs" font-family="${escapeXml(fontFamily)}" font-size="${fontSize}" font-weight="${fontWeight}" fill="${color}">${escapeXml(words)}</text>`,
  );
}
