// Wall-clock times of the engine's own save and load of a virtio-net section in this browser. They say nothing of QEMU: only
// their ratios are of interest. The section is that of a fresh machine of the default scenario, with all 1024-entry arrays.
import { ByteReader } from '../../engine/bytes/reader.ts';
import { ByteWriter } from '../../engine/bytes/writer.ts';
import { virtioNetRss1 } from '../../engine/devices/virtio-net.ts';
import type { ArmRuns } from '../../engine/lab/runs.ts';
import { Machine } from '../../engine/machine/machine.ts';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import { loadVmstate } from '../../engine/vmstate/load.ts';
import { saveVmstate } from '../../engine/vmstate/save.ts';
import { breathe } from './model-in-slices.ts';

const SAMPLES = 60;
/** Repeats behind one sample: browsers round their clock to 5 µs and more. */
const REPEATS = 10;
const WARM_UP = 5;
const NS_PER_MS = 1_000_000;

/** Times save, load and a plain copy of the same bytes, interleaved. */
export async function timeEngine(
  signal: AbortSignal,
  told: (done: number, total: number) => void,
): Promise<readonly ArmRuns[]> {
  await breathe(signal);
  const state = new Machine(DEFAULT_SCENARIO, 'source').nics[0]!.saveState();
  const writer = new ByteWriter(65_536);
  saveVmstate(virtioNetRss1, state, writer);
  const bytes = writer.finish().slice();
  const target = new Uint8Array(bytes.length);
  const jobs: readonly (readonly [id: string, label: string, job: () => void])[] = [
    [
      'load',
      'load',
      () => loadVmstate(virtioNetRss1, virtioNetRss1.versionId, new ByteReader(bytes), { known: state }),
    ],
    ['save', 'save', () => saveVmstate(virtioNetRss1, state, new ByteWriter(65_536))],
    ['copy', `copy of its ${bytes.length} bytes`, () => target.set(bytes)],
  ];
  const samples = jobs.map((): number[] => []);
  for (let sample = -WARM_UP; sample < SAMPLES; sample++) {
    for (const [i, [, , job]] of jobs.entries()) {
      const began = performance.now();
      for (let k = 0; k < REPEATS; k++) job();
      const ns = ((performance.now() - began) / REPEATS) * NS_PER_MS;
      if (sample >= 0) samples[i]!.push(Math.round(ns));
    }
    told(sample + WARM_UP + 1, SAMPLES + WARM_UP);
    await breathe(signal);
  }
  return jobs.map(([id, label], i) => ({
    id,
    label,
    runs: SAMPLES,
    sections: [{ key: 'virtio-net', idstr: 'virtio-net', instance: 0, iterable: false, values: samples[i]! }],
  }));
}
