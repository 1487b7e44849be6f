// What a QEMU that loads a run's stream must say, and the trace log of the run.
import { describe, expect, it } from 'vitest';
import { fixtureLayout } from '../../testing/fixtures.ts';
import { describeFrame } from '../inspect/describe-frame.ts';
import { inspect } from '../inspect/inspect.ts';
import { PRESETS } from '../scenario/presets.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { expectationOf } from './expectation.ts';
import { runScenario } from './run.ts';
import { traceLines } from './trace-text.ts';

const small = (name: string): Scenario => ({
  ...PRESETS[name]!,
  machine: { ...PRESETS[name]!.machine, memoryMiB: 8 },
  runAfter: 0,
});

describe.each(['deb72-split-modern', 'deb72-split-q35'])('%s', (name) => {
  const scenario = small(name);
  const capture = runScenario(scenario);

  it('has the sections of the captured stream, with its ids and sizes', () => {
    const inspection = inspect(capture.stream);
    expect(inspection.diagnostics).toEqual([]);
    const ours = Array.from(inspection.frames, (row) => {
      const { type, sectionId, idstr } = describeFrame(inspection, row);
      const length = inspection.spans.end[row]! - inspection.spans.start[row]!;
      return `${type} ${sectionId} ${sectionId < 0 ? '' : idstr} ${idstr === 'ram' ? '' : length}`;
    });
    const theirs = fixtureLayout(name).map(
      ({ type, sectionId, idstr, length }) => `${type} ${sectionId} ${idstr} ${idstr === 'ram' ? '' : length}`,
    );
    const withoutParts = (list: readonly string[]): string[] => list.filter((row) => !row.startsWith('PART'));
    expect(withoutParts(ours)).toEqual(withoutParts(theirs));
  });

  it('says how to start a QEMU and what it must find', () => {
    const { qemuArgs, devices, ram } = expectationOf(scenario, capture);
    expect(qemuArgs).toEqual([
      '-machine',
      name === 'deb72-split-q35' ? 'pc-q35-7.2' : 'pc-i440fx-7.2',
      '-m',
      '8M',
      '-nodefaults',
      '-display',
      'none',
      '-device',
      'virtio-net-pci,id=net0,addr=3,romfile=,mac=52:54:00:12:34:56',
    ]);
    expect(devices).toHaveLength(1);
    expect(devices[0]).toMatchObject({ guestFeatures: '0x110bf0024', status: 15 });
    const [rx, tx, ctrl] = devices[0]!.queues;
    expect(rx).toMatchObject({ num: 256, desc: 0x100000, avail: 0x101000, used: 0x101240, inuse: 0 });
    expect(rx!.shadowAvailIdx - rx!.lastAvailIdx).toBe(64);
    expect(rx!.usedIdx).toBe(rx!.lastAvailIdx);
    expect(tx).toMatchObject({ num: 256, desc: 0x102000 });
    expect(ctrl).toMatchObject({ num: 64, desc: 0x104000 });
    expect(Object.keys(ram)).toEqual(['pc.ram']);
    expect(ram['pc.ram']).toMatch(/^[0-9a-f]{64}$/);
  });

  it("traces the run in QEMU 7.2's words", () => {
    const lines = traceLines(capture, { source: { hasDowntime: false }, destination: { hasDowntime: false } });
    const text = lines.map((line) => line.slice(line.indexOf(':') + 1));
    expect(text.slice(0, 6)).toEqual([
      'migrate_set_state new state setup',
      'savevm_state_header ',
      'savevm_state_setup ',
      'migrate_set_state new state active',
      'savevm_state_iterate ',
      'savevm_section_start ram, section_id 2',
    ]);
    expect(text.at(-1)).toBe('loadvm_state_cleanup ');
    const nic = name === 'deb72-split-q35' ? 38 : 39;
    expect(text).toContain(`savevm_section_start 0000:00:03.0/virtio-net, section_id ${nic}`);
    expect(text).toContain(`qemu_loadvm_state_section_startfull ${nic}(0000:00:03.0/virtio-net) 0 11`);
    expect(text.filter((line) => line.includes('downtime'))).toEqual([]);
    expect(lines.every((line) => /^[12]@\d+\.\d{6}:/.test(line))).toBe(true);
  });
});

describe('a run with the RFC', () => {
  it("traces the downtime in QEMU 10.0's words", () => {
    const capture = runScenario(small('default'));
    const lines = traceLines(capture, { source: { hasDowntime: true }, destination: { hasDowntime: true } });
    const text = lines.map((line) => line.slice(line.indexOf(':') + 1));
    const downtime = text.filter((line) => /downtime_(save|load) type=\S+ idstr=\S+virtio-net/.test(line));
    expect(downtime.map((line) => line.replace(/\d+$/, 'N'))).toEqual([
      'vmstate_downtime_save type=iterable idstr=0000:00:03.0/virtio-net-iterative instance_id=0 downtime=N',
      'vmstate_downtime_save type=non-iterable idstr=0000:00:03.0/virtio-net instance_id=0 downtime=N',
      'vmstate_downtime_load type=iterable idstr=0000:00:03.0/virtio-net-iterative instance_id=0 downtime=N',
      'vmstate_downtime_load type=non-iterable idstr=0000:00:03.0/virtio-net instance_id=0 downtime=N',
    ]);
    expect(text).toContain('loadvm_process_command com=SWITCHOVER_START len=0');
    expect(text.filter((line) => line.includes('checkpoint'))).toEqual([
      'vmstate_downtime_checkpoint src-downtime-start',
      'vmstate_downtime_checkpoint src-vm-stopped',
      'vmstate_downtime_checkpoint src-iterable-saved',
      'vmstate_downtime_checkpoint src-non-iterable-saved',
      'vmstate_downtime_checkpoint src-downtime-end',
      'vmstate_downtime_checkpoint dst-precopy-loadvm-completed',
      'vmstate_downtime_checkpoint dst-precopy-bh-vm-started',
    ]);
  });
});
