// The NIC of an opened stream is what a destination has when it has loaded it, whatever the strategy.
import { describe, expect, it } from 'vitest';
import { SideState } from '../../engine/capture/seek.ts';
import { EventKind } from '../../engine/capture/event-kinds.ts';
import type { Intervention } from '../../engine/scenario/action-groups.ts';
import { STRATEGIES, type Strategy } from '../../engine/scenario/scenario.ts';
import { inspect } from '../../engine/inspect/inspect.ts';
import { makeFileDocument } from '../../store/documents.ts';
import { runDocument } from '../../testing/documents.ts';
import { savedNics, type SavedNic } from './saved-view.ts';

const MS = 1_000_000;
const CHANGES: readonly Intervention[] = [
  { at: 60 * MS, action: { do: 'set-mac', nic: 0, mac: '52:54:00:ab:cd:ef' } },
  { at: 90 * MS, action: { do: 'rx-mode', nic: 0, mode: 'promisc', on: false } },
];
const RESET: readonly Intervention[] = [{ at: 120 * MS, action: { do: 'reset', nic: 0 } }];

/** What the file says beside what the destination of the run has at the end of its load. */
function both(strategy: Strategy, interventions: readonly Intervention[]) {
  const { capture } = runDocument(strategy, interventions);
  const stream = capture.stream.slice();
  const [nic] = savedNics(makeFileDocument('x.bin', stream.length, stream, inspect(stream)));
  const { events } = capture.destination;
  const state = new SideState(capture.destination, capture.arena, capture.stream);
  state.seek(events.kind.lastIndexOf(EventKind.LoadEnd));
  const of = (name: string, queue = -1): number =>
    state.values[capture.cells.find((cell) => cell.name === name && cell.queue === queue)!.id]!;
  return { nic: nic!, of };
}

const macOf = ({ mac }: SavedNic): number => (mac ?? new Uint8Array()).reduce((sum, byte) => sum * 256 + byte, 0);

describe.each(STRATEGIES)('of a stream by %s', (strategy) => {
  it.each([
    ['undisturbed', []],
    ['with changes', CHANGES],
    ['with a reset', [...CHANGES, ...RESET]],
  ] as const)('%s', (_, interventions) => {
    const { nic, of } = both(strategy, interventions);
    expect(macOf(nic)).toBe(of('mac'));
    expect(nic.status).toBe(of('status'));
    expect(nic.promiscuous).toBe(of('promisc') === 1);
    expect(nic.queues.map(({ lastAvailIdx }) => lastAvailIdx)).toEqual([0, 1, 2].map((q) => of('last_avail_idx', q)));
    expect(nic.changes > 0).toBe(strategy === 'delta');
  });
});

it('with delta a field is selected where it was sent last', () => {
  const { nic } = both('delta', []);
  const rows = nic.queues.map(({ row }) => row);
  expect(Math.min(...rows)).toBeGreaterThan(nic.row + 1000);
});
