// A stretch of the axis in words, with as many digits as tell its ends apart.
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import type { Range } from './axis.ts';

/** `12.3–18.1 ms` of a run, `0x131–0x2ac` of a file. */
export function stretchText(isRun: boolean, { from, to }: Range): string {
  if (!isRun) return `${hex(Math.round(from))}–${hex(Math.round(to))}`;
  const ms = (to - from) / 1e6;
  // At least two digits of the length.
  const digits = Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(Math.max(ms, 1e-6)))));
  const text = (ns: number): string => {
    const [whole, rest] = (ns / 1e6).toFixed(digits).split('.');
    return groupThousands(Number(whole)) + (rest === undefined ? '' : `.${rest}`);
  };
  return `${text(from)}–${text(to)} ms`;
}
