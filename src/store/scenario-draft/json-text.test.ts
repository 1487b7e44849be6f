// JSON with places: the same values as JSON.parse, and for what is no JSON the place where it stops being any.
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../engine/scenario/presets.ts';
import { lineOf, placeOf, readJsonText } from './json-text.ts';

describe('readJsonText', () => {
  it.each([
    ...Object.values(PRESETS).map((preset) => JSON.stringify(preset, null, 2)),
    '[]',
    ' {"a": [1, -2.5e3, "x\\n\\u00e9", true, false, null, {}]} ',
    '"text"',
    '0',
    '{"__proto__": 1}',
  ])('reads what JSON.parse reads: %.40s', (text) => {
    const read = readJsonText(text);
    expect(read.ok && JSON.stringify(read.value)).toBe(JSON.stringify(JSON.parse(text)));
  });

  it('knows where each value stands', () => {
    const text = '{ "nics": [ { "slot": 3 }, {"slot": 60} ] }';
    const read = readJsonText(text);
    if (!read.ok) throw new Error(read.message);
    const { start, end } = placeOf(read.places, 'nics.1.slot');
    expect(text.slice(start, end)).toBe('60');
    const missing = placeOf(read.places, 'nics.1.mac');
    expect(text.slice(missing.start, missing.end)).toBe('{"slot": 60}');
    expect(placeOf(read.places, 'seed')).toEqual({ start: 0, end: 0 });
  });

  it.each([
    ['', 0, 'a value is expected, not the end'],
    ['{"a": 1,}', 8, 'a name in "" is expected, not "}"'],
    ['{"a" 1}', 5, '":" is expected behind "a", not "1"'],
    ['[1 2]', 3, '"," is expected or "]" behind the values of the scenario, not "2"'],
    ['{"a": 01}', 6, '"01" is no JSON value'],
    ['{"a": nul}', 6, '"nul" is no JSON value'],
    ['{"a": "x', 6, 'this text has no closing "'],
    ['{"a": "\\q"}', 6, 'this text has an escape or a control character that JSON does not know'],
    ['{"a": 1, "a": 2}', 9, '"a" is there twice'],
    ['{} {}', 3, 'nothing is expected behind the end, not "{"'],
    ['['.repeat(100), 66, 'this is nested too deeply'],
  ])('%s is wrong at %i: %s', (text, at, message) => {
    expect(readJsonText(text)).toEqual({ ok: false, at, message });
  });
});

it('counts lines and columns from 1', () => {
  expect(lineOf('a\nbc', 3)).toEqual({ line: 2, column: 2 });
  expect(lineOf('', 0)).toEqual({ line: 1, column: 1 });
});
