// The language itself, over rows of a scope made for the test.
import { describe, expect, it } from 'vitest';
import { compile } from './compile.ts';
import { complete } from './complete.ts';
import type { Entry, Scope } from './scope.ts';
import { BOOL, BYTES, BYTES_COUNT, enumType, MAC, NANOSECONDS, NUMBER, TEXT, U64 } from './types.ts';

interface Row {
  readonly n: number;
  readonly wide: bigint;
  readonly name: string | null;
}

const number = (type: Entry<Row>['type'], read: (row: Row) => number): Entry<Row> => ({
  type,
  doc: 'For the test.',
  reader: { kind: 'number', read },
});

const ENTRIES: Readonly<Record<string, Entry<Row>>> = {
  n: { ...number(NUMBER, (row) => row.n), changed: (row) => row.n > 5 },
  none: number(NUMBER, () => NaN),
  time: number(NANOSECONDS, (row) => row.n),
  size: number(BYTES_COUNT, (row) => row.n),
  mac: number(MAC, () => 0x525400123456),
  flag: number(BOOL, (row) => (row.n > 0 ? 1 : 0)),
  type: number(enumType(['START', 'PART', 'dirty sync']), (row) => row.n),
  wide: {
    type: U64,
    doc: 'For the test.',
    reader: {
      kind: 'wide',
      read: ({ wide }, to, at) => {
        to[at] = Number(wide >> 32n);
        to[at + 1] = Number(wide & 0xffffffffn);
        return true;
      },
    },
  },
  name: { type: TEXT, doc: 'For the test.', reader: { kind: 'text', read: (row) => row.name } },
  'vqs.0.num': number(NUMBER, (row) => row.n * 2),
  data: {
    type: BYTES,
    doc: 'For the test.',
    reader: {
      kind: 'bytes',
      read: (_, to) => {
        to.bytes = Uint8Array.of(9, 0x52, 0x54, 0, 9);
        to.start = 1;
        to.end = 4;
        return true;
      },
    },
  },
};

const scope: Scope<Row> = {
  title: 'The test',
  find: (path) => ENTRIES[path.join('.')] ?? null,
  namesBehind: (path) =>
    path.length > 0
      ? path[0] === 'vqs'
        ? [{ name: '0', doc: '1 name below.', type: null, leadsOn: true }]
        : []
      : Object.entries(ENTRIES)
          .filter(([name]) => !name.includes('.'))
          .map(([name, { type, doc }]) => ({ name, type, doc, leadsOn: false }))
          .concat({ name: 'vqs', type: NUMBER, doc: 'Queues.', leadsOn: true }),
};

const ROW: Row = { n: 1, wide: 0xffffffffef200000n, name: '0000:00:03.0/virtio-net' };

function test(text: string, row: Row = ROW): boolean {
  const query = compile(text, scope);
  if (!query.ok) throw new Error(`${query.problem.message} at ${query.problem.start}`);
  return query.test(row);
}

function problem(text: string): string {
  const query = compile(text, scope);
  if (query.ok) return '';
  const { message, start, end } = query.problem;
  return `${start}-${end} ${message}`;
}

describe('conditions', () => {
  it.each([
    ['n == 1', true],
    ['n != 1', false],
    ['n + 2 * 3 == 7', true],
    ['(n + 2) * 3 == 9', true],
    ['n - 2 == -1', true],
    ['n in (2, 3)', false],
    ['n in (5, 0..2)', true],
    ['n in 2..9', false],
    ['vqs.0.num == 2', true],
    ['vqs[0].num == 2', true],
    ['flag', true],
    ['!flag', false],
    ['flag == true && not (n > 1 or n < 1)', true],
    ['time < 12ms && time == 1ns', true],
    ['time == 0.001us', true],
    ['size < 4KiB', true],
    ['size == 1B', true],
    ['type == PART', true],
    ['part == type', true],
    ['type == "start"', false],
    ['type in (dirty_sync, PART)', true],
    ['type ~ "*R?"', true],
    ['type ~ "r?"', false],
    ['mac == 52:54:00:12:34:56', true],
    ['mac == "525400123456"', true],
    ['mac ~ "52:54:*"', true],
    ['mac ~ "*:*:*:*:*:57"', false],
    ['mac > 52:54:00:00:00:00', true],
    ['name ~ VIRTIO', false],
    ['name ~ "VIRTIO"', true],
    ['name ~ "*net"', true],
    ['name ~ "net*"', false],
    ['name == "ram"', false],
    ['name != "ram"', true],
    ['data == "52 54 00"', true],
    ['data ~ "5400"', true],
    ['data != "00"', true],
    ['n -> 1', false],
    ['has(none)', false],
    ['has(name) && has(n)', true],
  ])('%s', (text, expected) => {
    if (text === 'name ~ VIRTIO') expect(problem(text)).toBe('7-13 The test has no VIRTIO');
    else expect(test(text)).toBe(expected);
  });

  it('a comparison with what is not there is false, either way round', () => {
    for (const op of ['==', '!=', '<', '<=', '>', '>=']) {
      expect(test(`none ${op} 1`)).toBe(false);
      expect(test(`0x10000000000000000 >> 1 ${op} 1`.replace('0x10000000000000000', 'none'))).toBe(false);
    }
    expect(test('name == "x"', { ...ROW, name: null })).toBe(false);
    expect(test('name != "x"', { ...ROW, name: null })).toBe(false);
    expect(test('name ~ "x"', { ...ROW, name: null })).toBe(false);
  });

  it('changed() and -> ask for the moment', () => {
    expect(test('changed(n)', { ...ROW, n: 6 })).toBe(true);
    expect(test('changed(n)')).toBe(false);
    expect(test('n -> 6', { ...ROW, n: 6 })).toBe(true);
    expect(test('n -> 7', { ...ROW, n: 6 })).toBe(false);
  });
});

describe('64 bits', () => {
  it.each([
    ['wide == 0xffffffffef200000', true],
    ['wide == 0xffffffffef200001', false],
    ['wide > 0xffffffffef1fffff', true],
    ['wide & 0xffff0000 == 0xef200000', true],
    ['wide >> 32 == 0xffffffff', true],
    ['wide << 4 == 0xfffffffef2000000', true],
    ['wide << 64 == 0', true],
    ['wide >> 63 == n', true],
    ['wide + 0x10e00000 == 0', true],
    ['wide - wide - 1 == 0xffffffffffffffff', true],
    ['wide ^ wide == 0', true],
    ['(n | 0x8000000000000000) - 1 == 0x8000000000000000', true],
    ['wide * wide == 0x11cc40000000000', true],
    ['wide > -1', true],
    ['n - 2 < wide', true],
    ['wide == n', false],
    ['n & 3 == 1', true],
  ])('%s', (text, expected) => {
    expect(test(text)).toBe(expected);
  });

  it('multiplies like bigints do, modulo 2^64', () => {
    let seed = 1n;
    const draw = (): bigint => (seed = BigInt.asUintN(64, seed * 6364136223846793005n + 1442695040888963407n));
    for (let i = 0; i < 200; i++) {
      const [a, b] = [draw(), draw()];
      for (const [op, value] of [
        ['*', a * b],
        ['+', a + b],
        ['-', a - b],
        ['&', a & b],
        ['|', a | b],
        ['^', a ^ b],
        ['<<', a << (b & 63n)],
        ['>>', a >> (b & 63n)],
      ] as const) {
        const right = op === '<<' || op === '>>' ? b & 63n : b;
        expect(
          test(`wide ${op} 0x${right.toString(16)} == 0x${BigInt.asUintN(64, value).toString(16)}`, {
            ...ROW,
            wide: a,
          }),
        ).toBe(true);
      }
    }
  });
});

describe('problems', () => {
  it.each([
    ['', '0-0 An expression is missing'],
    ['n', '0-1 This is a number; a condition compares it with something'],
    ['n ==', '4-4 Something is missing at the end'],
    ['n = 1', '2-3 Equal is written =='],
    ['n == 1 flag', '7-11 An operator such as && or == is missing before this'],
    ['(n == 1', '0-1 This bracket is not closed'],
    ['n == 1)', '6-7 No bracket is open that this one could close'],
    ['1 < n < 3', '6-7 Two comparisons in a row: put && between them, each with both of its sides'],
    ['name ~ "abc', '7-11 The text that begins here has no closing "'],
    ['time > 4KiB', '0-11 > has a time on its left and a number of bytes on its right'],
    ['time > 4 minutes', '9-16 An operator such as && or == is missing before this'],
    ['time > 4m', '8-9 m is no unit: ns, us, ms, s, B, KiB, MiB, GiB'],
    ['n == "1"', '0-8 == compares a number with text'],
    ['type == FULL', '8-12 FULL is none of START, PART, dirty sync'],
    ['type < PART', '0-11 < needs numbers; of one of START, PART, dirty sync only == and != can be asked'],
    ['nam == "x"', '0-3 The test has no nam: did you mean n, name?'],
    ['mac == "52:54"', '7-14 A MAC address such as 52:54:00:12:34:56 is needed here'],
    ['data == "5"', '8-11 Bytes are written as text of hexadecimal pairs, such as "52 54 00"'],
    ['changed(time)', '8-12 time does not change during a run'],
    ['length(n) == 1', '0-6 There is no function length(): changed(), has()'],
    ['n == 0x1ffffffffffffffff', '5-24 The number does not fit in 64 bits'],
    ['n # 1', '2-3 # means nothing here'],
    ['n in (1, 2', '10-10 A comma or ) is missing in the list after in'],
    ['flag + 1 == 2', '0-4 + needs numbers, this is true or false'],
  ])('%s', (text, expected) => {
    expect(problem(text)).toBe(expected);
  });

  it('deep nesting is refused, not a broken stack', () => {
    expect(problem(`${'('.repeat(5000)}n == 1${')'.repeat(5000)}`)).toContain('Too many brackets');
    expect(problem(`${'!'.repeat(5000)}flag`)).toContain('Too many signs');
  });
});

describe('completion', () => {
  const texts = (text: string, at = text.length): readonly string[] =>
    complete(text, at, scope).items.map((item) => item.text);

  it('lists names with their types at the beginning', () => {
    const { start, end, items } = complete('na', 2, scope);
    expect([start, end]).toEqual([0, 2]);
    expect(items).toEqual([{ text: 'name', kind: 'name', type: 'text', doc: 'For the test.' }]);
    expect(texts('flag && vq')).toEqual(['vqs']);
    expect(texts('vqs.')).toEqual(['vqs.0.']);
  });

  it('lists the values of an enum behind a comparison, first', () => {
    expect(texts('type == ').slice(0, 3)).toEqual(['START', 'PART', '"dirty sync"']);
    expect(texts('type == pa')).toEqual(['PART']);
    expect(texts('type in (START, P')).toEqual(['PART']);
    expect(texts('flag == t').slice(0, 1)).toEqual(['true']);
  });

  it('lists operators that fit behind a value', () => {
    expect(texts('name ')).toEqual(['==', '!=', '~', 'in', '->', '&&', '||']);
    expect(texts('n ')).toContain('<=');
    expect(texts('n == 1 a')).toEqual([]);
  });

  it('stays silent inside a text', () => {
    expect(texts('name == "st')).toEqual([]);
  });
});
