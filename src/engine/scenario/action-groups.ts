// Who acts, of each action: what a run needs to know of them. Their parameters and words stand in actions.ts.

/** Actions of the destination take effect when its machine is made, whatever their time. */
export const ACTION_GROUPS = ['guest', 'host', 'stream', 'destination'] as const;
export type ActionGroup = (typeof ACTION_GROUPS)[number];

/** An action with its parameters: `{ "do": "set-mac", "nic": 0, "mac": "52:54:00:00:00:01" }`. */
export type Action = { readonly do: string } & Readonly<Record<string, string | number | boolean>>;

/** `at` is virtual time in ns since migrate; actions of one time happen in the order of the list. */
export interface Intervention {
  readonly at: number;
  readonly action: Action;
}

export const GROUP_OF = {
  'set-mac': 'guest',
  'add-vlan': 'guest',
  'drop-vlan': 'guest',
  'rx-mode': 'guest',
  offloads: 'guest',
  'queue-pairs': 'guest',
  rss: 'guest',
  announce: 'guest',
  reset: 'guest',
  unload: 'guest',
  reload: 'guest',
  burst: 'guest',
  silence: 'guest',
  'ring-size': 'guest',
  link: 'host',
  bandwidth: 'host',
  latency: 'host',
  'downtime-limit': 'host',
  'dirty-rate': 'host',
  throttle: 'host',
  cancel: 'host',
  unplug: 'host',
  flip: 'stream',
  drop: 'stream',
  insert: 'stream',
  truncate: 'stream',
  reorder: 'stream',
  'features-off': 'destination',
  'queue-size': 'destination',
  pairs: 'destination',
  vectors: 'destination',
  memory: 'destination',
  machine: 'destination',
  capability: 'destination',
  'early-mig': 'destination',
} as const satisfies Readonly<Record<string, ActionGroup>>;
export type ActionName = keyof typeof GROUP_OF;

/** Who does it; undefined when there is no such action. */
export function actionGroup(name: string): ActionGroup | undefined {
  return (GROUP_OF as Readonly<Record<string, ActionGroup>>)[name];
}
