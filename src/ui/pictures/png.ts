// Pictures as PNG files, painted in pieces. Bytes told on the way are those of the pixels, four each.
import type { FileToSave } from '../share/save-file.ts';
import type { Tokens } from '../theme/read-tokens.ts';
import { paintShapes } from './paint.ts';
import type { Picture } from './picture.ts';
import type { SvgFile } from './rings-svg.ts';

type Made = Omit<FileToSave, 'name'>;

/** Device pixels for each CSS pixel. */
const SCALE = 2;
/** Shapes in a piece. */
const PIECE = 50;

/** A picture on its surface. */
export function picturePng({ width, height, shapes }: Picture, tokens: Tokens): Made | null {
  const ctx = canvasOf(width, height);
  if (!ctx) return null;
  let painted = 0;
  async function* pieces(context: CanvasRenderingContext2D): AsyncGenerator<Blob | string> {
    context.fillStyle = tokens.surface;
    context.fillRect(0, 0, width, height);
    for (; painted < shapes.length; painted += PIECE) {
      paintShapes(context, shapes.slice(painted, painted + PIECE), tokens);
      yield '';
    }
    yield await encoded(context);
  }
  const share = (): number => Math.min(1, painted / (shapes.length + PIECE));
  return {
    type: 'image/png',
    pieces: pieces(ctx),
    share,
    bytes: () => Math.round(share() * ctx.canvas.width * ctx.canvas.height * 4),
  };
}

/** An SVG file as the browser draws it. */
export function imagePng({ text, width, height }: SvgFile): Made | null {
  const ctx = canvasOf(width, height);
  if (!ctx) return null;
  async function* pieces(context: CanvasRenderingContext2D): AsyncGenerator<Blob> {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    context.drawImage(image, 0, 0, width, height);
    yield await encoded(context);
  }
  return { type: 'image/png', pieces: pieces(ctx), share: () => 1 };
}

function canvasOf(width: number, height: number): CanvasRenderingContext2D | null {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * SCALE);
  canvas.height = Math.ceil(height * SCALE);
  const ctx = canvas.getContext('2d');
  ctx?.scale(SCALE, SCALE);
  return ctx;
}

function encoded({ canvas }: CanvasRenderingContext2D): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser gave no PNG'))), 'image/png'),
  );
}
