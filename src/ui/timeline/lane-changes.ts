// What can be done with the lanes. Lanes that stay come before the others, so that the list is in the order in which they
// are drawn. Pure.
import { LANES, lanesOf, type Lane, type LaneName } from './lanes.ts';

const signed = (lanes: readonly Lane[], name: LaneName, sign: Lane['sign']): readonly Lane[] =>
  sorted(lanes.map((lane) => (lane.name === name ? { name, sign } : lane)));

/** A stable sort: what was pinned goes to the end of those that stay, what was let go to the head of the others. */
function sorted(lanes: readonly Lane[]): readonly Lane[] {
  return [...lanes.filter(({ sign }) => sign === '+'), ...lanes.filter(({ sign }) => sign !== '+')];
}

const signOf = (lanes: readonly Lane[], name: LaneName): Lane['sign'] =>
  lanes.find((lane) => lane.name === name)?.sign ?? '';

/** Lets it stay when the others scroll, or no longer; one that was hidden is shown. */
export function pinLane(lanes: readonly Lane[], name: LaneName): readonly Lane[] {
  return signed(lanes, name, signOf(lanes, name) === '+' ? '' : '+');
}

/** Hides it, or shows it again. */
export function hideLane(lanes: readonly Lane[], name: LaneName): readonly Lane[] {
  return signed(lanes, name, signOf(lanes, name) === '-' ? '' : '-');
}

/** One place up or down, among those that stay or among the others. */
export function moveLane(lanes: readonly Lane[], name: LaneName, by: 1 | -1): readonly Lane[] {
  const from = lanes.findIndex((lane) => lane.name === name);
  return placeLane(lanes, name, from + by);
}

/** To a place of the list, as far as it may go. */
export function placeLane(lanes: readonly Lane[], name: LaneName, to: number): readonly Lane[] {
  const lane = lanes.find((one) => one.name === name);
  if (!lane) return lanes;
  const others = lanes.filter((one) => one !== lane);
  others.splice(Math.max(0, Math.min(others.length, to)), 0, lane);
  return sorted(others);
}

export const designedLanes = (): readonly Lane[] => lanesOf(LANES);
