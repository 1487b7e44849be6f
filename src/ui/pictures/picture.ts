// A picture as a list of shapes in CSS pixels, origin at the top left. Layout makes it, and knows nothing of canvases; the
// canvas (paint.ts) and the SVG file (to-svg.ts) draw the same list. Colours are names of tokens.
import type { TokenName } from '../theme/read-tokens.ts';

export type Face = 'sans' | 'sansBold' | 'mono' | 'monoBold' | 'letter';

export const FONTS: Readonly<Record<Face, string>> = {
  sans: '400 12px "Inter Variable", Inter, sans-serif',
  sansBold: '600 12px "Inter Variable", Inter, sans-serif',
  mono: '400 11px "JetBrains Mono Variable", "JetBrains Mono", monospace',
  monoBold: '600 12px "JetBrains Mono Variable", "JetBrains Mono", monospace',
  letter: '600 11px "Inter Variable", Inter, sans-serif',
};

/** Width of a text in CSS pixels. */
export type Measure = (text: string, face: Face) => number;

export type Shape =
  /** Many rectangles of one colour: x, y, width, height of each, one after the other. */
  | { readonly kind: 'rects'; readonly fill: TokenName; readonly opacity: number; readonly data: readonly number[] }
  | {
      readonly kind: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly radius: number;
      readonly fill: TokenName | null;
      readonly stroke: TokenName | null;
      readonly lineWidth: number;
      readonly isDashed: boolean;
    }
  /** A line through x, y, x, y …; with `fill` the area under it is tinted, and it is closed along `base`. */
  | {
      readonly kind: 'line';
      readonly points: readonly number[];
      readonly stroke: TokenName;
      readonly lineWidth: number;
      readonly isDashed: boolean;
      readonly area: { readonly base: number; readonly opacity: number } | null;
    }
  | { readonly kind: 'shape'; readonly points: readonly number[]; readonly fill: TokenName }
  /** Lines at 45 degrees, 6 px apart. */
  | {
      readonly kind: 'hatch';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly stroke: TokenName;
      readonly opacity: number;
    }
  /** `y` is the middle of the line of text. */
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly face: Face;
      readonly fill: TokenName;
      readonly align: 'left' | 'center' | 'right';
    }
  /** What follows is cut to this box, until `unclip`. */
  | {
      readonly kind: 'clip';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'unclip' };

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

interface BoxStyle {
  readonly fill?: TokenName;
  readonly stroke?: TokenName;
  readonly lineWidth?: number;
  readonly radius?: number;
  readonly isDashed?: boolean;
}

/** Collects the shapes of a picture in drawing order. */
export class Sketch {
  readonly shapes: Shape[] = [];
  readonly measure: Measure;

  constructor(measure: Measure) {
    this.measure = measure;
  }

  rect(x: number, y: number, width: number, height: number, fill: TokenName, opacity = 1): void {
    this.shapes.push({ kind: 'rects', fill, opacity, data: [x, y, width, height] });
  }

  rects(data: readonly number[], fill: TokenName, opacity = 1): void {
    if (data.length > 0) this.shapes.push({ kind: 'rects', fill, opacity, data });
  }

  box(x: number, y: number, width: number, height: number, style: BoxStyle): void {
    const { fill = null, stroke = null, lineWidth = 1, radius = 0, isDashed = false } = style;
    this.shapes.push({ kind: 'box', x, y, width, height, radius, fill, stroke, lineWidth, isDashed });
  }

  line(points: readonly number[], stroke: TokenName, lineWidth = 1, isDashed = false): void {
    this.shapes.push({ kind: 'line', points, stroke, lineWidth, isDashed, area: null });
  }

  area(points: readonly number[], base: number, stroke: TokenName, opacity: number): void {
    this.shapes.push({ kind: 'line', points, stroke, lineWidth: 1, isDashed: false, area: { base, opacity } });
  }

  shape(points: readonly number[], fill: TokenName): void {
    this.shapes.push({ kind: 'shape', points, fill });
  }

  hatch(x: number, y: number, width: number, height: number, stroke: TokenName, opacity = 0.34): void {
    this.shapes.push({ kind: 'hatch', x, y, width, height, stroke, opacity });
  }

  text(
    x: number,
    y: number,
    text: string,
    face: Face,
    fill: TokenName,
    align: 'left' | 'center' | 'right' = 'left',
  ): void {
    this.shapes.push({ kind: 'text', x, y, text, face, fill, align });
  }

  clip(x: number, y: number, width: number, height: number): void {
    this.shapes.push({ kind: 'clip', x, y, width, height });
  }

  unclip(): void {
    this.shapes.push({ kind: 'unclip' });
  }

  /** The first of the texts that fits into `width`, or null. */
  fitting(texts: readonly string[], face: Face, width: number): string | null {
    return texts.find((text) => text !== '' && this.measure(text, face) <= width) ?? null;
  }
}
