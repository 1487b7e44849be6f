// Our measurements give the verdict that their description has; arms of the model do what the model's parts say.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MEASURED_FRESH, MEASURED_MACHINE, NIC, THREAD_PROFILE } from '../migration/cost/set-ups.ts';
import { CALIBRATIONS } from '../scenario/cost-calibrations.ts';
import { answers } from './answers.ts';
import { arrayBytes, modelArm, MODELLED_ARMS } from './arms.ts';
import { measuredArm, nicSection, storedArm, type ArmRuns, type MeasuredFile } from './runs.ts';
import { summarise } from './statistics.ts';
import { compareNic, compareSums, pValue, verdictOf } from './verdict.ts';

function packed(name: string): unknown {
  const file = new URL(`../../../public/lab/${name}-load-times.json.gz`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(file)).toString());
}

const live = packed('live') as MeasuredFile;
const plain = measuredArm(live, 'plain', 'unpatched');
const on = measuredArm(live, 'rfc-on', 'capability on');
const stored = packed('stored') as Record<'off' | 'on', Record<string, number>[]>;

describe('our measurements', () => {
  it('57 live runs for each arm: median and quartiles of the NIC', () => {
    expect([plain.runs, on.runs]).toEqual([57, 57]);
    expect(summarise(nicSection(plain)!.values)).toMatchObject({
      lower: 1_247_000,
      median: 1_393_000,
      upper: 1_887_000,
    });
    expect(summarise(nicSection(on)!.values)).toMatchObject({ lower: 546_000, median: 639_000, upper: 1_124_000 });
  });

  it('the device is faster in all sessions; the sum points both ways', () => {
    expect(compareNic(plain, on)).toMatchObject({ shown: 'faster', sessionTest: { p: 0.125, smallest: 0.125 } });
    const sum = compareSums(plain, on)!;
    expect(sum.sessions).toEqual([-260_000, 1_036_500, -830_000, 176_500]);
    expect(sum).toMatchObject({ shown: 'no difference', sessionTest: { p: 1 } });
  });

  it('says so in words, and what four sessions cannot show', () => {
    const { title, paragraphs, limits } = verdictOf(plain, on, 'measured');
    expect(title).toBe('The device is faster; the whole load is not shown to be.');
    expect(paragraphs[0]!.text).toContain('takes 0.64 ms instead of 1.39 ms (46 %)');
    expect(paragraphs[1]!.text).toContain('differs by −0.26, +1.04, −0.83 and +0.18 ms');
    expect(limits[0]).toContain('Four sessions alone cannot give a p-value below 0.125');
  });

  it('stored streams: both the device and the sum are faster', () => {
    const [off, with_] = [storedArm(stored.off, 'off', 'off'), storedArm(stored.on, 'on', 'on')];
    expect(nicSection(off)?.values).toHaveLength(150);
    expect(verdictOf(off, with_, 'measured').title).toBe('The device and the whole load are faster.');
  });
});

it('two runs against two cannot show anything, and the verdict says so', () => {
  const arm = (id: string, values: number[]): ArmRuns => ({
    id,
    label: id,
    runs: values.length,
    sections: [{ key: 'n', idstr: 'virtio-net', instance: 0, iterable: false, values }],
  });
  const { title, limits } = verdictOf(arm('a', [9e6, 8e6]), arm('b', [1e6, 2e6]), 'imported');
  expect(title).toBe('Neither the device nor the whole load is shown to differ.');
  expect(limits[0]).toBe(
    '2 runs against 2 alone cannot give a p-value below 0.333; more runs are needed to show anything.',
  );
});

it('p-values keep the digits that mean something', () => {
  expect([1, 0.125, 0.0002, 0.04567].map(pValue)).toEqual(['1.00', '0.125', '0.0002', '0.046']);
});

describe('arms of the model', () => {
  const { parameters } = CALIBRATIONS.measured;
  const nic = (id: string, setUp = MEASURED_MACHINE) =>
    modelArm(
      setUp,
      parameters,
      MODELLED_ARMS.find((arm) => arm.id === id)!,
      1,
    ).stop.get(NIC)!;

  it('views are built in the stop by baseline and after a reset, not after an early load', () => {
    expect(MODELLED_ARMS.map(({ id }) => [id, nic(id).views])).toEqual([
      ['baseline', 20],
      ['early', 0],
      ['delta', 0],
      ['warm-reset', 20],
      ['all-early', 0],
      ['used-queues', 20],
      ['early-used-queues', 0],
    ]);
  });

  it('first touch is paid once, a reset does not bring it back', () => {
    expect(['baseline', 'early', 'warm-reset'].map((id) => nic(id).firstTouch)).toEqual([4500, 0, 0]);
  });

  it('with used queues only, nine entries are walked and not 1024', () => {
    expect(nic('baseline').arrays).toBe(1024 * (220 + 270));
    expect(nic('used-queues').arrays).toBe(9 * (220 + 270));
    expect(nic('used-queues', MEASURED_FRESH).arrays).toBe(0);
    expect(nic('delta').arrays).toBe(0);
  });

  it('only arms with an early load pay earlier', () => {
    const early = MODELLED_ARMS.map((arm) => modelArm(MEASURED_MACHINE, parameters, arm, 1).early > 0);
    expect(early).toEqual([false, true, true, true, true, false, true]);
  });

  it('bytes of the arrays: 16,384 and 28,672, with three queues 48 and 84', () => {
    expect([arrayBytes(1024), arrayBytes(3)]).toEqual([
      [16_384, 28_672],
      [48, 84],
    ]);
  });
});

it('answers carry figures that are worked out, and set-ups that show them', () => {
  const list = answers([plain, on]);
  expect(list.map(({ number, show }) => [number, show.source, show.base, show.other])).toEqual([
    [1, 'modelled', 'baseline', 'early'],
    [4, 'live', 'plain', 'rfc-on'],
    [5, 'modelled', 'baseline', 'warm-reset'],
    [7, 'modelled', 'baseline', 'used-queues'],
    [24, 'modelled', 'baseline', 'early'],
  ]);
  const profile = modelArm(THREAD_PROFILE, CALIBRATIONS['thread-profile'].parameters, MODELLED_ARMS[0], 1).stop.get(
    NIC,
  )!;
  expect(list[0]!.answer).toContain(`the 1024-entry arrays is ${(profile.arrays / 1e6).toFixed(2)} of`);
  expect(list[1]!.answer).toContain('Measured, medians of 57 runs: virtio-net −0.75, vga +0.09, virtio-console +0.18');
  expect(list[3]!.answer).toContain('16384 + 28672 bytes; with 3 queues 48 + 84');
});
