// A canvas that shows a picture: at most one draw a frame, whatever changes in between; in device pixels; again when the
// theme changes or the fonts have come.
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { canvasMeasure, paint } from '../pictures/paint.ts';
import type { Measure, Picture } from '../pictures/picture.ts';
import { useTokens } from '../theme/read-tokens.ts';

export type Layout = (measure: Measure) => Picture;

export function useDrawing(layout: Layout | null): RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const tokens = useTokens();
  const [fonts, setFonts] = useState(0);
  const measure = useRef<{ readonly fonts: number; readonly measure: Measure } | null>(null);
  const wanted = useRef<(() => void) | null>(null);
  useEffect(() => {
    const again = (): void => setFonts((count) => count + 1);
    document.fonts.addEventListener('loadingdone', again);
    return () => document.fonts.removeEventListener('loadingdone', again);
  }, []);
  useLayoutEffect(() => {
    const draw = (): void => {
      const element = canvas.current;
      const ctx = element?.getContext('2d');
      if (!element || !ctx || !layout) return;
      if (measure.current?.fonts !== fonts) measure.current = { fonts, measure: canvasMeasure(ctx) };
      const picture = layout(measure.current.measure);
      const ratio = window.devicePixelRatio || 1;
      const [width, height] = [Math.round(picture.width * ratio), Math.round(picture.height * ratio)];
      // Setting the size empties the canvas and costs a new buffer.
      if (element.width !== width) element.width = width;
      if (element.height !== height) element.height = height;
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      paint(ctx, picture, tokens);
    };
    const isWaiting = wanted.current !== null;
    wanted.current = draw;
    if (isWaiting) return;
    requestAnimationFrame(() => {
      const last = wanted.current;
      wanted.current = null;
      last?.();
    });
  }, [layout, tokens, fonts]);
  return canvas;
}
