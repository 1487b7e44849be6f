// One sign of the map of guest memory, twice as large as a cell.
import { useEffect, useRef } from 'react';
import { useTokens } from '../theme/read-tokens.ts';
import { drawHeat, drawState } from './draw-map.ts';
import css from './map.module.css';

interface Props {
  /** State, or step of the heat scale. */
  readonly sign: number;
  readonly isHeat: boolean;
}

export function MapSign({ sign, isHeat }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const tokens = useTokens();
  useEffect(() => {
    const ctx = canvas.current?.getContext('2d');
    if (!ctx) return;
    ctx.setTransform(4, 0, 0, 4, 0, 0);
    ctx.clearRect(0, 0, 6, 6);
    if (isHeat) drawHeat(ctx, tokens, 0, 0, sign);
    else drawState(ctx, tokens, 0, 0, sign, 1);
  }, [sign, isHeat, tokens]);
  return <canvas ref={canvas} width={20} height={20} className={css.sign} aria-hidden="true" />;
}
