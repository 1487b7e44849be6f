// Loads the captured sections of a side's machine before a run: the engine, which runs without waiting, loads nothing itself.
import {
  platformsOf,
  registerPlatform,
  type PlatformData,
  type PlatformName,
} from '../engine/machine/platform-data.ts';
import type { MachineSide } from '../engine/scenario/machines.ts';
import type { Scenario } from '../engine/scenario/scenario.ts';
import { JobProblem } from './attempt.ts';

const LOAD: Readonly<Record<PlatformName, () => Promise<{ readonly default: PlatformData }>>> = {
  'pc-i440fx-10.0': () => import('../engine/machine/platform-pc-10.0.json'),
  'pc-i440fx-7.2': () => import('../engine/machine/platform-pc-7.2.json'),
  'pc-q35-7.2': () => import('../engine/machine/platform-q35-7.2.json'),
  neighbours: () => import('../engine/machine/platform-neighbours.json'),
};

export async function loadPlatforms(scenario: Scenario, side: MachineSide): Promise<void> {
  const load = async (name: PlatformName): Promise<void> => {
    try {
      registerPlatform((await LOAD[name]()).default);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new JobProblem(
        `The devices of ${name} could not be loaded: ${reason}`,
        `${side} worker`,
        'Reload the page; the host may have been updated or lost.',
      );
    }
  };
  await Promise.all(platformsOf(scenario, side).map(load));
}
