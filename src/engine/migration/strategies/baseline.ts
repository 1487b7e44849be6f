// Strategy `baseline`: the NICs' state travels once, in the FULL sections after the stop.
import type { DestinationStrategy, SourceStrategy } from './strategy.ts';

const nothing = (): void => undefined;

export const BASELINE_SOURCE: SourceStrategy = {
  setup: () => [],
  pending: () => 0,
  pass: nothing,
  complete: nothing,
  cleanup: nothing,
};
export const BASELINE_DESTINATION: DestinationStrategy = {
  handlers: [],
  isEarly: () => false,
  warmUps: () => 0,
  relaxesFull: false,
  setup: nothing,
  cleanup: nothing,
};
