// A value of a parameter with its unit, as people say it, exact enough to tell two trials apart.
import { groupThousands } from '../../engine/bytes/text.ts';

export function valueText(value: number, unit: string): string {
  if (unit === 'bytes/s') {
    const bits = value * 8;
    return bits >= 1e9 ? `${(bits / 1e9).toFixed(3)} Gbit/s` : `${(bits / 1e6).toFixed(3)} Mbit/s`;
  }
  if (unit === 'per mille') return `${(value / 10).toFixed(1)} %`;
  return `${groupThousands(value)} ${unit}`;
}
