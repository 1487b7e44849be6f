// Which strategy a side follows: what the capability says first, as in QEMU, then the scenario.
import { capabilityOf, earlyMigOf } from '../../scenario/machines.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { DELTA, WARM_RESET } from '../../stream/configuration.ts';
import { BASELINE_DESTINATION, BASELINE_SOURCE } from './baseline.ts';
import { DeltaLoad, DeltaSave } from './delta.ts';
import { earlyVmsdHandlers, earlyVmsdSource } from './early-vmsd.ts';
import { IterativeLoad } from './iterative-load.ts';
import { IterativeSave } from './iterative-save.ts';
import { warmResetDestination, warmResetSource } from './warm-reset.ts';
import type { DestinationSide, DestinationStrategy, SourceSide, SourceStrategy } from './strategy.ts';

/** The RFC's capability (patch 1). */
export const CAPABILITY = 'virtio-iterative';

/** Migration capabilities that are on at a side. */
export function capabilitiesOf(scenario: Scenario, side: 'source' | 'destination'): readonly string[] {
  const on = capabilityOf(scenario, side) ? [CAPABILITY] : [];
  if (scenario.strategy === 'delta') return [...on, DELTA];
  return scenario.strategy === 'warm-reset' ? [...on, WARM_RESET] : on;
}

export function sourceStrategy(source: SourceSide): SourceStrategy {
  if (source.scenario.strategy === 'warm-reset') return warmResetSource(source);
  if (source.scenario.strategy === 'delta') return new DeltaSave(source);
  if (capabilityOf(source.scenario, 'source')) return new IterativeSave(source);
  return earlyMigOf(source.scenario, 'source') ? earlyVmsdSource(source) : BASELINE_SOURCE;
}

/** A QEMU with the RFC registers its handlers in any case, one with RFC v2 where the property is on. */
export function destinationStrategy(side: DestinationSide): DestinationStrategy {
  const { scenario } = side;
  if (scenario.strategy === 'warm-reset') return warmResetDestination();
  if (scenario.destination.qemu !== '10.0+rfc') return BASELINE_DESTINATION;
  if (earlyMigOf(scenario, 'destination')) {
    const handlers = earlyVmsdHandlers(side);
    // A source without the property sends no early section, and then there is nothing to wait for.
    const warmUps = (): number => (earlyMigOf(scenario, 'source') ? handlers.length : 0);
    return { ...BASELINE_DESTINATION, handlers, warmUps };
  }
  const isOn = capabilityOf(scenario, 'destination');
  return scenario.strategy === 'delta' ? new DeltaLoad(side, isOn) : new IterativeLoad(side, isOn);
}
