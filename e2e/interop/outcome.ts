// How a load ends, in the same shape for a stock QEMU and for our loader.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VmLoad } from '../../src/engine/migration/waiting-vm.ts';
import { migrateFromFile } from './migration.ts';
import { inFolder, Qemu, quickly } from './qemu.ts';
import { deviceNumbers, type DeviceNumbers } from './report.ts';

export interface Outcome {
  readonly outcome: 'completed' | 'failed';
  /** Signal that ended QEMU, for what its authors call a bug. */
  readonly signal: string | null;
  /** What was printed, lines with their ends: some of QEMU's messages have ends of their own. */
  readonly stderr: string;
  /** [last_avail_idx, used_idx, shadow_avail_idx, inuse] of each queue. */
  readonly devices: readonly { readonly broken: boolean; readonly queues: readonly (readonly number[])[] }[];
}

const printed = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const figures = ({ broken, queues }: DeviceNumbers): Outcome['devices'][number] => ({
  broken,
  queues: queues.map((queue) => [queue.lastAvailIdx, queue.usedIdx, queue.shadowAvailIdx, queue.inuse]),
});

/** Loads a stream into a QEMU with these arguments and asks for its NICs `net0`, …. */
export function qemuOutcome(stream: Uint8Array, qemuArgs: readonly string[], nics = 1): Promise<Outcome> {
  return inFolder((folder) => {
    const path = join(folder, 'stream');
    writeFileSync(path, stream);
    const args = [...qemuArgs, '-S', '-incoming', 'defer'];
    return Qemu.with({ args, folder, tag: 'destination' }, async (qemu) => {
      const outcome = await migrateFromFile(qemu, path);
      const { signal } = outcome === 'failed' ? await qemu.exited() : { signal: null };
      const devices: Outcome['devices'][number][] = [];
      for (let i = 0; outcome === 'completed' && i < nics; i++)
        devices.push(figures(await deviceNumbers(qemu.qmp, `net${i}`)));
      return { outcome, signal, stderr: printed(qemu.stderr), devices };
    });
  });
}

/** What a QEMU prints of a stream that it does not load. It ends by itself then, so nothing else is asked of it. */
export function failedLoad(
  stream: Uint8Array,
  qemuArgs: readonly string[],
  folder: string,
): Promise<readonly string[]> {
  const path = join(folder, 'stream');
  writeFileSync(path, stream);
  return quickly([...qemuArgs, '-S', '-incoming', `exec:cat ${path}`], folder);
}

/** The same of a load by us. */
export function ourOutcome({ outcome, signal, stderr, devices }: VmLoad): Outcome {
  return {
    outcome,
    signal,
    stderr: printed(stderr),
    devices: devices.map(({ broken, queues }) => ({ broken, queues })),
  };
}
