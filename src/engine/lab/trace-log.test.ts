// Lines as QEMU's log back-end writes them, with and without timestamps, repeats, several files, and lines that are damaged.
import { expect, it } from 'vitest';
import { nicSection, runSums } from './runs.ts';
import { readTraceLogs } from './trace-log.ts';

const NIC = 'vmstate_downtime_load type=non-iterable idstr=0000:00:03.0/virtio-net instance_id=0 downtime=';
const RAM = 'vmstate_downtime_load type=iterable idstr=ram instance_id=0 downtime=';

it('takes the load times, µs to ns, with or without what a back-end writes before the name', () => {
  const text = `1234@1795474723.520433:${RAM}37\n${NIC}1393\r\n2026-11-25T14:00:00Z 77 vmstate_downtime_load type=non-iterable idstr=dma instance_id=1 downtime=2\n`;
  const { arm, lines, taken, others, problems } = readTraceLogs([{ name: 'a.log', text }], 'x', 'a');
  expect([lines, taken, others, problems]).toEqual([3, 3, 0, []]);
  expect(arm.runs).toBe(1);
  expect(arm.sections).toEqual([
    { key: 'iterable ram 0', idstr: 'ram', instance: 0, iterable: true, values: [37_000] },
    {
      key: 'non-iterable 0000:00:03.0/virtio-net 0',
      idstr: '0000:00:03.0/virtio-net',
      instance: 0,
      iterable: false,
      values: [1_393_000],
    },
    { key: 'non-iterable dma 1', idstr: 'dma', instance: 1, iterable: false, values: [2_000] },
  ]);
  expect(runSums(arm)).toEqual([1_395_000]);
});

it('a section that comes again and another file begin another run; a section that a run lacks stays empty', () => {
  const files = [
    { name: 'a.log', text: `${RAM}1\n${NIC}10\n${RAM}2\n${NIC}20` },
    { name: 'b.log', text: `${NIC}30` },
  ];
  const { arm } = readTraceLogs(files, 'x', 'both');
  expect(arm.runs).toBe(3);
  expect(nicSection(arm)?.values).toEqual([10_000, 20_000, 30_000]);
  expect(arm.sections[0]?.values).toEqual([1_000, 2_000, Number.NaN]);
});

it.each([
  ['vmstate_downtime_load idstr=ram instance_id=0 downtime=1', 'there is no type= after the name of the event'],
  [
    'vmstate_downtime_load type=maybe idstr=ram instance_id=0 downtime=1',
    'type=maybe is neither iterable nor non-iterable',
  ],
  ['vmstate_downtime_load type=iterable instance_id=0 downtime=1', 'there is no idstr= followed by instance_id='],
  ['vmstate_downtime_load type=iterable idstr= instance_id=0 downtime=1', 'idstr= is empty'],
  [
    'vmstate_downtime_load type=iterable idstr=ram instance_id=x downtime=1',
    'instance_id= is no whole number, or nothing follows it',
  ],
  [
    'vmstate_downtime_load type=iterable idstr=ram instance_id=0 down',
    'the line does not end with downtime=: it may be cut off',
  ],
  ['vmstate_downtime_load type=iterable idstr=ram instance_id=0 downtime=1.5', 'downtime=1.5 is no whole number of µs'],
  ['vmstate_downtime_load type=iterable idstr=ram instance_id=0 downtime=', 'downtime= is no whole number of µs'],
])('%s', (row, reason) => {
  const text = `savevm_state_setup\n${row}\n${NIC}5\n`;
  const { arm, taken, others, problems } = readTraceLogs([{ name: 'a.log', text }], 'x', 'a');
  expect(problems).toEqual([{ file: 'a.log', line: 2, reason, text: row }]);
  expect([taken, others]).toEqual([1, 1]);
  expect(nicSection(arm)?.values).toEqual([5_000]);
});

it('an empty log has no runs', () => {
  expect(readTraceLogs([{ name: 'a.log', text: '' }], 'x', 'a')).toEqual({
    arm: { id: 'x', label: 'a', runs: 0, sections: [] },
    lines: 0,
    taken: 0,
    others: 0,
    problems: [],
  });
});
