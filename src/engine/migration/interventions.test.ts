// What a person does in the middle: everything before it comes out the same, and the outcome says what came of it.
import { describe, expect, it } from 'vitest';
import type { RunCapture, SideCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import type { Action } from '../scenario/action-groups.ts';
import { checkScenario } from '../scenario/check.ts';
import { DEFAULT_SCENARIO } from '../scenario/default-scenario.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { runScenario } from './run.ts';

const MS = 1_000_000;
const base = runScenario(DEFAULT_SCENARIO);

function run(at: number, action: Action, scenario: Scenario = DEFAULT_SCENARIO): RunCapture {
  const result = checkScenario({ ...scenario, interventions: [{ at, action }] });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return runScenario(result.scenario);
}

/** Rows of the source's events of a kind. */
function rows({ events }: SideCapture, kind: number): number[] {
  return Array.from({ length: events.length }, (_, i) => i).filter((i) => events.kind[i] === kind);
}

/** Whether the intervention was done. */
function wasDone({ source }: RunCapture): boolean {
  const [row] = rows(source, EventKind.Intervention);
  return source.events.after[row!] === 1;
}

describe.each([
  { do: 'bandwidth', bandwidth: 20_000_000 },
  { do: 'latency', latency: 50 * MS },
  { do: 'downtime-limit', limit: 1 },
  { do: 'dirty-rate', pages: 20_000 },
  { do: 'throttle', percent: 80 },
  { do: 'cancel' },
] as readonly Action[])('$do at 150 ms', (action) => {
  const capture = run(150 * MS, action);

  it('leaves all before it as it was', () => {
    const [row] = rows(capture.source, EventKind.Intervention);
    expect(capture.source.events.time[row!]).toBe(150 * MS);
    for (const column of ['time', 'kind', 'subject', 'offset', 'before', 'after'] as const)
      expect(capture.source.events[column].slice(0, row)).toEqual(base.source.events[column].slice(0, row));
  });

  it('changes what comes after', () => {
    expect(wasDone(capture)).toBe(true);
    expect(capture.destination.events.time).not.toEqual(base.destination.events.time);
  });
});

describe('host', () => {
  it('a slower link takes longer', () => {
    expect(run(150 * MS, { do: 'bandwidth', bandwidth: 20_000_000 }).outcome.totalTime).toBeGreaterThan(
      base.outcome.totalTime * 1.5,
    );
  });

  it('a guest that writes faster sends more, one that is throttled less', () => {
    expect(run(50 * MS, { do: 'dirty-rate', pages: 20_000 }).stream.length).toBeGreaterThan(base.stream.length);
    expect(run(50 * MS, { do: 'throttle', percent: 95 }).stream.length).toBeLessThan(base.stream.length);
  });

  it('a cancelled migration leaves the guest running here and the destination without one', () => {
    const { outcome, source, destination } = run(150 * MS, { do: 'cancel' });
    expect(outcome.status).toBe('cancelled');
    expect(outcome.downtime).toBe(-1);
    expect(outcome.stderr.at(-1)).toBe('load of migration failed: Input/output error');
    expect(rows(destination, EventKind.GuestStart)).toEqual([]);
    expect(source.events.time[rows(source, EventKind.GuestKick).at(-1)!]).toBeGreaterThan(150 * MS);
  });

  it('cancelled in stop-and-copy, the guest starts again', () => {
    const stop = base.source.events.time[rows(base.source, EventKind.GuestStop)[0]!]!;
    const { outcome, source } = run(stop + MS, { do: 'cancel' });
    expect(outcome.status).toBe('cancelled');
    expect(rows(source, EventKind.GuestStart)).toHaveLength(2);
  });

  it('a NIC cannot be unplugged while migrating', () => {
    const capture = run(150 * MS, { do: 'unplug', nic: 0 });
    expect(wasDone(capture)).toBe(false);
    expect(capture.outcome.sourceStderr).toEqual(['device_del not allowed while migrating']);
    expect(capture.outcome.status).toBe('completed');
  });

  it('unplugged before, its handlers are still there, and the source dies', () => {
    const { outcome } = run(0, { do: 'unplug', nic: 0 });
    expect(outcome.status).toBe('failed');
    expect(outcome.sourceStderr[0]).toMatch(/^QEMU died with signal 11/);
  });

  it('unplugged before, without the capability, it is left out', () => {
    const { outcome, source } = run(0, { do: 'unplug', nic: 0 }, { ...DEFAULT_SCENARIO, strategy: 'baseline' });
    expect(outcome.status).toBe('completed');
    expect(source.names.filter((name) => name.endsWith('/virtio-net'))).toEqual([]);
  });
});

describe('stream', () => {
  const FULL = { section: 'FULL 0000:00:03.0/virtio-net', occurrence: 1 };

  it('a flipped footer fails as QEMU fails', () => {
    const { outcome } = run(0, { do: 'flip', section: 'END ram', occurrence: 1, offset: 0, bit: 3 });
    expect(outcome.status).toBe('failed');
    expect(outcome.stderr.at(-1)).toBe('load of migration failed: Invalid argument');
  });

  it('a dropped byte shifts everything behind it', () => {
    const capture = run(0, { do: 'drop', ...FULL, offset: 60, length: 1 });
    const [fault] = rows(capture.source, EventKind.StreamFault);
    const at = capture.source.events.offset[fault!]!;
    expect(capture.stream[at - 1]).toBe(base.stream[at - 1]);
    expect(capture.stream.slice(at)).toEqual(base.stream.slice(at + 1, capture.stream.length + 1));
    expect(capture.outcome.status).toBe('failed');
    const [row] = rows(capture.source, EventKind.StreamFault);
    expect(capture.source.events.before[row!]).toBe(1);
  });

  it('inserted bytes are told where they stand on the wire', () => {
    const capture = run(0, { do: 'insert', section: '', occurrence: 1, offset: 80, bytes: 'dead' });
    const [row] = rows(capture.source, EventKind.StreamFault);
    expect(capture.source.events.offset[row!]).toBe(80);
    expect([...capture.stream.subarray(80, 82)]).toEqual([0xde, 0xad]);
    const start = rows(capture.source, EventKind.SectionSaveStart)[1]!;
    expect(capture.stream[capture.source.events.offset[start]!]).toBe(1);
  });

  it('cut, the source meets a broken pipe and keeps its guest', () => {
    const { outcome, stream, source } = run(0, { do: 'truncate', section: '', occurrence: 1, offset: 100_000 });
    expect(stream.length).toBe(100_000);
    expect(outcome).toMatchObject({
      status: 'failed',
      sourceStderr: ['Unable to write to socket: Broken pipe'],
    });
    expect(outcome.stderr.at(-1)).toBe('load of migration failed: Input/output error');
    expect(rows(source, EventKind.GuestStop)).toEqual([]);
  });

  it('a place that has passed is refused', () => {
    const capture = run(150 * MS, { do: 'flip', section: '', occurrence: 1, offset: 5, bit: 0 });
    expect(wasDone(capture)).toBe(false);
    expect(capture.outcome.status).toBe('completed');
  });
});

describe('destination', () => {
  it('without the capability it refuses the stream', () => {
    const { outcome } = run(150 * MS, { do: 'capability', on: false });
    expect(outcome.status).toBe('failed');
    expect(outcome.stderr[0]).toBe('Capability virtio-iterative is off, but received capability is on');
    expect(outcome.sourceStderr).toEqual(['Unable to write to socket: Broken pipe']);
  });

  it('with another machine type it refuses the stream', () => {
    const { outcome } = run(0, { do: 'machine', machine: 'pc-i440fx-9.2' });
    expect(outcome.stderr[0]).toBe("Machine type received is 'pc-i440fx-10.0' and local is 'pc-i440fx-9.2'");
  });
});

describe('after the switch', () => {
  const started = base.destination.events.time[rows(base.destination, EventKind.GuestStart)[0]!]!;

  it('the guest is the destination’s, and does there what it is told', () => {
    const mac = '52:54:00:00:00:99';
    const capture = run(started + 5 * MS, { do: 'set-mac', nic: 0, mac });
    const [row] = rows(capture.destination, EventKind.Intervention);
    expect(capture.destination.events.after[row!]).toBe(1);
    expect(rows(capture.source, EventKind.Intervention)).toEqual([]);
    expect(Buffer.compare(Buffer.from(capture.stream), Buffer.from(base.stream))).toBe(0);
    const macs = rows(capture.destination, EventKind.CellSet).filter(
      (i) => capture.cells[capture.destination.events.subject[i]!]!.name === 'mac',
    );
    expect(capture.destination.events.after[macs.at(-1)!]).toBe(Number(`0x${mac.replaceAll(':', '')}`));
  });

  it('a guest that stands in the stop cannot be told anything', () => {
    const stop = base.source.events.time[rows(base.source, EventKind.GuestStop)[0]!]!;
    expect(wasDone(run(stop + MS, { do: 'set-mac', nic: 0, mac: '52:54:00:00:00:99' }))).toBe(false);
  });
});
