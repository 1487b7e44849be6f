// switchover-ack: the stop waits until the destination's early load is done, by a message that takes the link's latency;
// the same capture in one thread and in two.
import { describe, expect, it } from 'vitest';
import { inTwoThreads } from '../../testing/two-threads.ts';
import type { RunCapture, SideCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { inspect } from '../inspect/inspect.ts';
import { checkScenario } from '../scenario/check.ts';
import { DEFAULT_NIC_SCENARIO, NO_SWITCHES } from '../scenario/default-scenario.ts';
import { PRESETS } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { runDestination, type DestinationResult } from './destination.ts';
import { MemoryFeed } from './feed.ts';
import { hashCapture } from './hash.ts';
import { joinSides } from './join.ts';
import { heardBack, ReturnMessage, SILENT, type ReturnPath } from './return-path.ts';
import { runScenario } from './run.ts';
import { runSource, type SourceResult } from './source.ts';
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
  const damage = (offset: number) => ({
    at: 0,
    action: { do: 'drop', section: 'FULL 0000:00:03.0/virtio-net', occurrence: 1, offset, length: 1 },
  });

  it('says so as its last word: the source fails with it and its guest goes on', () => {
    const capture = run({ interventions: [damage(60)] });
    const { outcome, source, destination } = capture;
    expect(outcome).toMatchObject({ status: 'failed', guest: 'source', downtime: -1 });
    expect(outcome.sourceStderr).toEqual(['Sibling indicated error 1']);
    const [shut] = times(destination, EventKind.ReturnSent, Shut);
    expect(times(source, EventKind.ReturnHeard, Shut)).toEqual([shut! + WITH.link.latency]);
    expect(times(source, EventKind.GuestStart)).toHaveLength(2);
    const has = { hasDowntime: true };
    const log = traceLines(capture, { source: has, destination: has }).join('\n');
    expect(log).toMatch(/source_return_path_thread_shut 0x1\n.*source_return_path_thread_bad_end/);
  });

  it('and dies on the spot closes the connection, with what nobody has read in it', () => {
    // vring.num of queue 0 of the second NIC, while the first one's load takes its time: a ring of no entries ends QEMU.
    const place = { section: 'START 0000:00:06.0/virtio-net-iterative', occurrence: 1, offset: 422 };
    const acts = [
      { do: 'insert', ...place, bytes: '00000000' },
      { do: 'drop', ...place, length: 4 },
    ];
    const nics = [DEFAULT_NIC_SCENARIO, { ...DEFAULT_NIC_SCENARIO, slot: 6, mac: '52:54:00:12:34:57' }];
    const { outcome, source } = run({ nics, interventions: acts.map((action) => ({ at: 0, action })) });
    expect(outcome.stderr.at(-1)).toMatch(/Assertion/);
    expect(times(source, EventKind.ReturnHeard, Shut)).toEqual([]);
    expect(outcome).toMatchObject({
      status: 'failed',
      guest: 'source',
      sourceStderr: ['Unable to read from socket: Connection reset by peer'],
    });
  });

  it('before it could open the return path ends the connection, which is what the source hears first', () => {
    const { outcome, source } = run({ destination: { ...WITH.destination, virtioIterative: false } });
    expect(outcome).toMatchObject({
      status: 'failed',
      guest: 'source',
      sourceStderr: ['Channel error: Input/output error'],
    });
    expect(times(source, EventKind.GuestStop)).toEqual([]);
  });
});

describe('a guest in two places', () => {
  it('a cancel when the destination has everything', () => {
    const link = { ...WITH.link, latency: 50 * MS };
    const [started] = times(run({ link }).destination, EventKind.GuestStart);
    const { outcome } = run({ link, interventions: [{ at: started! + MS, action: { do: 'cancel' } }] });
    expect(outcome).toMatchObject({ status: 'cancelled', guest: 'both', downtime: -1, sourceStderr: [] });
  });

  it('a stream that says that it ends before it does: the destination closes, the source writes on', () => {
    const action = { do: 'drop', section: 'PART ram', occurrence: 1, offset: 0, length: 1 };
    for (const switches of [WITH.switches, NO_SWITCHES]) {
      const cost = { ...WITH.cost, set: {} };
      const { outcome, destination } = run({ switches, cost, interventions: [{ at: 0, action }] });
      expect(times(destination, EventKind.GuestStart)).toHaveLength(1);
      expect(outcome).toMatchObject({ status: 'failed', guest: 'both', downtime: -1 });
      expect(outcome.sourceStderr).toEqual(['Unable to write to socket: Broken pipe']);
    }
  });
});

describe('runs that settle', () => {
  it('are three, whatever the latency', () => {
    for (const latency of [0, 200_000, 300 * MS]) {
      const scenario = { ...WITH, link: { ...WITH.link, latency } };
      let back: ReturnPath | null = SILENT;
      let rounds = 0;
      while (back) {
        rounds = back.round + 1;
        const feed = new MemoryFeed(1 << 23);
        const source = runSource(scenario, (packet, length, arrival) => feed.append(packet, length, arrival), back);
        back = heardBack(scenario, source, runDestination(scenario, feed));
      }
      expect([latency, rounds]).toEqual([latency, 3]);
    }
  });

  it('or are given up in words', () => {
    const back = { closedAt: Infinity, isReset: false, heard: [], round: 8 };
    const said = [{ at: 5, message: Pong, value: 1 }];
    const source = { completedAt: 9, back } as unknown as SourceResult;
    const destination = { closedAt: 7, isReset: false, said } as unknown as DestinationResult;
    expect(() => heardBack(WITH, source, destination)).toThrow(/^The return path does not settle: after 8 runs /);
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
