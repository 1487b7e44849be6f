// Schemas from everywhere they come from agree where they must, and what differs is said with what a load would say.
import { describe, expect, it } from 'vitest';
import { captureStream, fixtureDump, fixtureStream } from '../../../testing/fixtures.ts';
import { inspect } from '../../inspect/inspect.ts';
import '../../machine/all-platforms.ts';
import { schemaOfJson } from './json-schema.ts';
import { schemaOfMachine } from './machine-schema.ts';
import { SchemaProblem, type Schema } from './schema.ts';
import { diffSchemas, verdictOf, type SchemaDifference } from './schema-diff.ts';
import { schemaOfStream } from './stream-schema.ts';

const streamSchema = (bytes: Uint8Array, title = 'stream'): Schema => schemaOfStream(bytes, inspect(bytes), title);
const brief = ({ device, path, what, state, a, b, ab, ba }: SchemaDifference): string =>
  `${device} ${what} ${path} ${state} ${a}>${b} ${ab.loads}/${ba.loads}`;

describe('nothing differs between', () => {
  it.each(['deb72-fresh', 'deb72-packed', 'deb72-legacy', 'deb72-filters', 'deb72-mq4'])(
    'what QEMU 7.2 says that it can write, and %s, which it wrote',
    (name) => {
      const [dump, stream] = [schemaOfJson(fixtureDump(), 'dump'), streamSchema(fixtureStream(name))];
      expect(diffSchemas(dump, stream).map(brief)).toEqual([]);
      expect(diffSchemas(stream, dump).map(brief)).toEqual([]);
      expect(dump.devices.length).toBe(21);
    },
  );

  it.each([
    ['deb72-split-q35', 'pc-q35-7.2'],
    ['deb72-packed', 'pc-i440fx-7.2'],
    ['q10-rss', 'pc-i440fx-10.0'],
    ['q10-iterative-traffic', 'pc-i440fx-10.0'],
  ] as const)('%s and machine %s', (name, machine) => {
    expect(diffSchemas(streamSchema(fixtureStream(name)), schemaOfMachine(machine)).map(brief)).toEqual([]);
  });

  it('a stream and its description alone, but for the machine', () => {
    const bytes = captureStream('devices');
    const inspection = inspect(bytes);
    const alone = schemaOfJson(inspection.description, 'description');
    const found = diffSchemas(schemaOfStream(bytes, inspection, 'stream'), alone);
    // A virtio device is one piece there.
    expect(found.map(brief).filter((line) => !line.includes('virtio'))).toEqual([]);
  });
});

describe('between QEMU 7.2 and 10.0', () => {
  const differences = diffSchemas(schemaOfMachine('pc-i440fx-7.2'), schemaOfMachine('pc-i440fx-10.0'));

  it('the machine type is refused before anything else', () => {
    expect(differences[0]).toMatchObject({
      what: 'machine',
      ab: { loads: 'no', words: "Machine type received is 'pc-i440fx-7.2' and local is 'pc-i440fx-10.0'" },
    });
    expect([verdictOf(differences, 'ab'), verdictOf(differences, 'ba')]).toEqual(['no', 'no']);
  });

  it('a field that was renamed loads', () => {
    expect(differences.filter(({ what }) => what === 'name').map(brief)).toEqual([
      'hpet name num_timers changed num_timers>num_timers_save yes/yes',
    ]);
  });
});

/** A description with one device. */
const one = (version: number, fields: readonly object[], more: object = {}): Schema =>
  schemaOfJson({ devices: [{ name: 'dev', instance_id: 0, vmsd_name: 'dev', version, fields, ...more }] }, 'x');
const u16 = (name: string): object => ({ name, type: 'uint16', size: 2 });
/** The same as a dump. */
const dump = (
  version: number,
  minimum: number,
  fields: readonly object[],
  subsections: readonly object[] = [],
): Schema =>
  schemaOfJson(
    {
      dev: {
        Name: 'dev',
        version_id: version,
        minimum_version_id: minimum,
        Description: {
          name: 'dev',
          version_id: version,
          minimum_version_id: minimum,
          Fields: fields,
          Subsections: subsections,
        },
      },
    },
    'x',
  );
const dumped = (field: string, size: number, since = 0, conditional = false): object => ({
  field,
  version_id: since,
  field_exists: conditional,
  size,
});

describe('a difference', () => {
  const MISREAD = 'misread from here on, as a rule: Missing section footer for dev';

  it('of a field that only one has: it depends on its version and its test', () => {
    const old = dump(1, 1, [dumped('a', 2)]);
    const since2 = diffSchemas(old, dump(2, 1, [dumped('a', 2), dumped('b', 4, 2)]));
    expect(since2.map(brief)).toEqual(['dev version  changed 1>2 yes/no', 'dev field b added >4 bytes yes/no']);
    expect(since2[0]!.ba.words).toBe("savevm: unsupported version 2 for 'dev' v1");
    expect(since2[1]!.ab.words).toBe('read since version 2 only');
    const always = diffSchemas(old, dump(1, 1, [dumped('a', 2), dumped('b', 4)]));
    expect(always.map(brief)).toEqual(['dev field b added >4 bytes no/no']);
    expect(always[0]!.ab.words).toBe(MISREAD);
    expect(diffSchemas(old, dump(1, 1, [dumped('a', 2), dumped('b', 4, 0, true)])).map(brief)).toEqual([
      'dev field b added >4 bytes maybe/maybe',
    ]);
  });

  it('of a version that is too old', () => {
    const [found] = diffSchemas(dump(1, 1, []), dump(3, 2, []));
    expect(found!.ab).toEqual({
      loads: 'no',
      words: 'dev: incoming version_id 1 is too old for local minimum version_id  2',
    });
  });

  it('of a size, a type, a name, a count', () => {
    const a = one(1, [u16('a'), u16('b'), u16('c'), { name: 'd', type: 'uint8', size: 1, array_len: 4 }]);
    const b = one(1, [
      { name: 'a', type: 'uint32', size: 4 },
      { name: 'b', type: 'int16', size: 2 },
      u16('x'),
      { name: 'd', type: 'uint8', size: 1, array_len: 8 },
    ]);
    expect(diffSchemas(a, b).map(brief)).toEqual([
      'dev size a changed uint16>uint32 no/no',
      'dev type b changed uint16>int16 yes/yes',
      'dev name c changed c>x yes/yes',
      'dev size d changed 4 elements>8 elements maybe/maybe',
    ]);
  });

  it('of a subsection: sent and unknown it ends the load, not sent it is as after a reset', () => {
    const more = { subsections: [{ vmsd_name: 'dev/more', version: 1, fields: [] }] };
    const [found] = diffSchemas(one(1, [u16('a')], more), dump(1, 1, [dumped('a', 2)]));
    expect(found!.ab).toEqual({
      loads: 'no',
      words:
        "error while loading state for instance 0x0 of device 'dev', load of migration failed: No such file or directory",
    });
    expect(found!.ba.loads).toBe('yes');
  });

  it('of a device', () => {
    const [found] = diffSchemas(one(1, []), schemaOfJson({ devices: [] }, 'y'));
    expect(found!.ab.words).toBe(
      "Unknown savevm section or instance 'dev' 0. Make sure that your current VM setup matches your saved VM setup, including any hotplugged devices",
    );
    expect([found!.ab.loads, found!.ba.loads]).toEqual(['no', 'yes']);
  });

  it('of a capability', () => {
    const [with_, without] = ['q10-iterative-idle', 'q10-capoff'].map((name) => streamSchema(fixtureStream(name)));
    const found = diffSchemas(with_!, without!);
    expect(found.map(brief)).toEqual([' capability  removed virtio-iterative> no/no']);
    expect(found[0]!.ab.words).toBe('Capability virtio-iterative is off, but received capability is on');
  });
});

it('JSON that is neither is refused', () => {
  for (const json of [{}, [], null, 'x', { a: 1 }]) expect(() => schemaOfJson(json, 'x')).toThrow(SchemaProblem);
});
