// Nothing that the engine can emit is without an explanation: two sentences at least, and a place in QEMU or the
// specification.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EVENT_KINDS } from '../../../engine/capture/event-kinds.ts';
import { ancestry } from '../../../engine/capture/span-query.ts';
import { SpanKind } from '../../../engine/capture/spans.ts';
import { OTHER_VIRTIO, unknownVirtio } from '../../../engine/devices/virtio-others.ts';
import { virtioNet } from '../../../engine/devices/virtio-net.ts';
import { inspect } from '../../../engine/inspect/inspect.ts';
import type { Intervention } from '../../../engine/scenario/action-groups.ts';
import { STRATEGIES } from '../../../engine/scenario/scenario.ts';
import type { Field, Vmstate } from '../../../engine/vmstate/description.ts';
import { fixtureStream } from '../../../testing/fixtures.ts';
import { fileDocument, runDocument } from '../../../testing/documents.ts';
import { CELLS } from './cells.ts';
import { FRAMING } from './framing.ts';
import { KINDS, SECTIONS } from './kinds.ts';
import { explainCell, explainEvent, explainPhase, explainSpan, wordsOf, type Explanation } from './look-up.ts';
import { PCI_WORDS } from './pci.ts';
import { PLATFORM } from './platform.ts';
import { RAM } from './ram.ts';
import type { WordTable } from './types.ts';
import { VIRTIO } from './virtio.ts';
import { VIRTIO_NET } from './virtio-net.ts';
import { VIRTIO_NET_DELTA } from './virtio-net-delta.ts';
import { VIRTIO_OTHERS } from './virtio-others.ts';

const TABLES: Readonly<Record<string, WordTable>> = {
  CELLS,
  FRAMING,
  PCI_WORDS,
  PLATFORM,
  RAM,
  VIRTIO,
  VIRTIO_NET,
  VIRTIO_NET_DELTA,
  VIRTIO_OTHERS,
};

const sentences = (text: string): number => text.match(/[.!?)”"](?:\s|$)/g)?.length ?? 0;
const PLACE = /\.[ch]\b|migration\/|virtio 1\.2|PCI 3\.0|RFC patch|hw\/|system\//;

function expectGood({ where, text }: Pick<Explanation, 'where' | 'text'>, name: string): void {
  expect(sentences(text), `${name}: ${text}`).toBeGreaterThanOrEqual(2);
  expect(where, name).toMatch(PLACE);
}

describe('texts', () => {
  it.each(Object.entries(TABLES))('%s: two sentences and a place', (_, table) => {
    for (const [name, [where, text]] of Object.entries(table)) expectGood({ where, text }, name);
  });
});

describe('events, sections, spans', () => {
  it.each(EVENT_KINDS.map(({ name, kind }) => [name, kind] as const))('event %s', (name, kind) =>
    expectGood(explainEvent(kind), name),
  );

  it.each(Object.entries(SpanKind).filter(([, kind]) => kind !== SpanKind.Field))('span %s', (name, kind) => {
    const [what, where, text] = KINDS[kind] ?? ['', '', ''];
    expect(what.length).toBeGreaterThan(2);
    expectGood({ where, text }, name);
  });

  it.each([1, 2, 3, 4])('section type %i', (type) => {
    const [where, text] = SECTIONS[type]!;
    expectGood({ where, text }, String(type));
  });

  it.each(['setup', 'iterate', 'stop', 'resumed'] as const)('phase %s', (kind) => expectGood(explainPhase(kind), kind));
});

/** Every field of a description with the names above it, as the reader makes spans of them. */
function* fields(vmstate: Vmstate, above: readonly string[]): Generator<readonly [readonly string[], string]> {
  yield* inside(vmstate.fields, above);
  for (const { of } of vmstate.subsections ?? []) {
    yield [above, of.name];
    yield* fields(of, [...above, of.name]);
  }
}

function* inside(list: readonly Field[], above: readonly string[]): Generator<readonly [readonly string[], string]> {
  for (const field of list) {
    yield [above, field.name];
    if (field.kind === 'struct') yield* fields(field.of, [...above, field.name]);
    if (field.kind === 'array' || field.kind === 'list')
      yield* inside(field.fields, [...above, field.name, field.name]);
    if (field.kind === 'buffer' && field.parts) {
      for (const size of [8, 24, 60, 256])
        for (const part of field.parts(new Uint8Array(size))) yield [[...above, field.name], part.name];
    }
  }
}

describe('every field of the descriptions', () => {
  it.each([
    ['virtio-net', virtioNet, [VIRTIO_NET, VIRTIO, PCI_WORDS, FRAMING]],
    ...[...OTHER_VIRTIO.values(), unknownVirtio('virtio-new', 1)].map(
      (vmstate) => [vmstate.name, vmstate, [VIRTIO_OTHERS, VIRTIO_NET, VIRTIO, PCI_WORDS, FRAMING]] as const,
    ),
  ] as const)('%s', (name, vmstate, tables) => {
    const silent = new Set<string>();
    let seen = 0;
    for (const [owners, field] of fields(vmstate, [name])) {
      seen++;
      if (!wordsOf(tables, owners, field)) silent.add(`${owners.slice(-2).join('/')}/${field}`);
    }
    expect(seen).toBeGreaterThan(60);
    expect([...silent]).toEqual([]);
  });

  it('names that mean several things find the right one', () => {
    const at = (owners: readonly string[], name: string): string =>
      wordsOf([VIRTIO_NET, VIRTIO, PCI_WORDS, FRAMING], owners, name)?.[0] ?? '';
    expect(at(['virtio-net', 'virtio'], 'status')).toBe('hw/virtio/virtio.c virtio_save()');
    expect(at(['virtio-net', 'virtio', 'virtio-net-device'], 'status')).toBe(
      'hw/net/virtio-net.c vmstate_virtio_net_device',
    );
    expect(at(['virtio-net', 'virtio', 'pci', 'config'], 'status')).toBe('hw/pci/pci.c get_pci_config_device()');
    expect(at(['virtio-net', 'virtio', 'config'], 'status')).toBe('hw/net/virtio-net.c virtio_net_get_config()');
    expect(at(['virtio', 'virtio/packed_virtqueues', 'vq', 'vq'], 'last_avail_idx')).toBe(
      'hw/virtio/virtio.c vmstate_packed_virtqueue',
    );
    expect(at(['virtio', 'vqs', 'vqs'], 'last_avail_idx')).toBe('hw/virtio/virtio.c virtio_save()');
    expect(at(['virtio', 'virtio/64bit_features'], 'guest_features')).toBe('hw/virtio/virtio.c vmstate_virtio');
  });
});

/** What a guest may do between two passes. */
const CHANGES: readonly Intervention[] = [
  { at: 100_000_000, action: { do: 'set-mac', nic: 0, mac: '52:54:00:ab:cd:ef' } },
  { at: 100_000_000, action: { do: 'add-vlan', nic: 0, vlan: 100 } },
  { at: 160_000_000, action: { do: 'reset', nic: 0 } },
];

describe('every span of real streams', () => {
  const streams = join(import.meta.dirname, '../../../fixtures/streams');
  const names = readdirSync(streams)
    .filter((file) => file.endsWith('.bin.gz'))
    .map((file) => file.replace('.bin.gz', ''));

  it.each(names)('%s', (name) => {
    const { spans } = inspect(fixtureStream(name));
    const silent = new Set<string>();
    for (let row = 0; row < spans.length; row++) {
      const { what, where, text } = explainSpan(spans, row);
      if (what === '' || !PLACE.test(where) || sentences(text) < 2)
        silent.add(
          ancestry(spans, row)
            .map((at) => spans.names[spans.name[at]!]!)
            .join(' > '),
        );
    }
    expect([...silent]).toEqual([]);
  });

  it.each(STRATEGIES)('of a run with strategy %s', (strategy) => {
    const { spans } = runDocument(strategy, CHANGES).inspection;
    const silent = new Set<string>();
    for (let row = 0; row < spans.length; row++) {
      const { where, text } = explainSpan(spans, row);
      if (!PLACE.test(where) || sentences(text) < 2) silent.add(spans.names[spans.name[row]!]!);
    }
    expect([...silent]).toEqual([]);
    // Each record's fields are explained as those of the device that they are.
    if (strategy === 'delta')
      expect(spans.names.filter((name) => name.startsWith('virtio-net-delta/')).length).toBe(13);
  });

  it('of a run, and of a stream that is cut', () => {
    const { stream } = fileDocument();
    for (const { spans } of [runDocument().inspection, inspect(stream.slice(0, 50_000))]) {
      for (let row = 0; row < spans.length; row++) expect(explainSpan(spans, row).text.length).toBeGreaterThan(40);
    }
  });
});

describe('every cell', () => {
  it('of the network card, and the ring indices in guest memory', () => {
    for (const { name } of runDocument().capture.cells) expectGood(explainCell(name), name);
    for (const name of ['avail.idx', 'used.idx', 'heads']) expectGood(explainCell(name), name);
  });
});

it('no text is longer than a panel shows', () => {
  for (const table of Object.values(TABLES))
    for (const [name, [, text]] of Object.entries(table)) expect(text.length, name).toBeLessThan(420);
});

it('the texts are files of their own, each under 400 lines', () => {
  for (const file of readdirSync(import.meta.dirname))
    expect(readFileSync(join(import.meta.dirname, file), 'utf8').split('\n').length, file).toBeLessThan(400);
});
