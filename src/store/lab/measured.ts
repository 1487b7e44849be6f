// Our measurements on a real QEMU 10.0.13, as they lie beside the page (public/lab, with their origin).
import { measuredArm, storedArm, type ArmRuns, type MeasuredFile } from '../../engine/lab/runs.ts';

export interface MeasuredRuns {
  /** 57 live migrations for each arm, in four sessions. */
  readonly live: readonly ArmRuns[];
  /** Stored streams loaded by one binary in alternation. */
  readonly stored: readonly ArmRuns[];
  /** Address-space rebuilds of reference streams: name, in START, in FULL (-1: no such section). */
  readonly rebuilds: readonly (readonly [name: string, start: number, full: number])[];
}

interface ReferenceFile {
  readonly flatviews: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export async function loadMeasured(signal: AbortSignal): Promise<MeasuredRuns> {
  const [live, stored, reference] = await Promise.all([
    read<MeasuredFile>('live', signal),
    read<Record<'off' | 'on', readonly Readonly<Record<string, number>>[]>>('stored', signal),
    read<ReferenceFile>('reference', signal),
  ]);
  return {
    live: [
      measuredArm(live, 'plain', 'unpatched'),
      measuredArm(live, 'rfc-off', 'RFC, capability off'),
      measuredArm(live, 'rfc-on', 'RFC, capability on'),
    ],
    stored: [storedArm(stored.off, 'off', 'capability off'), storedArm(stored.on, 'on', 'capability on')],
    rebuilds: Object.entries(reference.flatviews).map(([name, during]) => {
      const of = (end: string): number => Object.entries(during).find(([idstr]) => idstr.endsWith(`/${end}`))?.[1] ?? 0;
      return [name, name.includes('iterative') ? of('virtio-net-iterative') : -1, of('virtio-net')];
    }),
  };
}

const GZIP_MAGIC = 0x8b1f;

/** Some hosts unpack what ends in .gz on the way. */
async function read<T>(name: string, signal: AbortSignal): Promise<T> {
  const file = `lab/${name}-load-times.json.gz`;
  const response = await fetch(file, { signal });
  if (!response.ok) throw new Error(`${file} could not be loaded: the host answers ${response.status}.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const packed = (bytes[0]! | (bytes[1]! << 8)) === GZIP_MAGIC;
  const stream = new Blob([bytes]).stream();
  return (await new Response(packed ? stream.pipeThrough(new DecompressionStream('gzip')) : stream).json()) as T;
}
