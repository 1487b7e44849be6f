// What a person types into a field, and the value that it stands for. A text that stands for none is the value itself, so
// that the check says what is wrong with it, and nothing typed is lost.
import type { FieldSpec } from '../../engine/scenario/rules.ts';
import { isList, type Json } from './json-tree.ts';

const BINARY = { KiB: 1024, MiB: 1048576, GiB: 1073741824 };
const DECIMAL = { k: 1e3, M: 1e6, G: 1e9 };
const suffixed = (unit: string, factors: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(factors).map(([prefix, factor]) => [`${prefix}${unit}`, factor]));

/** Units that may stand behind a number, by the unit of the field, with how many of the field's they are. */
const UNITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ns: { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 },
  ms: { ms: 1, s: 1e3 },
  'bit/s': { 'bit/s': 1, ...suffixed('bit/s', DECIMAL), ...DECIMAL },
  'bytes/s': {
    'bytes/s': 1,
    'B/s': 1,
    ...suffixed('B/s', DECIMAL),
    ...Object.fromEntries(Object.entries(BINARY).map(([name, factor]) => [`${name}/s`, factor])),
    ...suffixed('bit/s', { k: 125, M: 125e3, G: 125e6 }),
    ...DECIMAL,
  },
  MiB: { MiB: 1, GiB: 1024 },
};

const NUMBER = /^(-?\d+(?:\.\d+)?)\s*([^\d\s]\S*)?$/;

/** A whole number, its digits grouped or not, with a unit that the field understands or its own. */
function wholeOf(text: string, unit: string): number | null {
  const match = NUMBER.exec(text.trim().replaceAll(/(?<=\d)[\s,_](?=\d)/g, ''));
  if (!match) return null;
  const factor = match[2] === undefined || match[2] === unit ? 1 : UNITS[unit]?.[match[2]];
  if (factor === undefined) return null;
  const value = Number(match[1]) * factor;
  // 0.1 × 1000 must be 100; more digits than the unit has are no whole number.
  const rounded = Math.round(value);
  return Math.abs(value - rounded) < 1e-6 ? rounded : null;
}

export function valueOfText(spec: FieldSpec, text: string): Json {
  switch (spec.kind) {
    case 'whole':
      return wholeOf(text, spec.unit) ?? text;
    case 'power':
      return wholeOf(text, '') ?? text;
    case 'optional':
      return text.trim() === '' ? null : valueOfText(spec.of, text);
    case 'list':
      return text
        .split(/[\s,;]+/)
        .filter((entry) => entry !== '')
        .map((entry) => valueOfText(spec.of, entry));
    case 'flag':
      return text === 'true' ? true : text === 'false' ? false : text;
    default:
      return text;
  }
}

/** How a value is written in its field. */
export function textOfValue(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  if (isList(value)) return value.map(textOfValue).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
