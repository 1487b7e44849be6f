// Damaged streams, by seed: whatever is cut, flipped, dropped, doubled, inserted or spliced, the inspection returns, every
// byte has one owner, spans nest and stay in order, work and memory stay within a multiple of the length. 2,000 inputs
// here; FUZZ=100000 (npm run fuzz) reads as many, with other seeds.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS, printed, wrongWith } from '../../testing/check-inspection.ts';
import { damage } from '../../testing/damage.ts';
import { captureStream, CAPTURE_NAMES, fixtureStream, STREAM_NAMES } from '../../testing/fixtures.ts';
import { smallStream, splice } from '../../testing/small-streams.ts';
import { ramStart, StreamBuilder } from '../../testing/stream-builder.ts';
import { SeededRandom } from '../bytes/random.ts';
import { inspect } from './inspect.ts';

const WANTED = Number(process.env.FUZZ ?? 2000);
const NAMES = [...STREAM_NAMES, ...CAPTURE_NAMES];
const streamOf = (name: string): Uint8Array =>
  STREAM_NAMES.includes(name) ? fixtureStream(name) : captureStream(name);
/** Shares of the inputs. */
const EACH = Math.ceil((WANTED * 0.7) / NAMES.length);
const NOISE = Math.ceil(WANTED * 0.1);
const BUILT = Math.ceil(WANTED * 0.2);
const SEED = WANTED === 2000 ? 1 : WANTED;

/** Says which input it was when something is wrong. */
function check(bytes: Uint8Array, which: string): void {
  let wrong: string;
  try {
    wrong = wrongWith(bytes);
  } catch (error) {
    wrong = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  if (wrong !== '') expect(`${which}: ${wrong}`).toBe('');
}

describe('damaged streams', () => {
  const previous: { bytes: Uint8Array } = { bytes: new Uint8Array(0) };

  it.each(NAMES)('%s', (name) => {
    const whole = streamOf(name);
    const inspection = inspect(whole);
    const random = new SeededRandom(SEED, NAMES.indexOf(name));
    check(damage(whole, random), `${name}, whole`);
    for (let round = 1; round < EACH; round++) {
      const small = smallStream(whole, inspection, random);
      const input = round % 8 === 0 ? splice(small, previous.bytes, random) : damage(small, random);
      previous.bytes = small;
      check(input, `${name}, round ${round}`);
      if (round % 16 === 0) expect(printed(input).json).toBeGreaterThan(0);
    }
  });

  it('says something about every cut', () => {
    const random = new SeededRandom(2);
    for (const name of ['deb72-mq4', 'q10-iterative-change']) {
      const whole = fixtureStream(name);
      const small = smallStream(whole, inspect(whole), random);
      for (let round = 0; round < 60; round++) {
        const cut = small.subarray(0, random.below(small.length));
        check(cut, `cut ${round}`);
        expect(inspect(cut).diagnostics.length).toBeGreaterThan(0);
      }
    }
  });

  it('reads noise', () => {
    const random = new SeededRandom(3, SEED);
    for (let round = 0; round < NOISE; round++) {
      const noise = Uint8Array.from({ length: 8 + random.below(3000) }, () => random.below(256));
      if (round % 2 === 0) noise.set([0x51, 0x45, 0x56, 0x4d, 0, 0, 0, 3]);
      // Few values: types, footers and small ids are frequent then.
      if (round % 4 === 0) for (let i = 8; i < noise.length; i++) noise[i] = FREQUENT[noise[i]! % FREQUENT.length]!;
      check(noise, `noise ${round}`);
    }
  });
});

const FREQUENT = [0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0x10, 0x7e, 0x7e, 0x20, 0x61, 0xff];

describe('streams of any sections', () => {
  const text = fc.string({ maxLength: 12, unit: 'binary-ascii' });
  const bytes = fc.uint8Array({ maxLength: 60 });
  const field = fc.record({
    name: text,
    type: fc.constantFrom(
      'uint8',
      'int32',
      'uint64',
      'bool',
      'buffer',
      'nullptr',
      'qtailq',
      'virtio',
      'struct',
      'bitmap',
    ),
    size: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.constantFrom(-1, 4e9, 2 ** 52)),
    array_len: fc.option(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(4e9)), { nil: undefined }),
    index: fc.option(fc.nat(4), { nil: undefined }),
    struct: fc.option(
      fc.record({
        vmsd_name: text,
        version: fc.nat(3),
        fields: fc.array(fc.record({ name: text, type: fc.constant('uint16'), size: fc.constantFrom(0, 2, 3) }), {
          maxLength: 3,
        }),
      }),
      { nil: undefined },
    ),
  });
  const section = fc.record({
    type: fc.constantFrom(1, 2, 3, 4, 8, 0x7e, 5),
    id: fc.nat(4),
    idstr: fc.oneof(
      fc.constantFrom(
        'ram',
        'dev',
        '0000:00:03.0/virtio-net',
        '0000:00:03.0/virtio-net-iterative',
        '0000:00:04.0/virtio-x',
      ),
      text,
    ),
    payload: bytes,
    fields: fc.array(field, { maxLength: 4 }),
  });

  it('are read', () => {
    fc.assert(
      fc.property(fc.array(section, { maxLength: 6 }), fc.boolean(), (sections, footers) => {
        const builder = new StreamBuilder({ footers }).section(1, 0, 'ram', ramStart(4), 4);
        for (const { type, id, idstr, payload, fields } of sections) {
          if (type === 4) builder.device(id, idstr, payload, { fields });
          else if (type === 1) builder.section(1, id, idstr, payload);
          else if (type === 2 || type === 3) builder.part(type, id, payload);
          else builder.bytes(type, ...payload);
        }
        const input = builder.end();
        expect(wrongWith(input)).toBe('');
        expect(printed(input).lines).toBeGreaterThan(0);
      }),
      { numRuns: BUILT, seed: SEED },
    );
  });
});

/** Inputs made to cost much: each would once have been read again and again. */
describe('work stays linear', () => {
  const stepsEach = (bytes: Uint8Array): number => {
    expect(wrongWith(bytes)).toBe('');
    return inspect(bytes).steps / bytes.length;
  };
  const SIZES = [1, 4] as const;
  const footer = (id: number): number[] => [0x7e, 0, 0, 0, id];

  it.each<[string, (times: number) => Uint8Array]>([
    [
      'footers of nothing',
      (times) => {
        const builder = new StreamBuilder();
        for (let i = 0; i < 3000 * times; i++) builder.bytes(0x55, ...footer(9));
        return builder.end();
      },
    ],
    [
      'sections that reach far past their footers',
      (times) => {
        const builder = new StreamBuilder();
        const described = { fields: [{ name: 'x', type: 'uint8', size: 1, array_len: 20_000 * times }] };
        for (let i = 0; i < 1000 * times; i++) builder.section(4, 7, 'dev', new Uint8Array(3));
        return builder.device(8, 'dev', new Uint8Array(0), described).end();
      },
    ],
    [
      'RAM sections that break at once',
      (times) => {
        const builder = new StreamBuilder().section(1, 2, 'ram', ramStart(1 << 20), 4);
        for (let i = 0; i < 2000 * times; i++) builder.part(2, 2, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0x0f));
        return builder.end();
      },
    ],
    [
      'RAM blocks without number, each named again',
      (times) => {
        const names = Array.from({ length: 1500 * times }, (_, i) => `block ${i}`);
        const builder = new StreamBuilder();
        const list = builder.writer;
        const total = names.length * 4096;
        list.bytes(Uint8Array.of(1, 0, 0, 0, 2, 3, 0x72, 0x61, 0x6d, 0, 0, 0, 0, 0, 0, 0, 4));
        list.u64(total + 4);
        for (const name of names) {
          list.counted(name);
          list.u64(4096);
        }
        for (const name of names) {
          list.u64(2);
          list.counted(name);
          list.u8(0);
        }
        list.u64(0x10);
        return builder.bytes(...footer(2)).end();
      },
    ],
    [
      'starts of sections without footers',
      (times) => {
        const builder = new StreamBuilder({ footers: false });
        for (let i = 0; i < 2000 * times; i++) builder.section(1, i % 60_000, 'x', Uint8Array.of(0x55));
        return builder.end();
      },
    ],
  ])('%s', (_, make) => {
    const [small, large] = SIZES.map((times) => stepsEach(make(times)));
    expect(large!).toBeLessThan(LIMITS.steps);
    expect(large! / small!).toBeLessThan(2);
  });

  it('a description nested without end is printed', () => {
    const depth = 50_000;
    const builder = new StreamBuilder();
    builder.device(2, 'dev', Uint8Array.of(1), { fields: [] });
    const nested = new TextEncoder().encode(`{"devices": [], "x": ${'['.repeat(depth)}${']'.repeat(depth)}}`);
    builder.bytes(0, 6).writer.u32(nested.length);
    builder.writer.bytes(nested);
    expect(printed(builder.soFar()).json).toBeGreaterThan(0);
  });
});
