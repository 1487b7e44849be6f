// What becomes of a device's section that the stream ends in. Few runs come to it, so what knows the devices' fields
// (unmodelled-devices.ts) is loaded by whoever runs a scenario in which someone does something; without it the load fails
// without naming a field.
import type { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import type { DescribedVmstate } from '../inspect/description.ts';

export interface UnmodelledDevice {
  readonly idstr: string;
  readonly instanceId: number;
  /** The stream's own description of it. */
  readonly described?: DescribedVmstate | undefined;
}

/** Loads one payload; 0 or a negative errno, and QEMU's lines of what failed. */
export type LoadUnmodelled = (
  file: QemuFileReader,
  machine: string,
  device: UnmodelledDevice,
  stderr: string[],
) => number;

let known: LoadUnmodelled = (file, _, { idstr }) => {
  file.skip(file.remaining + 1, idstr);
  return file.error;
};

export function registerUnmodelled(load: LoadUnmodelled): void {
  known = load;
}

export const loadCutShort: LoadUnmodelled = (file, machine, device, stderr) => known(file, machine, device, stderr);
