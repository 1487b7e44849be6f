// What a step changed, in words.
import { describe, expect, it } from 'vitest';
import { EventKind } from '../../engine/capture/event-kinds.ts';
import { runDocument } from '../../testing/documents.ts';
import { headEvent, seekStates } from '../../store/documents.ts';
import { changedCells } from './changed-cells.ts';

const document = runDocument();
const { length } = document.timeline.heads;

/** The head of the first event of this kind at the source behind the beginning. */
function headOf(kind: number): number {
  for (let head = 1; head < length; head++) {
    const { side, row } = headEvent(document, head);
    if (side === 'source' && document.capture.source.events.kind[row] === kind) return head;
  }
  throw new Error('there is none');
}

describe('changes of a step', () => {
  const head = headOf(EventKind.DevicePop);

  it('are those of the event and its details, as the device panels show them', () => {
    const { row } = headEvent(document, head);
    const { subject, after } = document.capture.source.events;
    const queue = ['RX0', 'TX0', 'CTRL'][subject[row]! % 64];
    const text = changedCells(document, head - 1, head);
    expect(text).toContain(`source ${queue} last_avail_idx `);
    expect(text).toContain(`→ ${after[row]!.toLocaleString('en')}`);
  });

  it('are told the other way round when the step goes back', () => {
    const [forward, back] = [changedCells(document, head - 1, head), changedCells(document, head, head - 1)];
    const swap = (text: string): string => text.replace(/(\S+) → (\S+?)(?=,? |,?$)/g, '$2 → $1');
    expect(back.split(', ').sort()).toEqual(forward.split(', ').map(swap).sort());
  });

  it('agree with the states before and after, whatever the step', () => {
    const [from, to] = [Math.floor(length / 3), Math.floor(length / 3) + 40];
    const values = (head: number): readonly number[] => {
      seekStates(document, head);
      return [...document.state.source.values, ...document.state.destination.values];
    };
    const [before, after] = [values(from), values(to)];
    const words = changedCells(document, from, to).split(', ');
    const more = /^(\d+) more$/.exec(words.at(-1)!)?.[1];
    const told = more === undefined ? words.length : words.length - 1 + Number(more);
    expect(told).toBe(before.filter((value, i) => value !== after[i]).length);
  });

  it('of a list are what came and what went', () => {
    const vlan = (at: number, vlan: number) => ({ at: at * 1e6, action: { do: 'add-vlan', nic: 0, vlan } }) as const;
    const filtered = runDocument('iterative', [vlan(20, 7), vlan(30, 9)]);
    const heads = Array.from({ length: filtered.timeline.heads.length - 1 }, (_, i) => i + 1);
    const told = heads.flatMap((at) => changedCells(filtered, at - 1, at).split(', '));
    expect(told.filter((text) => text.startsWith('source vlans '))).toEqual(['source vlans + 7', 'source vlans + 9']);
  });

  it('of no step are none', () => {
    expect(changedCells(document, head, head)).toBe('');
  });
});
