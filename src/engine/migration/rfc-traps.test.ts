// What the RFC's design lets happen, tried on real QEMUs: one side without the capability, a NIC that stays broken, a
// subsection that cannot clear, an early load that sees zeros for guest RAM.
import { describe, expect, it } from 'vitest';
import type { RunCapture, SideCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { SideState } from '../capture/seek.ts';
import { inspect } from '../inspect/inspect.ts';
import { checkScenario } from '../scenario/check.ts';
import { DEFAULT_NIC_SCENARIO, DEFAULT_SCENARIO } from '../scenario/default-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { SectionType } from '../stream/sections.ts';
import { runScenario } from './run.ts';

/** Rings in use from the start, not near their end; the guest stays as it was loaded. */
const PLAIN: Scenario = { ...DEFAULT_SCENARIO, nics: [{ ...DEFAULT_NIC_SCENARIO, startIndex: 9 }], runAfter: 0 };

function run(changes: Partial<Scenario>): RunCapture {
  const result = checkScenario({ ...PLAIN, ...changes });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return runScenario(result.scenario);
}

function end({ cells, arena, stream, ...sides }: RunCapture, side: 'source' | 'destination', name: string): number {
  const state = new SideState(sides[side], arena, stream);
  state.seek(sides[side].events.length);
  return state.values[cells.find((cell) => cell.name === name)!.id]!;
}

/** Row of the first event of a kind; -1 when there is none. */
function first({ events }: SideCapture, kind: number): number {
  return events.kind.subarray(0, events.length).indexOf(kind);
}

/** Bytes of the NIC's state in START and in FULL. */
function stateBytes({ stream }: RunCapture): readonly number[] {
  return inspect(stream)
    .sections.filter(({ idstr, type }) =>
      type === SectionType.Start ? idstr.endsWith('/virtio-net-iterative') : idstr.endsWith('/virtio-net'),
    )
    .map(({ type, idstr, start, end }) => end - start - idstr.length - 14 - 5 - (type === SectionType.Start ? 16 : 0));
}

describe('the capability on one side only', () => {
  const { source, destination } = PLAIN;

  it('of the source', () => {
    const { outcome } = run({ destination: { ...destination, virtioIterative: false } });
    expect(outcome).toMatchObject({
      status: 'failed',
      stderr: [
        'Capability virtio-iterative is off, but received capability is on',
        'load of migration failed: Invalid argument',
      ],
    });
  });

  it('of the destination', () => {
    const { outcome } = run({
      strategy: 'baseline',
      source: { ...source, virtioIterative: false },
      destination: { ...destination, virtioIterative: true },
    });
    expect(outcome).toMatchObject({
      status: 'failed',
      stderr: [
        'Capability virtio-iterative is on, but received capability is off',
        'load of migration failed: Invalid argument',
      ],
    });
  });

  it('of a source whose destination does not know it', () => {
    const { outcome } = run({ destination: { ...destination, qemu: '10.0' } });
    expect(outcome).toMatchObject({
      status: 'failed',
      stderr: [
        'Received unknown capability virtio-iterative',
        'Failed to load configuration/capabilities:capabilities',
        'load of migration failed: Invalid argument',
      ],
    });
  });
});

describe('guest RAM at the early load', () => {
  it('is zero, and is there at the last load', () => {
    const capture = run({});
    const { destination, arena, stream, source } = capture;
    const state = new SideState(destination, arena, stream);
    state.seek(first(destination, EventKind.CheckSkipped) + 1);
    expect(state.arena.every((byte) => byte === 0)).toBe(true);
    state.seek(first(destination, EventKind.CheckPassed) + 1);
    const sent = new SideState(source, arena, stream);
    sent.seek(source.events.length);
    expect(Buffer.compare(Buffer.from(state.arena), Buffer.from(sent.arena))).toBe(0);
  });

  it('breaks the device without patch 5, and FULL does not heal it', () => {
    const capture = run({ patches: { ...PLAIN.patches, relaxedIndexCheck: false } });
    expect(capture.outcome).toMatchObject({
      status: 'completed',
      stderr: [0, 1].map(
        (queue) => `VQ ${queue} size 0x400 Guest index 0x0 inconsistent with Host index 0x9: delta 0xfff7`,
      ),
    });
    expect([end(capture, 'source', 'broken'), end(capture, 'destination', 'broken')]).toEqual([0, 1]);
    const [full] = inspect(capture.stream).sections.filter(({ idstr }) => idstr.endsWith('/virtio-net'));
    const text = Buffer.from(capture.stream.subarray(full!.start, full!.end)).toString('latin1');
    expect(text).not.toContain('virtio/broken');
  });
});

describe('a subsection that is sent only when needed', () => {
  it('cannot clear `started` after a guest reset in the middle', () => {
    const capture = run({ interventions: [{ at: 150_000_000, action: { do: 'reset', nic: 0 } }] });
    expect(capture.outcome).toMatchObject({ status: 'completed', stderr: [] });
    const [early, last] = stateBytes(capture);
    expect([early, last]).toEqual([46_172, 46_143]);
    expect([end(capture, 'source', 'started'), end(capture, 'destination', 'started')]).toEqual([0, 1]);
    expect([end(capture, 'source', 'status'), end(capture, 'destination', 'status')]).toEqual([0, 0]);
  });

  it('has nothing to clear without the early load', () => {
    const capture = run({
      strategy: 'baseline',
      interventions: [{ at: 150_000_000, action: { do: 'reset', nic: 0 } }],
    });
    expect([end(capture, 'source', 'started'), end(capture, 'destination', 'started')]).toEqual([0, 0]);
  });
});
