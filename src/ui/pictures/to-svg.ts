// Writes a picture as an SVG file that stands alone: theme colours written out, the surface behind it, its title inside.
import type { Tokens } from '../theme/read-tokens.ts';
import type { Face, Picture, Shape } from './picture.ts';

const FACES: Readonly<Record<Face, string>> = {
  sans: 'font-family="Inter, sans-serif" font-size="12"',
  sansBold: 'font-family="Inter, sans-serif" font-size="12" font-weight="600"',
  mono: 'font-family="JetBrains Mono, monospace" font-size="11"',
  monoBold: 'font-family="JetBrains Mono, monospace" font-size="12" font-weight="600"',
  letter: 'font-family="Inter, sans-serif" font-size="11" font-weight="600"',
};
const ANCHORS = { left: 'start', center: 'middle', right: 'end' } as const;

/** Two digits after the point are a hundredth of a pixel. */
const n = (value: number): string => String(Math.round(value * 100) / 100);

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);
}

export function toSvg(picture: Picture, tokens: Tokens, title: string): string {
  return Array.from(svgPieces(picture, tokens, title)).join('');
}

/** The same, a shape a piece between head and foot. */
export function* svgPieces({ width, height, shapes }: Picture, tokens: Tokens, title: string): Generator<string> {
  const size = `width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}"`;
  yield `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">\n<title>${escapeXml(title)}</title>\n`;
  yield `<rect width="100%" height="100%" fill="${tokens.surface}"/>\n`;
  let clips = 0;
  for (const shape of shapes) {
    if (shape.kind === 'clip') {
      const id = `clip${++clips}`;
      yield `<clipPath id="${id}">${rect(shape)}/></clipPath><g clip-path="url(#${id})">\n`;
    } else if (shape.kind === 'unclip') yield '</g>\n';
    else if (shape.kind === 'hatch') {
      const id = `clip${++clips}`;
      yield `<clipPath id="${id}">${rect(shape)}/></clipPath>\n${hatch(shape, id, tokens)}\n`;
    } else yield `${element(shape, tokens)}\n`;
  }
  yield '</svg>\n';
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const rect = ({ x, y, width, height }: Box): string =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"`;

function element(shape: Exclude<Shape, { kind: 'clip' | 'unclip' | 'hatch' }>, tokens: Tokens): string {
  switch (shape.kind) {
    case 'rects': {
      const { data } = shape;
      let path = '';
      for (let i = 0; i < data.length; i += 4)
        path += `M${n(data[i]!)} ${n(data[i + 1]!)}h${n(data[i + 2]!)}v${n(data[i + 3]!)}h${n(-data[i + 2]!)}z`;
      return `<path d="${path}" fill="${tokens[shape.fill]}"${shape.opacity < 1 ? ` opacity="${shape.opacity}"` : ''}/>`;
    }
    case 'box':
      return `${rect(shape)}${shape.radius > 0 ? ` rx="${shape.radius}"` : ''} fill="${shape.fill ? tokens[shape.fill] : 'none'}"${
        shape.stroke ? stroke(tokens[shape.stroke], shape.lineWidth, shape.isDashed) : ''
      }/>`;
    case 'line': {
      const line = points(shape.points);
      const [first, last] = [shape.points[0]!, shape.points[shape.points.length - 2]!];
      const area = shape.area
        ? `<path d="${line}L${n(last)} ${n(shape.area.base)}L${n(first)} ${n(shape.area.base)}z" fill="${tokens[shape.stroke]}" opacity="${shape.area.opacity}"/>`
        : '';
      return `${area}<path d="${line}" fill="none"${stroke(tokens[shape.stroke], shape.lineWidth, shape.isDashed)}/>`;
    }
    case 'shape':
      return `<path d="${points(shape.points)}z" fill="${tokens[shape.fill]}"/>`;
    case 'text':
      return `<text x="${n(shape.x)}" y="${n(shape.y + 4)}" ${FACES[shape.face]} text-anchor="${ANCHORS[shape.align]}" fill="${tokens[shape.fill]}">${escapeXml(shape.text)}</text>`;
  }
}

function points(list: readonly number[]): string {
  let path = '';
  for (let i = 0; i < list.length; i += 2) path += `${i === 0 ? 'M' : 'L'}${n(list[i]!)} ${n(list[i + 1]!)}`;
  return path;
}

const stroke = (colour: string, width: number, isDashed: boolean): string =>
  ` stroke="${colour}" stroke-width="${width}"${isDashed ? ' stroke-dasharray="2 2"' : ''}`;

function hatch(shape: Extract<Shape, { kind: 'hatch' }>, id: string, tokens: Tokens): string {
  const { x: left, y: top, width, height } = shape;
  let path = '';
  for (let x = Math.floor((left - height) / 6) * 6; x < left + width; x += 6)
    path += `M${n(x)} ${n(top + height)}L${n(x + height)} ${n(top)}`;
  return `<path d="${path}" clip-path="url(#${id})" opacity="${shape.opacity}"${stroke(tokens[shape.stroke], 1, false)}/>`;
}
