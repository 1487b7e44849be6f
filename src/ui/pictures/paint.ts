// Paints a picture on a canvas whose transform already maps CSS pixels to device pixels.
import type { Tokens } from '../theme/read-tokens.ts';
import { FONTS, type Face, type Measure, type Picture, type Shape } from './picture.ts';

export function paint(ctx: CanvasRenderingContext2D, { width, height, shapes }: Picture, tokens: Tokens): void {
  ctx.clearRect(0, 0, width, height);
  paintShapes(ctx, shapes, tokens);
}

/** More of a picture: over what was painted before. */
export function paintShapes(ctx: CanvasRenderingContext2D, shapes: readonly Shape[], tokens: Tokens): void {
  ctx.textBaseline = 'middle';
  for (const shape of shapes) paintShape(ctx, shape, tokens);
}

function paintShape(ctx: CanvasRenderingContext2D, shape: Shape, tokens: Tokens): void {
  switch (shape.kind) {
    case 'rects': {
      const { data } = shape;
      ctx.fillStyle = tokens[shape.fill];
      ctx.globalAlpha = shape.opacity;
      for (let i = 0; i < data.length; i += 4) ctx.fillRect(data[i]!, data[i + 1]!, data[i + 2]!, data[i + 3]!);
      ctx.globalAlpha = 1;
      return;
    }
    case 'box': {
      ctx.beginPath();
      if (shape.radius > 0) ctx.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius);
      else ctx.rect(shape.x, shape.y, shape.width, shape.height);
      if (shape.fill) {
        ctx.fillStyle = tokens[shape.fill];
        ctx.fill();
      }
      if (shape.stroke) stroke(ctx, tokens[shape.stroke], shape.lineWidth, shape.isDashed);
      return;
    }
    case 'line': {
      trace(ctx, shape.points);
      stroke(ctx, tokens[shape.stroke], shape.lineWidth, shape.isDashed);
      if (!shape.area) return;
      ctx.lineTo(shape.points[shape.points.length - 2]!, shape.area.base);
      ctx.lineTo(shape.points[0]!, shape.area.base);
      ctx.globalAlpha = shape.area.opacity;
      ctx.fillStyle = tokens[shape.stroke];
      ctx.fill();
      ctx.globalAlpha = 1;
      return;
    }
    case 'shape':
      trace(ctx, shape.points);
      ctx.fillStyle = tokens[shape.fill];
      ctx.fill();
      return;
    case 'hatch': {
      const { x: left, y: top, width, height } = shape;
      ctx.save();
      ctx.beginPath();
      ctx.rect(left, top, width, height);
      ctx.clip();
      ctx.globalAlpha = shape.opacity;
      ctx.beginPath();
      for (let x = Math.floor((left - height) / 6) * 6; x < left + width; x += 6) {
        ctx.moveTo(x, top + height);
        ctx.lineTo(x + height, top);
      }
      stroke(ctx, tokens[shape.stroke], 1, false);
      ctx.restore();
      return;
    }
    case 'text':
      ctx.font = FONTS[shape.face];
      ctx.fillStyle = tokens[shape.fill];
      ctx.textAlign = shape.align;
      ctx.fillText(shape.text, shape.x, shape.y + 0.5);
      return;
    case 'clip':
      ctx.save();
      ctx.beginPath();
      ctx.rect(shape.x, shape.y, shape.width, shape.height);
      ctx.clip();
      return;
    case 'unclip':
      ctx.restore();
  }
}

function trace(ctx: CanvasRenderingContext2D, points: readonly number[]): void {
  ctx.beginPath();
  for (let i = 0; i < points.length; i += 2) {
    if (i === 0) ctx.moveTo(points[0]!, points[1]!);
    else ctx.lineTo(points[i]!, points[i + 1]!);
  }
}

function stroke(ctx: CanvasRenderingContext2D, colour: string, width: number, isDashed: boolean): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  if (isDashed) ctx.setLineDash([2, 2]);
  ctx.stroke();
  if (isDashed) ctx.setLineDash([]);
}

/** Measures with a canvas; widths are remembered, because labels repeat from frame to frame. */
export function canvasMeasure(ctx: CanvasRenderingContext2D): Measure {
  const known = new Map<string, number>();
  return (text: string, face: Face) => {
    const key = `${face} ${text}`;
    let width = known.get(key);
    if (width === undefined) {
      if (known.size > 5000) known.clear();
      ctx.font = FONTS[face];
      width = ctx.measureText(text).width;
      known.set(key, width);
    }
    return width;
  };
}
