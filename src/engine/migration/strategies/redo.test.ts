// Redo on change: the whole early state again whenever something that a destination prepares by has changed, loaded onto a
// NIC that was reset; what was prepared in vain is counted. And patch 5 in the form that hides the check at FULL too.
import { describe, expect, it } from 'vitest';
import type { RunCapture, SideCapture } from '../../capture/capture.ts';
import { EventKind } from '../../capture/event-kinds.ts';
import { SideState } from '../../capture/seek.ts';
import { figuresOf } from '../../compare/figures.ts';
import { inspect } from '../../inspect/inspect.ts';
import { checkScenario } from '../../scenario/check.ts';
import { DEFAULT_NIC_SCENARIO, DEFAULT_SCENARIO, NO_SWITCHES } from '../../scenario/default-scenario.ts';
import { PRESETS } from '../../scenario/presets.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { SectionType } from '../../stream/sections.ts';
import { runScenario } from '../run.ts';

const MS = 1_000_000;
/** As the default, with rings that are not near their end; the guest stays as it was loaded. */
const PLAIN: Scenario = { ...DEFAULT_SCENARIO, nics: [{ ...DEFAULT_NIC_SCENARIO, startIndex: 9 }], runAfter: 0 };
const REDO: Scenario = { ...PLAIN, switches: { ...NO_SWITCHES, redoOnChange: true } };
const hostile = (scenario: Scenario, macChangesPerSecond: number): Scenario => ({
  ...scenario,
  workload: { ...scenario.workload, macChangesPerSecond },
});

function run(scenario: Scenario, change: Partial<Scenario> = {}): RunCapture {
  const result = checkScenario({ ...scenario, ...change });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return runScenario(result.scenario);
}

function ends({ cells, arena, stream, ...sides }: RunCapture): Readonly<Record<'source' | 'destination', number[]>> & {
  of(name: string): readonly [number, number];
  differing(): readonly string[];
} {
  const [source, destination] = (['source', 'destination'] as const).map((side) => {
    const state = new SideState(sides[side], arena, stream);
    state.seek(sides[side].events.length);
    return Array.from(state.values);
  }) as [number[], number[]];
  return {
    source,
    destination,
    of: (name) => {
      const { id } = cells.find((cell) => cell.name === name)!;
      return [source[id]!, destination[id]!];
    },
    differing: () =>
      cells.filter(({ id, mark }) => mark === 'migrated' && source[id] !== destination[id]).map(({ name }) => name),
  };
}

function count({ events }: SideCapture, kind: number): number {
  let found = 0;
  for (let i = 0; i < events.length; i++) if (events.kind[i] === kind) found++;
  return found;
}

/** Bytes of the iterative section's START, PARTs and END, in the order of the stream. */
const iterative = ({ stream }: RunCapture): readonly (readonly [number, number])[] =>
  inspect(stream)
    .sections.filter(({ idstr }) => idstr.endsWith('/virtio-net-iterative'))
    .map(({ type, start, end }) => [type, end - start] as const);

const voids = (capture: RunCapture): readonly (number | null)[] => {
  const { voidStates, voidBytes } = figuresOf(inspect(capture.stream), capture);
  return [voidStates, voidBytes];
};

const setMac = { at: 250 * MS, action: { do: 'set-mac', nic: 0, mac: '52:54:00:ab:cd:ef' } };

describe('redo on change', () => {
  it('without a change the stream is the same to the byte, and nothing was in vain', () => {
    const capture = run(REDO);
    expect(Buffer.compare(capture.stream, run(PLAIN).stream)).toBe(0);
    expect(voids(capture)).toEqual([0, 0]);
  });

  it('a change between two passes: the next PART carries the whole state', () => {
    const [plain, redo] = [run(PLAIN, { interventions: [setMac] }), run(REDO, { interventions: [setMac] })];
    expect(iterative(plain).filter(([type, bytes]) => type === SectionType.Part && bytes !== 18)).toEqual([]);
    // Five bytes of header, two flags, the state, the footer.
    expect(iterative(redo).filter(([type, bytes]) => type === SectionType.Part && bytes !== 18)).toEqual([
      [SectionType.Part, 5 + 8 + 46_172 + 8 + 5],
    ]);
    // Either way one early state was void; without redo it is found to be at the end.
    expect([voids(plain), voids(redo)]).toEqual([
      [1, 46_172],
      [1, 46_172],
    ]);
    expect(ends(redo).differing()).toEqual([]);
  });

  it('the destination resets the NIC before, so what only a reset can clear is cleared', () => {
    const reset = { interventions: [{ at: 150 * MS, action: { do: 'reset', nic: 0 } }] };
    expect(ends(run(PLAIN, reset)).of('started')).toEqual([0, 1]);
    expect(ends(run(REDO, reset)).of('started')).toEqual([0, 0]);
    expect(ends(run(REDO, reset)).differing()).toEqual([]);
  });

  it('no index is compared before FULL', () => {
    const { destination, outcome } = run(REDO, { interventions: [setMac] });
    expect(outcome.stderr).toEqual([]);
    // RX and TX at START and at the PART, the control queue too; all three at FULL.
    expect([count(destination, EventKind.CheckSkipped), count(destination, EventKind.CheckPassed)]).toEqual([6, 3]);
  });

  it('a change after the last pass goes with END', () => {
    // The state fits what may be left at the stop, so it does not hold the stop up. Before the stop: a dirty sync of 60 µs.
    const migration = { ...PLAIN.migration, downtimeLimit: 60 };
    const { events } = run(REDO, { migration }).source;
    const at = events.time[events.kind.indexOf(EventKind.GuestStop)]! - 30_000;
    const late = run(REDO, { migration, interventions: [{ ...setMac, at }] });
    expect(iterative(late).at(-1)).toEqual([SectionType.End, 5 + 8 + 46_172 + 8 + 5]);
    expect(ends(late).differing()).toEqual([]);
  });
});

describe('a guest that keeps changing', () => {
  it('makes passes bigger and preparation vain', () => {
    const [plain, redo] = [run(hostile(PLAIN, 10)), run(hostile(REDO, 10))];
    expect(voids(plain)).toEqual([1, 46_172]);
    const [states, bytes] = voids(redo);
    expect(states).toBeGreaterThan(3);
    expect(bytes).toBe(states! * 46_172);
    expect(redo.stream.length).toBeGreaterThan(plain.stream.length + bytes!);
    expect(ends(redo).differing()).toEqual([]);
  });

  it('never ends when the state alone does not fit the downtime limit', () => {
    // 12.5 MB/s for 3 ms: 37,500 bytes, less than a state.
    const migration = { ...PLAIN.migration, downtimeLimit: 3, maxPasses: 20 };
    const quiet = { ...PLAIN.workload, rxPerSecond: 0, txPerSecond: 0, dirtyPagesPerSecond: 20 };
    const passes = (scenario: Scenario): number => count(run(scenario, { migration }).source, EventKind.PassStart);
    expect(passes(hostile({ ...PLAIN, workload: quiet }, 1000))).toBeLessThan(10);
    expect(passes(hostile({ ...REDO, workload: quiet }, 1000))).toBeGreaterThan(20);
  });

  it('a vDPA device is told of the change with the PART that carries it', () => {
    const preset = PRESETS['vdpa-before']!;
    const switches = { ...preset.switches, redoOnChange: true };
    const { destination } = run({ ...preset, switches, runAfter: 0 }, { interventions: [{ ...setMac, at: 40 * MS }] });
    const { events, names } = destination;
    let full = 0;
    while (events.kind[full] !== EventKind.SectionLoadStart || !names[events.after[full]!]!.endsWith('/virtio-net'))
      full++;
    const commands: (readonly [isBeforeFull: boolean, number])[] = [];
    for (let i = 0; i < events.length; i++)
      if (events.kind[i] === EventKind.BackendCommand) commands.push([i < full, events.before[i]!]);
    // The nine of the first state, then MAC_ADDR_SET once more, when the PART is loaded.
    expect(commands.length).toBe(10);
    expect(commands.at(-1)).toEqual([true, 257]);
  });
});

it('early-vmsd has one shot: what changes is void at the end', () => {
  const strategy = { strategy: 'early-vmsd' as const };
  expect(voids(run(PLAIN, strategy))).toEqual([0, 0]);
  expect(voids(run(PLAIN, { ...strategy, interventions: [setMac] }))).toEqual([1, 46_172]);
});

describe('patch 5 with one flag until load_cleanup', () => {
  const NIC = 'FULL 0000:00:03.0/virtio-net';
  /** The high bit of last_avail_idx of queue 0 in FULL: 37 bytes of header, 379 of state before it. */
  const damage = {
    interventions: [{ at: 0, action: { do: 'flip', section: NIC, occurrence: 1, offset: 37 + 379, bit: 7 } }],
  };
  const hidden = { ...PLAIN.patches, relaxedUntilCleanup: true };

  it('lets a bad index through, which the patch as posted catches', () => {
    const caught = run(PLAIN, damage);
    expect(caught.outcome.stderr).toHaveLength(1);
    expect(caught.outcome.stderr[0]).toMatch(
      /^VQ 0 size 0x400 Guest index 0x\w+ inconsistent with Host index 0x8\w+: delta 0x/,
    );
    expect(ends(caught).of('broken')).toEqual([0, 1]);
    const through = run(PLAIN, { ...damage, patches: hidden });
    expect(through.outcome).toMatchObject({ status: 'completed', stderr: [] });
    expect(ends(through).of('broken')).toEqual([0, 0]);
    const [here, there] = ends(through).of('last_avail_idx');
    expect(there - here).toBe(0x8000);
    expect(count(through.destination, EventKind.CheckPassed)).toBe(0);
  });

  it('leaves used_idx, which only the check computes, at 0', () => {
    const [here, there] = ends(run(PLAIN, { patches: hidden })).of('used_idx');
    expect(here).toBeGreaterThan(9);
    expect(there).toBe(0);
    expect(ends(run(PLAIN)).of('used_idx')[1]).toBeGreaterThan(9);
  });

  it('is a form of the relaxed check', () => {
    const result = checkScenario({ ...PLAIN, patches: { ...hidden, relaxedIndexCheck: false } });
    expect(result).toMatchObject({ ok: false, problems: [{ path: 'patches.relaxedUntilCleanup' }] });
  });
});
