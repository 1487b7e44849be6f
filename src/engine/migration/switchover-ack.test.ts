// switchover-ack: the stop waits until the destination's early load is done, by a message that takes the link's latency;
// the same capture in one thread and in two.
import { describe, expect, it } from 'vitest';
import { inTwoThreads } from '../../testing/two-threads.ts';
import type { RunCapture, SideCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { inspect } from '../inspect/inspect.ts';
import { checkScenario } from '../scenario/check.ts';
import { NO_SWITCHES } from '../scenario/default-scenario.ts';
import { PRESETS } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { hashCapture } from './hash.ts';
import { joinSides } from './join.ts';
import { heardBack, ReturnMessage, SILENT, type ReturnPath } from './return-path.ts';
import { runScenario } from './run.ts';
import { traceLines } from './trace-text.ts';

const WITH = PRESETS['switchover-ack']!;
const MS = 1_000_000;

function run(change: Partial<Scenario>): RunCapture {
  const result = checkScenario({ ...WITH, ...change });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return runScenario(result.scenario);
}

/** Times of events of a kind with this subject, ns. */
function times({ events }: SideCapture, kind: number, subject = -1): number[] {
  const list: number[] = [];
  for (let i = 0; i < events.length; i++)
    if (events.kind[i] === kind && (subject < 0 || events.subject[i] === subject)) list.push(events.time[i]!);
  return list;
}

const { SwitchoverAck, Pong, Shut } = ReturnMessage;

describe('iterative', () => {
  const capture = run({});
  const { source, destination, outcome } = capture;
  const [acked] = times(destination, EventKind.ReturnSent, SwitchoverAck);

  it('the ack leaves when START is loaded and is heard a latency later', () => {
    const { events } = destination;
    const started = events.kind.indexOf(EventKind.AckPending, events.kind.indexOf(EventKind.AckPending) + 1);
    expect(events.kind[started - 1]).toBe(EventKind.SectionLoadEnd);
    expect(events.time[started - 1]).toBe(acked);
    expect(times(source, EventKind.ReturnHeard, SwitchoverAck)).toEqual([acked! + WITH.link.latency]);
  });

  it('the guest is not stopped before; without the switch it is, and waits for the early load in the stop', () => {
    const [stopped] = times(source, EventKind.GuestStop);
    expect(stopped).toBeGreaterThanOrEqual(acked! + WITH.link.latency);
    expect(stopped! - acked!).toBeLessThan(10 * MS);
    const without = run({ switches: NO_SWITCHES });
    expect(times(without.source, EventKind.GuestStop)[0]).toBeLessThan(acked!);
    expect(without.outcome.downtime).toBeGreaterThan(outcome.downtime + 150 * MS);
  });

  it('the source calls itself completed when it has heard SHUT', () => {
    expect(outcome).toMatchObject({ status: 'completed', stderr: [], sourceStderr: [] });
    const [started] = times(destination, EventKind.ReturnSent, Shut);
    expect(times(destination, EventKind.GuestStart)).toEqual([started]);
    expect(outcome.totalTime).toBe(started! + WITH.link.latency);
  });

  it('the stream begins with the two commands behind the configuration', () => {
    const { events } = source;
    const sent: number[][] = [];
    for (let i = 0; i < events.length; i++) {
      const at = events.offset[i]!;
      const bytes = 5 + (events.subject[i] === 2 ? 4 : 0);
      if (events.kind[i] === EventKind.CommandSent) sent.push(Array.from(capture.stream.subarray(at, at + bytes)));
    }
    expect(sent).toEqual([
      [8, 0, 1, 0, 0],
      [8, 0, 2, 0, 4, 0, 0, 0, 1],
      [8, 0, 11, 0, 0],
    ]);
    expect(inspect(capture.stream).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(times(destination, EventKind.ReturnSent, Pong)).toHaveLength(1);
  });

  it('the log has QEMU’s words', () => {
    const texts = traceLines(capture, { source: { hasDowntime: true }, destination: { hasDowntime: true } })
      .map((line) => line.slice(line.indexOf(':') + 1))
      .filter((line) => /switchover_ack|approve|rp_message|return_path/.test(line));
    expect(texts).toEqual([
      'source_return_path_thread_pong 0x1',
      'source_return_path_thread_switchover_acked ',
      'source_return_path_thread_shut 0x0',
      'loadvm_state_switchover_ack_needed Switchover ack pending num=1',
      'migrate_send_rp_message 2: len 4',
      'loadvm_approve_switchover Switchover ack pending num=0',
      'migrate_send_rp_message 7: len 0',
      'migrate_send_rp_message 1: len 4',
    ]);
  });
});

describe('other strategies', () => {
  it('baseline: nobody asks, so the ack answers the open return path', () => {
    const { source, destination } = run({ strategy: 'baseline' });
    expect(times(destination, EventKind.ReturnSent, SwitchoverAck)).toEqual(
      times(destination, EventKind.CommandLoaded, 1),
    );
    expect(times(source, EventKind.ReturnHeard, SwitchoverAck)).toHaveLength(1);
  });

  it.each(['warm-reset', 'early-vmsd'] as const)('%s: the last device that is warm', (strategy) => {
    const { source, destination, outcome } = run({ strategy });
    expect(outcome.status).toBe('completed');
    const pending = times(destination, EventKind.AckPending, 1);
    expect(pending.length).toBe(strategy === 'warm-reset' ? 31 : 1);
    expect(times(destination, EventKind.ReturnSent, SwitchoverAck)).toEqual(pending.slice(-1));
    expect(times(source, EventKind.GuestStop)[0]).toBeGreaterThan(pending.at(-1)!);
  });
});

it('gives the same capture in two threads', async () => {
  let back: ReturnPath | null = SILENT;
  let runs = 0;
  let sides = await inTwoThreads(WITH, back);
  for (back = heardBack(WITH, ...sides); back; back = heardBack(WITH, ...sides)) {
    sides = await inTwoThreads(WITH, back);
    runs++;
  }
  expect(runs).toBe(2);
  expect(hashCapture(joinSides(...sides))).toBe(hashCapture(run({})));
});

describe('a destination that fails', () => {
  it('closes the return path: the source fails with it and its guest goes on', () => {
    const action = { do: 'drop', section: 'FULL 0000:00:03.0/virtio-net', occurrence: 1, offset: 60, length: 1 };
    const { outcome, source } = run({ interventions: [{ at: 0, action }] });
    expect(outcome.status).toBe('failed');
    expect(times(source, EventKind.ReturnHeard, Shut)).toEqual([]);
    expect(times(source, EventKind.GuestStart)).toHaveLength(2);
  });

  it('before it could ack leaves a broken pipe', () => {
    const { outcome, source } = run({ destination: { ...WITH.destination, virtioIterative: false } });
    expect(outcome).toMatchObject({ status: 'failed', sourceStderr: ['Unable to write to socket: Broken pipe'] });
    expect(times(source, EventKind.GuestStop)).toEqual([]);
  });
});

it('a QEMU 7.2 does not have it', () => {
  const result = checkScenario({
    ...WITH,
    strategy: 'baseline',
    destination: { ...WITH.destination, qemu: '7.2' },
  });
  expect(result).toMatchObject({
    ok: false,
    problems: [{ path: 'switches.switchoverAck', message: 'needs QEMU 10.0 on both sides, the destination is 7.2' }],
  });
});
