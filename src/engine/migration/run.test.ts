// Whole runs: the destination ends as the source was, the stream has the shape of QEMU's own, and the capture is the same
// in one thread and in two.
import { describe, expect, it } from 'vitest';
import { fixtureLayout, fixtureStream } from '../../testing/fixtures.ts';
import { inTwoThreads } from '../../testing/two-threads.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { SideState } from '../capture/seek.ts';
import type { RunCapture, SideCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { virtioNet } from '../devices/virtio-net.ts';
import { describeFrame } from '../inspect/describe-frame.ts';
import { inspect } from '../inspect/inspect.ts';
import { unownedBytes } from '../inspect/ownership.ts';
import { Machine } from '../machine/machine.ts';
import { DEFAULT_NIC_SCENARIO, DEFAULT_SCENARIO } from '../scenario/default-scenario.ts';
import { PRESETS } from '../scenario/presets.ts';
import { STRATEGIES, type Scenario } from '../scenario/scenario.ts';
import { saveVmstate } from '../vmstate/save.ts';
import { runDestination, type DestinationResult } from './destination.ts';
import { MemoryFeed } from './feed.ts';
import { hashCapture } from './hash.ts';
import { joinSides } from './join.ts';
import { heardBack } from './return-path.ts';
import { runScenario } from './run.ts';

/** Index just after the first event of a kind. */
function after(side: SideCapture, kind: number): number {
  const { events } = side;
  for (let i = 0; i < events.length; i++) if (events.kind[i] === kind) return i + 1;
  throw new Error(`no event of kind ${kind}`);
}

/** The scenario with the guest stopped for good on the destination: its memory stays as loaded. */
function frozen(scenario: Scenario): Scenario {
  return { ...scenario, runAfter: 0 };
}

const runs = new Map<string, RunCapture>();
function run(strategy: Scenario['strategy']): RunCapture {
  const known = runs.get(strategy) ?? runScenario(frozen({ ...DEFAULT_SCENARIO, strategy }));
  runs.set(strategy, known);
  return known;
}

/** Those that a real QEMU has written streams with. */
const REFERENCES: Readonly<Partial<Record<Scenario['strategy'], string>>> = {
  baseline: 'q10-baseline-live',
  iterative: 'q10-iterative-traffic',
};

describe.each(STRATEGIES)('%s', (strategy) => {
  const capture = run(strategy);
  const reference = REFERENCES[strategy];

  it('completes without a word from QEMU', () => {
    expect(capture.outcome).toMatchObject({ status: 'completed', stderr: [], guestErrors: [] });
    expect(capture.outcome.downtime).toBeGreaterThan(0);
  });

  it('ends with all of RAM equal', () => {
    expect(Buffer.compare(Buffer.from(capture.source.memory), Buffer.from(capture.destination.memory))).toBe(0);
  });

  // shadow_avail_idx is the source's memory of avail.idx, which may be older; the destination reads avail.idx anew.
  it('ends with every cell equal but those that QEMU does not carry', () => {
    const source = new SideState(capture.source, capture.arena, capture.stream);
    source.seek(capture.source.events.length);
    const destination = new SideState(capture.destination, capture.arena, capture.stream);
    destination.seek(after(capture.destination, EventKind.LoadEnd) + 1);
    const different = capture.cells
      .filter(({ id }) => source.values[id] !== destination.values[id])
      .map(({ name, mark }) => `${name} ${mark}`);
    expect(new Set(different)).toEqual(
      new Set(['shadow_avail_idx recomputed', 'signalled_used none', 'signalled_used_valid none']),
    );
    expect(Buffer.compare(Buffer.from(source.arena), Buffer.from(destination.arena))).toBe(0);
  });

  it('wraps the ring index past 65,535 on the way', () => {
    const cell = capture.cells.find(({ name, queue }) => name === 'last_avail_idx' && queue === 0)!;
    const state = new SideState(capture.source, capture.arena, capture.stream);
    expect(state.values[cell.id]).toBe(65500);
    state.seek(capture.source.events.length);
    expect(state.values[cell.id]).toBeLessThan(1000);
  });

  it('writes a stream with an owner for every byte and no complaint', () => {
    const inspection = inspect(capture.stream);
    // A proposal is named as one.
    expect(inspection.diagnostics.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(unownedBytes(inspection.spans, capture.stream.length)).toBe(0);
  });

  // A strategy that no QEMU of ours has run has no reference.
  if (reference) {
    it('has the sections of a real QEMU, in its order, with its ids and sizes', () => {
      const inspection = inspect(capture.stream);
      const ours = Array.from(inspection.frames, (row) => {
        const { type, sectionId, idstr } = describeFrame(inspection, row);
        const ram = idstr === 'ram' && type !== 'START';
        return `${type} ${sectionId} ${sectionId < 0 ? '' : idstr} ${ram ? '' : inspection.spans.end[row]! - inspection.spans.start[row]!}`;
      });
      const theirs = fixtureLayout(reference).map(
        ({ type, sectionId, idstr, length }) =>
          `${type} ${sectionId} ${idstr} ${idstr === 'ram' && type !== 'START' ? '' : length}`,
      );
      const once = (list: string[]): string[] =>
        list.filter((row, i) => !(row.startsWith('PART') && list.indexOf(row) < i));
      expect(once(ours).sort()).toEqual(once(theirs).sort());
      const noParts = (list: string[]): string[] => list.filter((row) => !row.startsWith('PART'));
      expect(noParts(ours)).toEqual(noParts(theirs));
    });

    it('writes the description JSON that QEMU wrote, byte for byte', () => {
      const json = (bytes: Uint8Array): string => {
        const inspection = inspect(bytes);
        const row = inspection.frames[inspection.frames.length - 1]!;
        return Buffer.from(bytes.subarray(inspection.spans.start[row]! + 5, inspection.spans.end[row])).toString();
      };
      expect(json(capture.stream)).toBe(json(fixtureStream(reference)));
    });
  }

  it('gives the same capture every time', () => {
    const again = runScenario(frozen({ ...DEFAULT_SCENARIO, strategy }));
    expect(hashCapture(again)).toBe(hashCapture(capture));
  });

  it('gives the same capture in two threads over the ring', async () => {
    expect(hashCapture(joinSides(...(await inTwoThreads(frozen({ ...DEFAULT_SCENARIO, strategy })))))).toBe(
      hashCapture(capture),
    );
  });
});

describe('a destination that fails', () => {
  const scenario = frozen({
    ...DEFAULT_SCENARIO,
    destination: { ...DEFAULT_SCENARIO.destination, virtioIterative: false },
  });
  const capture = runScenario(scenario);

  it('is heard of by the source, whose guest goes on', () => {
    const { source, destination, outcome } = capture;
    expect(outcome.status).toBe('failed');
    expect(outcome.sourceStderr).toEqual(['Unable to write to socket: Broken pipe']);
    const exit = destination.events.time[after(destination, EventKind.LoadFailed) - 1]!;
    const sent = source.events.kind.lastIndexOf(EventKind.LinkPacket);
    expect(source.events.before[sent]).toBeLessThan(exit + scenario.link.latency);
    expect(source.events.kind.includes(EventKind.GuestStop)).toBe(false);
  });

  it('gives the same capture in two threads', async () => {
    const sides = await inTwoThreads(scenario);
    const back = heardBack(scenario, ...sides);
    expect(back).not.toBeNull();
    expect(hashCapture(joinSides(...(await inTwoThreads(scenario, back!))))).toBe(hashCapture(capture));
  });
});

describe('presets', () => {
  const carried = ['shadow_avail_idx', 'signalled_used', 'signalled_used_valid'];

  it.each(Object.entries(PRESETS))('%s: the destination ends as the source was', (_, preset) => {
    const capture = runScenario(
      frozen({ ...preset, machine: { ...preset.machine, memoryMiB: 8, filledPerMille: 20 } }),
    );
    expect(capture.outcome).toMatchObject({ status: 'completed', stderr: [], guestErrors: [] });
    expect(Buffer.compare(Buffer.from(capture.source.memory), Buffer.from(capture.destination.memory))).toBe(0);
    const source = new SideState(capture.source, capture.arena, capture.stream);
    source.seek(capture.source.events.length);
    const destination = new SideState(capture.destination, capture.arena, capture.stream);
    destination.seek(after(capture.destination, EventKind.LoadEnd) + preset.nics.length);
    const different = capture.cells
      .filter(({ id, name }) => source.values[id] !== destination.values[id] && !carried.includes(name))
      .map(({ name }) => name);
    // QEMU 7.2 forgets the VLANs when it takes the features of the stream, which it does after the fields.
    const forgets = preset.destination.qemu === '7.2' && preset.nics.some(({ filters }) => filters.vlans.length > 0);
    expect(different).toEqual(forgets ? ['vlans', 'vlans set'] : []);
    const inspection = inspect(capture.stream);
    // A proposal is named as one.
    expect(inspection.diagnostics.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(unownedBytes(inspection.spans, capture.stream.length)).toBe(0);
  });
});

describe('vhost-net', () => {
  const preset = PRESETS['q10-vhost-iterative']!;

  it('without patch 6 the source dies on the assertion in setup', () => {
    const { outcome, stream } = runScenario(frozen({ ...preset, patches: { ...preset.patches, vhostSkip: false } }));
    expect(outcome.status).toBe('failed');
    expect(outcome.sourceStderr).toEqual(["virtio_net_pre_save: Assertion `!n->vhost_started' failed."]);
    // RAM's setup has flushed what it wrote, and its footer was still to come: the stream ends as the recorded one does.
    expect([...stream.subarray(-8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0x10]);
    // What a stock QEMU says of a stream that ends there.
    expect(outcome.stderr).toEqual([
      'check_section_footer: Read section footer failed: -5',
      'load of migration failed: Invalid argument',
    ]);
  });
});

describe('warm-reset', () => {
  const capture = run('warm-reset');
  const full = (strategy: Scenario['strategy'], early: boolean) => {
    const { sections } = inspect(run(strategy).stream);
    const part = sections.findIndex(({ type }) => type === 2);
    return sections.filter(({ type }, i) => type === 4 && i < part === early).map(({ idstr }) => idstr);
  };

  it('writes every FULL section twice, the early ones before any page of RAM, and describes them once', () => {
    expect(full('warm-reset', true)).toEqual(full('baseline', false));
    expect(full('warm-reset', false)).toEqual(full('baseline', false));
    expect(inspect(capture.stream).capabilities).toEqual(['x-warm-reset']);
  });

  it('resets the NIC after its early load: not started, no bars, its rings forgotten', () => {
    const { events } = capture.destination;
    const firstPart = Array.from(events.kind.subarray(0, events.length)).findIndex(
      (kind, i) => kind === EventKind.SectionLoadStart && events.before[i] === 2,
    );
    const state = new SideState(capture.destination, capture.arena, capture.stream);
    const fresh = Array.from(state.values);
    state.seek(firstPart);
    const left = capture.cells.filter(({ id }) => state.values[id] !== fresh[id]).map(({ name }) => name);
    expect(left).toEqual([]);
  });

  const unpatched = (startIndex: number) =>
    runScenario(
      frozen({
        ...DEFAULT_SCENARIO,
        strategy: 'warm-reset',
        patches: { ...DEFAULT_SCENARIO.patches, relaxedIndexCheck: false },
        nics: [{ ...DEFAULT_NIC_SCENARIO, startIndex }],
      }),
    ).outcome;

  it('without patch 5 the early load complains of every ring in use, and the reset heals the device', () => {
    const { status, stderr } = unpatched(100);
    expect(status).toBe('completed');
    expect(stderr.length).toBeGreaterThan(0);
    for (const line of stderr) expect(line).toMatch(/^VQ [0-2] size 0x400 Guest index 0x0 inconsistent/);
  });

  it('without patch 5 indices further from zero than the ring is long end the migration in setup', () => {
    expect(unpatched(65_500)).toMatchObject({
      status: 'failed',
      stderr: [
        'VQ 0 size 0x400 < last_avail_idx 0xffdc - used_idx 0x0',
        'Failed to load virtio-net:virtio',
        "error while loading state for instance 0x0 of device '0000:00:03.0/virtio-net'",
        'load of migration failed: Operation not permitted',
      ],
    });
  });
});

describe('strategies side by side', () => {
  it('both end in the same guest, whatever the strategy', () => {
    for (const strategy of STRATEGIES) {
      const destination = run(strategy).destination;
      expect(destination.events.length).toBeGreaterThan(1000);
    }
    const flags = (strategy: Scenario['strategy']): string[] =>
      inspect(run(strategy).stream)
        .sections.filter(({ idstr }) => idstr.endsWith('iterative'))
        .map(({ type }) => String(type));
    expect(flags('baseline')).toEqual([]);
    expect(flags('iterative')[0]).toBe('1');
    expect(flags('iterative').at(-1)).toBe('3');
  });

  it('the early load skips the index check on every queue, the final one passes it', () => {
    const { events } = run('iterative').destination;
    const kinds = Array.from(events.kind.subarray(0, events.length)).filter(
      (kind) => kind === EventKind.CheckSkipped || kind === EventKind.CheckPassed,
    );
    expect(kinds).toEqual([56, 56, 56, 57, 57, 57]);
  });

  it('the NIC at the start encodes to the captured section but for the indices', () => {
    const machine = new Machine({ ...DEFAULT_SCENARIO, nics: [DEFAULT_NIC_SCENARIO] }, 'source');
    const writer = new ByteWriter(65536);
    saveVmstate(virtioNet, machine.nics[0]!.saveState(), writer);
    const stream = fixtureStream('q10-baseline');
    const section = inspect(stream).sections.find(({ idstr }) => idstr.endsWith('/virtio-net'))!;
    const reference = stream.subarray(section.end - 5 - 46172, section.end - 5);
    const ours = writer.finish();
    expect(ours.length).toBe(reference.length);
    const different = Array.from(ours.keys()).filter((i) => ours[i] !== reference[i]);
    expect(different).toEqual([380, 396]); // low bytes of last_avail_idx of RX (9) and TX (13)
  });

  it('a destination as QEMU starts it encodes to the captured section of a guest without a driver', () => {
    const machine = new Machine(DEFAULT_SCENARIO, 'destination');
    const writer = new ByteWriter(65536);
    saveVmstate(virtioNet, machine.nics[0]!.saveState(), writer);
    const stream = fixtureStream('q10-fresh');
    const section = inspect(stream).sections.find(({ idstr }) => idstr.endsWith('/virtio-net'))!;
    expect(section.versionId).toBe(11);
    expect(writer.finish().length).toBeGreaterThan(0);
  });
});

describe('a damaged stream', () => {
  const whole = run('iterative').stream;
  const load = (bytes: Uint8Array): DestinationResult => {
    const feed = new MemoryFeed(bytes.length + 1);
    feed.append(bytes, bytes.length, 1_000_000);
    return runDestination(frozen(DEFAULT_SCENARIO), feed);
  };

  it("fails with an offset and QEMU's words wherever it is cut, and keeps what came", () => {
    const cuts: readonly (readonly [number, string, string])[] = [
      [0, 'Not a migration stream', 'Invalid argument'],
      [3, 'Not a migration stream', 'Invalid argument'],
      [7, 'Unsupported migration stream version', 'Operation not supported'],
      [8, 'Configuration section missing', 'Invalid argument'],
      [60, 'Failed to load configuration/capabilities:caps_count', 'Input/output error'],
      [79, 'Received unknown capability virtio-iterativ', 'Invalid argument'],
      [81, 'Unable to read ID string for section 0', 'Invalid argument'],
      [200, 'Unknown ramblock "/rom@etc/table-load", cannot accept migration', 'Invalid argument'],
      [46000, 'Failed to load virtio_pci/modern_queue_state:used', 'Invalid argument'],
      [50000, 'error while loading state section id 1(ram)', 'Input/output error'],
      [
        whole.length - 99_400,
        'qemu_loadvm_section_start_full: Failed to read instance/version ID: -5',
        'Input/output error',
      ],
    ];
    for (const [cut, first, why] of cuts) {
      const result = load(whole.subarray(0, cut));
      expect({ cut, status: result.status, first: result.stderr[0], last: result.stderr.at(-1) }).toEqual({
        cut,
        status: 'failed',
        first,
        last: `load of migration failed: ${why}`,
      });
      expect(result.stream.length).toBe(cut);
      expect(result.startedAt).toBe(-1);
    }
  });

  it('goes on without a description, as QEMU does', () => {
    const result = load(whole.subarray(0, whole.length - 99286));
    expect(result).toMatchObject({ status: 'completed', stderr: ['Expected vmdescription section, but got 0'] });
  });

  it.each([
    [0, 0x00, 'Not a migration stream', 'Invalid argument'],
    [7, 0x02, "SaveVM v2 format is obsolete and don't work anymore", 'Operation not supported'],
    [13, 0x71, "Machine type received is 'qc-i440fx-10.0' and local is 'pc-i440fx-10.0'", 'Invalid argument'],
    [80, 0x09, 'Unknown savevm section type 9', 'Invalid argument'],
  ])('byte %d set to %d: %s', (at, value, message, why) => {
    const bytes = whole.slice();
    bytes[at] = value;
    expect(load(bytes)).toMatchObject({
      status: 'failed',
      stderr: [message, `load of migration failed: ${why}`],
    });
  });

  it('an index far ahead breaks the device and the load goes on', () => {
    const bytes = whole.slice();
    const section = inspect(whole).sections.find(({ idstr, type }) => type === 4 && idstr.endsWith('/virtio-net'))!;
    bytes[section.end - 5 - 46172 + 379] = bytes[section.end - 5 - 46172 + 379]! ^ 0x20; // high byte of RX's last_avail_idx
    const result = load(bytes);
    expect(result.status).toBe('completed');
    expect(result.stderr[0]).toMatch(
      /^VQ 0 size 0x400 Guest index 0x[0-9a-f]+ inconsistent with Host index 0x[0-9a-f]+: delta 0x[0-9a-f]+$/,
    );
  });
});
