// Strategy `warm-reset`, this project's proposal after a reviewer's idea: every device's FULL section is written once more
// in setup, before any RAM page; the destination loads each and resets the device, so that what a first load costs is
// behind and nothing of the early state survives. On the wire: capability `x-warm-reset` and FULL sections, not described.
import type { DestinationStrategy, SourceSide, SourceStrategy } from './strategy.ts';
import { assertEarlySave } from './iterative-save.ts';

const nothing = (): void => undefined;

export function warmResetSource(source: SourceSide): SourceStrategy {
  return {
    setup: () => {
      for (const nic of source.machine.nics.keys()) if (!source.unplugged.has(nic)) assertEarlySave(source, nic);
      source.saveDevices();
      source.file.flush();
      return [];
    },
    pending: () => 0,
    pass: nothing,
    complete: nothing,
    cleanup: nothing,
  };
}

/** The first FULL section of a device is the early one. */
export function warmResetDestination(): DestinationStrategy {
  const warmed = new Set<string>();
  return {
    handlers: [],
    warmUps: (devices) => devices,
    relaxesFull: false,
    setup: nothing,
    cleanup: nothing,
    isEarly: (device) => {
      const isEarly = !warmed.has(device);
      warmed.add(device);
      return isEarly;
    },
  };
}
