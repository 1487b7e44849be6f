// Which machines were captured, and their data once it is registered: the engine loads nothing by itself, and a page needs
// one machine of four. Whoever runs scenarios registers what platformsOf() asks for, or imports all-platforms.ts.
import { machineOf, type MachineSide } from '../scenario/machines.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** The captured machine types, and the devices that can stand beside a NIC. */
export type PlatformName = 'pc-i440fx-10.0' | 'pc-i440fx-7.2' | 'pc-q35-7.2' | 'neighbours';

/** A platform-*.json (.ci/make-platform.mjs). */
export interface PlatformData {
  readonly machine: string;
  readonly ramSection: number;
  readonly sections: readonly {
    readonly sectionId: number;
    /** Empty for the NIC, as the two texts are. */
    readonly idstr: string;
    readonly instanceId: number;
    readonly versionId: number;
    /** Hex in which `*count;` stands for that many zero bytes. */
    readonly payload: string;
    /** Its entry of the description, JSON. */
    readonly device: string;
  }[];
}

const registered: Record<PlatformName, PlatformData | null> = {
  'pc-i440fx-10.0': null,
  'pc-i440fx-7.2': null,
  'pc-q35-7.2': null,
  neighbours: null,
};

/** Whether `machine` was captured. */
export function isPlatform(machine: string): machine is PlatformName {
  return Object.hasOwn(registered, machine);
}

export function registerPlatform(data: PlatformData): void {
  if (!isPlatform(data.machine)) throw new Error(`${data.machine} is no captured machine`);
  registered[data.machine] = data;
}

export function platformData(name: PlatformName): PlatformData {
  const data = registered[name];
  if (!data) throw new Error(`the sections of ${name} are not registered: register them before the run`);
  return data;
}

/** What a side of `scenario` needs registered. */
export function platformsOf(scenario: Scenario, side: MachineSide): readonly PlatformName[] {
  const names = [machineOf(scenario, side), ...(scenario.machine.neighbours ? ['neighbours'] : [])];
  return names.filter(isPlatform);
}

/** A device of a captured machine: its entry of the description, JSON, and its payload, packed. */
export interface CapturedDevice {
  readonly device: string;
  readonly payload: string;
}

/**
 * The device as the registered machine captured it that is nearest to `machine`: itself, the same kind, any. PCI devices
 * are found by their name whatever slot they are in.
 */
export function capturedDevice(machine: string, idstr: string, instanceId: number): CapturedDevice | null {
  const kind = /^pc-[a-z0-9]*/.exec(machine)?.[0] ?? '';
  const all = Object.values(registered).filter((data) => data !== null);
  const rank = (data: PlatformData): number => (data.machine === machine ? 0 : data.machine.startsWith(kind) ? 1 : 2);
  const bare = (name: string): string => name.slice(name.indexOf('/') + 1);
  const sections = all.sort((a, b) => rank(a) - rank(b)).flatMap((data) => data.sections);
  const same = sections.filter((section) => section.idstr !== '' && section.instanceId === instanceId);
  return (
    same.find((section) => section.idstr === idstr) ??
    same.find((section) => section.idstr.includes('/') && idstr.includes('/') && bare(section.idstr) === bare(idstr)) ??
    null
  );
}
