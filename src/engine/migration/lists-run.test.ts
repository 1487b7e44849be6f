// The lists of a NIC at any cursor: exact before and after what changes them, on both sides, and the same in every thread.
import { describe, expect, it } from 'vitest';
import type { RunCapture, Side } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import { listChange, listEntries } from '../capture/list-text.ts';
import { listBytes } from '../capture/lists.ts';
import { SideState } from '../capture/seek.ts';
import { eventAt, mergeTimeline } from '../capture/timeline.ts';
import { inspect } from '../inspect/inspect.ts';
import { compile } from '../query/compile.ts';
import { EventCursor, eventScope } from '../query/event-scope.ts';
import type { Intervention } from '../scenario/action-groups.ts';
import { DEFAULT_NIC_SCENARIO, DEFAULT_SCENARIO } from '../scenario/default-scenario.ts';
import type { FilterScenario, Scenario } from '../scenario/scenario.ts';
import { hashCapture } from './hash.ts';
import { runScenario } from './run.ts';

const MS = 1_000_000;
const FILTERS: FilterScenario = {
  ...DEFAULT_NIC_SCENARIO.filters,
  promisc: false,
  unicast: ['52:54:00:aa:00:00', '52:54:00:aa:00:01'],
  multicast: ['33:33:00:00:00:01', '01:00:5e:00:00:fb'],
  vlans: [1, 100, 2048, 4094],
};
const MACS = [...FILTERS.unicast, ...FILTERS.multicast];

function scenario(interventions: readonly Intervention[], changes: Partial<Scenario> = {}): Scenario {
  return {
    ...DEFAULT_SCENARIO,
    machine: { ...DEFAULT_SCENARIO.machine, memoryMiB: 8, filledPerMille: 100 },
    nics: [{ ...DEFAULT_NIC_SCENARIO, filters: FILTERS }],
    interventions,
    runAfter: 0,
    ...changes,
  };
}

const INTERVENTIONS: readonly Intervention[] = [
  { at: 20 * MS, action: { do: 'add-vlan', nic: 0, vlan: 7 } },
  { at: 40 * MS, action: { do: 'drop-vlan', nic: 0, vlan: 100 } },
  { at: 60 * MS, action: { do: 'add-vlan', nic: 0, vlan: 8 } },
];

class Lists {
  readonly capture: RunCapture;
  private readonly states: Readonly<Record<Side, SideState>>;

  constructor(capture: RunCapture) {
    this.capture = capture;
    const { source, destination, arena, stream } = capture;
    this.states = {
      source: new SideState(source, arena, stream),
      destination: new SideState(destination, arena, stream),
    };
  }

  at(side: Side, count: number, name: string): readonly string[] {
    this.states[side].seek(count);
    const def = this.capture.cells.find((cell) => cell.name === name)!;
    return listEntries(def.format, listBytes(this.capture, this.states[side].values[def.id]!)!);
  }

  value(side: Side, count: number, name: string): number {
    this.states[side].seek(count);
    return this.states[side].values[this.capture.cells.find((cell) => cell.name === name)!.id]!;
  }

  /** Events up to and with the nth of a kind that fits. */
  after(side: Side, kind: number, nth = 0, fits: (row: number) => boolean = () => true): number {
    const { events } = this.capture[side];
    for (let row = 0, seen = 0; row < events.length; row++)
      if (events.kind[row] === kind && fits(row) && seen++ === nth) return row + 1;
    throw new RangeError(`no event of kind ${kind}`);
  }

  get ends(): Readonly<Record<Side, number>> {
    return { source: this.capture.source.events.length, destination: this.capture.destination.events.length };
  }
}

describe('lists at the cursor', () => {
  const lists = new Lists(runScenario(scenario(INTERVENTIONS)));
  const { capture } = lists;
  const sectionEnd = (idstr: string): number =>
    lists.after('destination', EventKind.SectionLoadEnd, 0, (row) => {
      const { events, names } = capture.destination;
      let start = row;
      while (events.kind[start] !== EventKind.SectionLoadStart) start--;
      return names[events.after[start]!] === idstr;
    });

  it('are there from the first event on: what was set before the run', () => {
    expect(lists.at('source', 0, 'mac_table.macs')).toEqual(MACS);
    expect(lists.value('source', 0, 'mac_table.first_multi')).toBe(2);
    expect(lists.at('source', 0, 'vlans')).toEqual(['1', '100', '2048', '4094']);
    expect(lists.at('destination', 0, 'mac_table.macs')).toEqual([]);
    expect(lists.at('destination', 0, 'vlans')).toEqual(['all 4,096']);
  });

  it('change with the command that changes them', () => {
    const [seven, hundred, eight] = [0, 1, 2].map((i) => lists.after('source', EventKind.Intervention, i));
    // The command's own events come before the event that says that it was done.
    const before = (count: number): readonly string[] => {
      const { detail, kind, length } = capture.source.events;
      let row = count - 1;
      while (row > 0 && !(kind[row] === EventKind.GuestAddBuffer && detail[row] === 0) && row < length) row--;
      return lists.at('source', row, 'vlans');
    };
    expect(before(seven!)).toEqual(['1', '100', '2048', '4094']);
    expect(before(hundred!)).toEqual(['1', '7', '100', '2048', '4094']);
    expect(lists.at('source', hundred!, 'vlans')).toEqual(['1', '7', '2048', '4094']);
    expect(lists.at('source', eight!, 'vlans')).toEqual(['1', '7–8', '2048', '4094']);
    expect(lists.at('source', lists.ends.source, 'vlans')).toEqual(['1', '7–8', '2048', '4094']);
  });

  it('come with the early load as they were then, and with FULL as they are', () => {
    const early = sectionEnd('0000:00:03.0/virtio-net-iterative');
    expect(lists.at('destination', early, 'mac_table.macs')).toEqual(MACS);
    expect(lists.value('destination', early, 'mac_table.first_multi')).toBe(2);
    expect(lists.at('destination', early, 'vlans')).toEqual(['1', '100', '2048', '4094']);
    const full = sectionEnd('0000:00:03.0/virtio-net');
    expect(lists.at('destination', full, 'vlans')).toEqual(['1', '7–8', '2048', '4094']);
    expect(lists.value('destination', full, 'vlans')).toBe(lists.value('source', lists.ends.source, 'vlans'));
  });

  it('carry the offset of their bytes in the stream', () => {
    const { events } = capture.destination;
    const macs = capture.cells.find(({ name }) => name === 'mac_table.macs')!.id;
    const rows = Array.from({ length: events.length }, (_, row) => row).filter(
      (row) => events.kind[row] === EventKind.CellSet && events.subject[row] === macs,
    );
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      const at = events.offset[row]!;
      expect([...capture.stream.subarray(at, at + 24)]).toEqual(
        MACS.flatMap((mac) => mac.split(':').map((part) => parseInt(part, 16))),
      );
    }
  });

  it('stand once in each pool, however often they were set', () => {
    const { length, digest } = capture.source.lists;
    expect(new Set(digest.subarray(0, length)).size).toBe(length);
    // The MAC table, and the VLANs before and after each of three commands.
    expect(length).toBe(5);
    expect(hashCapture(capture)).toBe(hashCapture(runScenario(scenario(INTERVENTIONS))));
  });
});

describe('a reset', () => {
  const lists = new Lists(runScenario(scenario([{ at: 20 * MS, action: { do: 'reset', nic: 0 } }])));

  it('empties the table and lets every VLAN in', () => {
    const count = lists.after('source', EventKind.Intervention);
    expect(lists.at('source', count, 'mac_table.macs')).toEqual([]);
    expect(lists.value('source', count, 'mac_table.first_multi')).toBe(0);
    expect(lists.at('source', count, 'vlans')).toEqual(['all 4,096']);
  });

  it('is told as what went', () => {
    const { capture } = lists;
    const def = capture.cells.find(({ name }) => name === 'mac_table.macs')!;
    const [was, is] = [
      lists.value('source', 0, def.name),
      lists.value('source', lists.after('source', EventKind.Intervention), def.name),
    ];
    expect(listChange(capture, def, was, is)).toBe(`− ${MACS.join(' ')}`);
    expect(listChange(capture, def, is, was)).toBe(`+ ${MACS.join(' ')}`);
  });
});

describe('RSS', () => {
  it('key and table come with its subsection', () => {
    const nics = [{ ...DEFAULT_NIC_SCENARIO, peer: 'tap' as const, queuePairs: 2, rss: true }];
    const lists = new Lists(runScenario(scenario([], { nics })));
    const { source, destination } = lists.ends;
    const table = lists.at('source', source, 'rss_data.indirections_table');
    expect(table).toHaveLength(16);
    expect(table.slice(0, 4)).toEqual(['0', '1', '0', '1']);
    expect(lists.at('destination', 0, 'rss_data.indirections_table')).toEqual([]);
    expect(lists.at('destination', destination, 'rss_data.indirections_table')).toEqual(table);
    expect(lists.at('source', source, 'rss_data.key')[0]).toHaveLength(80);
    expect(lists.at('destination', destination, 'rss_data.key')).toEqual(lists.at('source', 0, 'rss_data.key'));
  });
});

describe('lists in conditions', () => {
  const capture = runScenario(scenario(INTERVENTIONS));
  const timeline = mergeTimeline(capture.source.events, capture.destination.events);
  const { spans } = inspect(capture.stream);
  const space = { capture, timeline, phases: [], spans };
  const scope = eventScope(space);
  const firstWhere = (text: string): number => {
    const query = compile(text, scope);
    if (!query.ok) throw new Error(query.problem.message);
    const cursor = new EventCursor(space);
    for (let position = 0; position < timeline.length; position++) {
      cursor.moveTo(position);
      if (query.test(cursor)) return position;
    }
    return -1;
  };

  it('are bytes that can be searched, and their change is a moment', () => {
    const loaded = firstWhere('destination.nic.mac_table.macs ~ "52 54 00 aa 00 01"');
    expect(loaded).toBeGreaterThan(0);
    expect(firstWhere('source.nic.mac_table.macs ~ "52 54 00 aa 00 01"')).toBe(0);
    const changed = firstWhere('changed(source.nic.vlans)');
    const { side, row } = eventAt(timeline, changed);
    expect([side, capture.source.events.time[row]]).toEqual(['source', 20 * MS]);
  });
});
