// The interpreter by a small structure that has every kind of field.
import { describe, expect, it } from 'vitest';
import { SlowReader } from '../../testing/slow-reader.ts';
import { hexText, wire } from '../../testing/wire.ts';
import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { FieldType, SpanKind, SpanLog } from '../capture/spans.ts';
import { describeVmstate } from './describe.ts';
import {
  array,
  buffer,
  chunks,
  list,
  number,
  numbers,
  struct,
  text,
  texts,
  unused,
  valid,
  type Vmstate,
  type WireState,
} from './description.ts';
import { errnoText, Errno } from '../bytes/errno.ts';
import { LoadError } from './errors.ts';
import { loadVmstate, type LoadOptions } from './load.ts';
import { saveVmstate } from './save.ts';
import { SpanTrace } from './trace.ts';

const point: Vmstate = {
  name: 'point',
  versionId: 3,
  minimumVersionId: 1,
  fields: [number('u16', 'x'), number('i16', 'y', { since: 2 }), number('u8', 'z', { since: 4 })],
};

const device: Vmstate = {
  name: 'device',
  versionId: 2,
  minimumVersionId: 1,
  fields: [
    number('u8', 'ring_count'),
    number('i32', 'level', { atMost: 9 }),
    number('u64', 'features'),
    number('timer', 'deadline'),
    number('bool', 'enabled', { check: 'device.enabled' }),
    unused(2),
    buffer('mac', 6, FieldType.Mac),
    numbers('u16', 'indices', (own) => own.ringCount as number),
    array(
      'rings',
      (own) => own.ringCount as number,
      [number('u32', 'ring.num', { key: 'num' }), number('u8', 'ready')],
      { of: 'ring_state' },
    ),
    struct('where', point),
    text('label'),
    texts('caps', 2),
    list('requests', [number('u8', 'tag')]),
    chunks('backend'),
    number('u8', 'late', { since: 2 }),
    valid('late is small', (own) => own.late === undefined || (own.late as number) < 9),
  ],
  subsections: [
    {
      key: 'broken',
      of: { name: 'device/broken', versionId: 1, minimumVersionId: 1, fields: [number('bool', 'broken')] },
    },
    {
      key: 'disabled',
      of: { name: 'device/disabled', versionId: 1, minimumVersionId: 1, fields: [number('bool', 'disabled')] },
    },
  ],
  postLoad: 'device.loaded',
};

const BYTES = wire(`
  02                          | ring_count
  00000007                    | level
  0000000100000002            | features
  ffffffffffffffff            | deadline: not armed
  01                          | enabled
  0000                        | unused
  52 54 00 12 34 56           | mac
  000a 000b                   | indices
  00000100 01                 | rings[0]
  00000200 00                 | rings[1]
  0005 fffe                   | where: x, y, no z in version 3
  03 'net'                    | label
  01 'a' 02 'bc'              | caps
  01 07 01 08 00              | requests 7 and 8, end
  00000003 aabbcc 00000000    | backend: one chunk, end
  04                          | late
  05 0d 'device/broken'       | subsection
  00000001 01                 | its version, broken
`);

const STATE: WireState = {
  ringCount: 2,
  level: 7,
  features: 0x100000002n,
  deadline: -1n,
  enabled: 1,
  mac: Uint8Array.of(0x52, 0x54, 0, 0x12, 0x34, 0x56),
  indices: [10, 11],
  rings: [
    { num: 0x100, ready: 1 },
    { num: 0x200, ready: 0 },
  ],
  where: { x: 5, y: -2 },
  label: 'net',
  caps: ['a', 'bc'],
  requests: [{ tag: 7 }, { tag: 8 }],
  backend: [Uint8Array.of(0xaa, 0xbb, 0xcc)],
  late: 4,
  broken: { subsectionVersion: 1, broken: 1 },
};

const load = (bytes: Uint8Array, options: LoadOptions = {}, version = 2): WireState =>
  loadVmstate(device, version, new ByteReader(bytes), options);

function saved(state: WireState): Uint8Array {
  const writer = new ByteWriter();
  saveVmstate(device, state, writer);
  return writer.finish().slice();
}

function refusal(run: () => unknown): LoadError {
  try {
    run();
  } catch (error) {
    if (error instanceof LoadError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('a vmstate', () => {
  it('is saved to exactly these bytes', () => {
    expect(hexText(saved(STATE))).toBe(hexText(BYTES));
  });

  it('is loaded from them', () => {
    const reader = new ByteReader(BYTES);
    expect(loadVmstate(device, 2, reader)).toEqual(STATE);
    expect(reader.remaining).toBe(0);
  });

  it.each([1, 7])('is loaded from bytes that come %i at a time', (chunk) => {
    expect(loadVmstate(device, 2, new SlowReader(BYTES, chunk))).toEqual(STATE);
  });

  it('comes back the same', () => {
    expect(hexText(saved(load(BYTES)))).toBe(hexText(BYTES));
  });

  it('is refused when cut anywhere, with QEMU’s words and an offset inside', () => {
    const subsectionAt = BYTES.length - 20;
    for (let length = 0; length < BYTES.length; length++) {
      if (length === subsectionAt || (length > subsectionAt && length < subsectionAt + 15)) continue;
      const error = refusal(() => load(BYTES.subarray(0, length)));
      expect(error.code).toBe(Errno.EIO);
      expect(error.short).not.toBeNull();
      expect(error.offset).toBeLessThanOrEqual(length);
      if (length < subsectionAt) expect(error.lines.at(-1)).toMatch(/^Failed to load device:/);
    }
  });

  it('takes a subsection whose name is cut for what follows, as QEMU does', () => {
    const cut = BYTES.subarray(0, BYTES.length - 10);
    const { broken, ...rest } = STATE;
    expect(broken).toBeDefined();
    expect(load(cut)).toEqual(rest);
  });

  it('says what lies where', () => {
    const log = new SpanLog();
    const offsets: WireState = {};
    load(BYTES, { trace: new SpanTrace(log), offsets });
    const spans = log.columns();
    const { names } = spans;
    const leaves = Array.from({ length: spans.length }, (_, row) => row).filter((row) => spans.next[row] === row + 1);
    expect(leaves.reduce((sum, row) => sum + spans.end[row]! - spans.start[row]!, 0)).toBe(BYTES.length);
    const rings = spans.kind.findIndex((kind, row) => kind === SpanKind.Array && names[spans.name[row]!] === 'rings');
    expect([spans.start[rings], spans.end[rings], spans.value[rings]]).toEqual([34, 44, 2]);
    expect(offsets).toMatchObject({
      ringCount: 0,
      level: 1,
      mac: 24,
      indices: 30,
      rings: [{ num: 34, ready: 38 }, { num: 39 }],
      where: { x: 44 },
      broken: { broken: BYTES.length - 1 },
    });
  });

  it('names the innermost field first, then the structures around it', () => {
    const error = refusal(() => load(BYTES.subarray(0, 40)));
    expect(error.lines).toEqual(['Failed to load ring_state:ring.num', 'Failed to load device:rings']);
    expect(error.path).toEqual(['rings', '1', 'ring.num']);
    expect(error.offset).toBe(39);
  });

  it('leaves out what an older version did not have', () => {
    const { late, ...old } = STATE;
    expect(late).toBe(4);
    const bytes = BYTES.filter((_, i) => i !== BYTES.length - 21);
    expect(load(bytes, {}, 1)).toEqual(old);
  });

  it('refuses versions that are too new or too old', () => {
    expect(refusal(() => load(BYTES, {}, 3)).lines).toEqual([
      'device: incoming version_id 3 is too new for local version_id 2',
    ]);
    expect(refusal(() => load(BYTES, {}, 0)).lines).toEqual([
      'device: incoming version_id 0 is too old for local minimum version_id  1',
    ]);
  });

  it('refuses an unknown subsection of its own, and leaves another’s alone', () => {
    const fields = BYTES.subarray(0, BYTES.length - 20);
    const other = Uint8Array.from([...fields, ...wire("05 08 'vice/xyz' 00000001")]);
    expect(load(other)).toMatchObject({ late: 4 });
    const own = Uint8Array.from([...fields, ...wire("05 0a 'device/new' 00000001")]);
    expect(refusal(() => load(own)).code).toBe(Errno.ENOENT);
  });

  it('refuses a claim that does not hold', () => {
    const bytes = BYTES.slice();
    bytes[bytes.length - 21] = 9;
    expect(refusal(() => load(bytes)).lines).toEqual(['Input validation failed: device/late is small version_id: 2']);
    expect(() => saved({ ...STATE, late: 9 })).toThrow(/Output state validation failed/);
  });

  it('asks the device at its checks, in order, and gives its refusal on', () => {
    const seen: string[] = [];
    load(BYTES, { check: (name, own, _, { offset }) => void seen.push(`${name} ${String(own.enabled)} ${offset}`) });
    expect(seen).toEqual(['device.enabled 1 22', `device.loaded 1 ${BYTES.length}`]);
    const check = (name: string): void => {
      if (name === 'device.enabled') throw new LoadError(['no'], Errno.EPERM, 0);
    };
    const error = refusal(() => load(BYTES, { check }));
    expect([error.lines, error.code]).toEqual([['no', 'Failed to load device:enabled'], -1]);
  });

  it('holds values to the destination’s when there is one', () => {
    const bytes = BYTES.slice();
    bytes[4] = 10;
    expect(load(bytes)).toMatchObject({ level: 10 });
    const error = refusal(() => load(bytes, { check: () => undefined }));
    expect(error.lines).toEqual(['Invalid value 10 expecting positive value <= 9', 'Failed to load device:level']);
  });

  it('notices that a file gave zeros past its end', () => {
    const error = refusal(() => load(BYTES, { failed: () => true }));
    expect([error.lines, errnoText(error.code)]).toEqual([['Failed to load device:ring_count'], 'Input/output error']);
  });

  it('will not save a state that lacks something', () => {
    expect(() => saved({ ...STATE, features: undefined })).toThrow('features has no value');
    expect(() => saved({ ...STATE, indices: [1] })).toThrow('indices has 1 elements, 2 are expected');
  });
});

describe('the description of a state', () => {
  it('is what QEMU would write of it', () => {
    expect(JSON.parse(JSON.stringify(describeVmstate(device, STATE)))).toEqual({
      vmsd_name: 'device',
      version: 2,
      fields: [
        { name: 'ring_count', type: 'uint8', size: 1 },
        { name: 'level', type: 'int32 le', size: 4 },
        { name: 'features', type: 'uint64', size: 8 },
        { name: 'deadline', type: 'timer', size: 8 },
        { name: 'enabled', type: 'bool', size: 1 },
        { name: 'unused', type: 'unused_buffer', size: 2 },
        { name: 'mac', type: 'buffer', size: 6 },
        { name: 'indices', array_len: 2, type: 'uint16', size: 2 },
        {
          name: 'rings',
          array_len: 2,
          type: 'struct',
          struct: {
            vmsd_name: 'ring_state',
            version: 1,
            fields: [
              { name: 'ring.num', type: 'uint32', size: 4 },
              { name: 'ready', type: 'uint8', size: 1 },
            ],
          },
          size: 5,
        },
        {
          name: 'where',
          type: 'struct',
          struct: {
            vmsd_name: 'point',
            version: 3,
            fields: [
              { name: 'x', type: 'uint16', size: 2 },
              { name: 'y', type: 'int16', size: 2 },
            ],
          },
          size: 4,
        },
        { name: 'label', type: 'buffer', size: 4 },
        { name: 'caps', type: 'capability', size: 5 },
        { name: 'requests', type: 'QLIST', size: 5 },
        { name: 'backend', type: 'buffer', size: 11 },
        { name: 'late', type: 'uint8', size: 1 },
      ],
      subsections: [{ vmsd_name: 'device/broken', version: 1, fields: [{ name: 'broken', type: 'bool', size: 1 }] }],
    });
  });

  it('gives elements that may differ an index each, and namesakes a number', () => {
    const varied: Vmstate = {
      name: 'varied',
      versionId: 1,
      minimumVersionId: 1,
      fields: [
        number('u8', 'config', { when: () => false }),
        number('u8', 'config', { key: 'config1' }),
        array('items', 2, [number('u8', 'size'), number('u8', 'more', { when: (own) => own.size === 2 })]),
      ],
    };
    const { fields } = describeVmstate(varied, { config1: 1, items: [{ size: 1 }, { size: 2, more: 0 }] });
    expect(fields.map(({ name, index, size }) => [name, index, size])).toEqual([
      ['config[1]', undefined, 1],
      ['items', 0, 1],
      ['items', 1, 2],
    ]);
  });
});
