// What can be done with the lanes of the timeline, for the one list of actions.
import { hasRun } from '../shortcuts/conditions.ts';
import { registerActions, type Action } from '../shortcuts/registry.ts';
import { designedLanes, hideLane, pinLane } from './lane-changes.ts';
import { arrangedLanes, arrangeLanes, LANES, laneTexts, type Lane, type LaneName } from './lanes.ts';

const lane = (
  verb: string,
  label: (name: string) => string,
  name: LaneName,
  change: (lanes: readonly Lane[], name: LaneName) => readonly Lane[],
): Action => ({
  id: `lane-${verb}-${name.toLowerCase().replaceAll(' ', '-')}`,
  label: label(name),
  group: 'Timeline',
  keys: [],
  shown: '',
  words: 'timeline lane track row',
  enabled: hasRun,
  run: () => arrangeLanes(change(arrangedLanes(), name)),
});

export const LANE_ACTIONS: readonly Action[] = [
  {
    id: 'lanes',
    label: 'Lanes of the timeline: show, keep in view, order',
    group: 'Timeline',
    keys: ['Shift+L'],
    shown: 'Shift L',
    words: 'tracks rows pin hide reorder',
    enabled: hasRun,
    run: () => document.querySelector<HTMLElement>('#timeline-lanes')?.click(),
  },
  ...LANES.flatMap((name) => [
    lane('hide', (text) => `Hide or show the lane ${text}`, name, hideLane),
    lane('pin', (text) => `Keep the lane ${text} in view, or not`, name, pinLane),
  ]),
  {
    id: 'lanes-reset',
    label: 'Lanes of the timeline as designed',
    group: 'Timeline',
    keys: [],
    shown: '',
    words: 'reset all tracks',
    enabled: () => laneTexts(arrangedLanes()).length > 0,
    run: () => arrangeLanes(designedLanes()),
  },
];

registerActions(LANE_ACTIONS);
