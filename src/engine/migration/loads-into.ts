// Whether a stream would load where another one would: on the destination that matches the other. RAM and NICs meet all of
// QEMU's checks; of other devices it is checked that the destination has them, and in a version that is not too old.
import { streamStart } from '../inspect/containers.ts';
import { matchingVm } from './matching-vm.ts';
import { loadIntoVm } from './waiting-vm.ts';

export interface LoadsInto {
  readonly loads: boolean;
  /** What QEMU says first when it does not load, or what it warns of; may be empty. */
  readonly line: string;
}

export function loadsInto(stream: Uint8Array, other: Uint8Array): LoadsInto {
  const there = matchingVm(other);
  const own = matchingVm(stream).machineDevices;
  const devices = { ...there.machineDevices, end: (offset: number) => own.end(offset) };
  const { outcome, stderr } = loadIntoVm(stream, there.config, devices, streamStart(stream));
  return { loads: outcome === 'completed', line: stderr[0] ?? '' };
}
