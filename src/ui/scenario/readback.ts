// A number again in the unit in which people say it: `100 Mbit/s` behind 100000000. Empty when it says nothing new.
import { groupThousands } from '../../engine/bytes/text.ts';

const scaled = (value: number, steps: readonly (readonly [number, string])[]): string => {
  const step = steps.find(([size]) => value >= size);
  return step ? `${Number((value / step[0]).toPrecision(4))} ${step[1]}` : '';
};

const BITS = [
  [1e9, 'Gbit/s'],
  [1e6, 'Mbit/s'],
  [1e3, 'kbit/s'],
] as const;
const TIMES = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
] as const;

export function readback(value: unknown, unit: string): string {
  if (typeof value !== 'number' || !Number.isInteger(value)) return '';
  switch (unit) {
    case 'bit/s':
      return scaled(value, BITS);
    case 'bytes/s':
      return scaled(value * 8, BITS);
    case 'ns':
      return scaled(value, TIMES);
    case 'ms':
      return value >= 1000 ? scaled(value * 1e6, TIMES) : '';
    case 'pages':
      return value >= 256 ? `${Number((value / 256).toPrecision(4))} MiB` : '';
    case 'per mille':
      return `${value / 10} %`;
    default:
      return '';
  }
}

/** Limits as people say them: `8 to 1,024`, `1 Mbit/s to 400 Gbit/s`. */
export function rangeText(low: number, high: number, unit: string): string {
  const [from, to] = [readback(low, unit), readback(high, unit)];
  if (to === '' || unit === 'per mille' || unit === 'pages') return `${groupThousands(low)} to ${groupThousands(high)}`;
  return `${from || (low === 0 ? '0' : `${groupThousands(low)} ${unit}`)} to ${to}`;
}
