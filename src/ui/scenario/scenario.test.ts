// Words of the editor: every field of the table has a name for people, figures are said as people say them, a branch is
// called after what was changed.
import { describe, expect, it } from 'vitest';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import { PRESETS } from '../../engine/scenario/presets.ts';
import { branchNameFor } from './branch-name.ts';
import { groupTitle, labelOf } from './field-words.ts';
import { lineOfPreset } from './preset-lines.ts';
import { rangeText, readback } from './readback.ts';

describe('words for fields', () => {
  it.each([
    ['nics.1.mac', 'MAC address'],
    ['destination.nics.0.vectors', 'Vectors'],
    ['switches.usedQueuesOnly', 'Used queues only'],
    ['some.newField', 'New field'],
  ])('%s is called %s', (path, label) => {
    expect(labelOf(path)).toBe(label);
  });

  it.each([
    ['nics.1', 'NIC 1'],
    ['destination.nics.0', 'NIC 0'],
    ['nics.0.filters', 'Filters'],
    ['switches', 'Switches'],
  ])('%s is the group %s', (path, title) => {
    expect(groupTitle(path)).toBe(title);
  });

  it('has a line on every preset', () => {
    for (const [name, preset] of Object.entries(PRESETS))
      expect(lineOfPreset(name, preset)).toMatch(/^[A-Za-z].{12,74}\.$/);
  });
});

describe('figures again', () => {
  it.each([
    [100_000_000, 'bit/s', '100 Mbit/s'],
    [12_500_000, 'bytes/s', '100 Mbit/s'],
    [200_000, 'ns', '200 µs'],
    [20_000_000, 'ns', '20 ms'],
    [300, 'ms', ''],
    [1500, 'ms', '1.5 s'],
    [400, 'pages', '1.563 MiB'],
    ['x', 'ns', ''],
  ])('%s %s is %s', (value, unit, said) => {
    expect(readback(value, unit)).toBe(said);
  });

  it('says limits in the same way', () => {
    expect(rangeText(8, 1024, 'MiB')).toBe('8 to 1,024');
    expect(rangeText(1, 2_000_000, 'ms')).toBe('1 ms to 2000 s');
    expect(rangeText(0, 10_000_000_000, 'ns')).toBe('0 to 10 s');
    expect(rangeText(1_000_000, 400_000_000_000, 'bit/s')).toBe('1 Mbit/s to 400 Gbit/s');
  });
});

describe('a branch', () => {
  it('is called after what it changes', () => {
    const link = { ...DEFAULT_SCENARIO.link, bandwidth: 50_000_000 };
    expect(branchNameFor({ ...DEFAULT_SCENARIO, link }, DEFAULT_SCENARIO)).toBe('Bandwidth 50 Mbit/s');
    const machine = { ...DEFAULT_SCENARIO.machine, neighbours: true, memoryMiB: 32 };
    expect(branchNameFor({ ...DEFAULT_SCENARIO, machine, link, seed: 8 }, DEFAULT_SCENARIO)).toBe(
      'Seed 8, RAM 32 MiB, Neighbours on and 1 more',
    );
    expect(branchNameFor(PRESETS['deb72-rss']!, DEFAULT_SCENARIO)).toBe('RSS, QEMU 7.2');
  });
});
