// Loads the state of a device that is not modelled by the best description there is: the engine's own of virtio devices,
// the stream's, or that of a machine that was captured, which also has the values that must be equal. Importing it is what
// makes a run know it (cut-short.ts).
import { QemuFileReader } from '../bytes/qemu-file-reader.ts';
import { describedDevices, type DescribedVmstate } from '../inspect/description.ts';
import { OTHERS, transportOf } from '../inspect/devices.ts';
import { capturedDevice } from '../machine/platform-data.ts';
import { unpack } from '../machine/platform.ts';
import type { Vmstate } from '../vmstate/description.ts';
import { registerUnmodelled, type LoadUnmodelled } from './cut-short.ts';
import { loadDescribed, loadQuietly, ownValues, type OwnValues } from './described-device.ts';

const NONE: OwnValues = new Map();

/** Loads one payload; 0 or a negative errno, and QEMU's lines of what failed. */
export const loadUnmodelled: LoadUnmodelled = (file, machine, { idstr, instanceId, described }, stderr) => {
  const virtio = otherVirtio(idstr);
  if (virtio) return loadQuietly(file, virtio, NONE, stderr);
  const captured = capturedAs(machine, idstr, instanceId);
  const device = described ?? captured?.device;
  if (device) return loadDescribed(file, device, captured?.own ?? NONE, stderr);
  // Nobody knows what is in it, and so where it would have ended.
  file.skip(file.remaining + 1, idstr);
  return file.error;
};

registerUnmodelled(loadUnmodelled);

/** The engine's own description of a virtio device that is no NIC. */
export function otherVirtio(idstr: string): Vmstate | undefined {
  const transport = transportOf(idstr);
  return transport ? OTHERS[transport].get(idstr.slice(idstr.lastIndexOf('/') + 1)) : undefined;
}

function capturedAs(
  machine: string,
  idstr: string,
  instanceId: number,
): { readonly device: DescribedVmstate; readonly own: OwnValues } | null {
  const captured = capturedDevice(machine, idstr, instanceId);
  if (!captured) return null;
  const [device] = describedDevices([JSON.parse(captured.device)]).values();
  return device ? { device, own: ownValues(device, new QemuFileReader(unpack(captured.payload))) } : null;
}
