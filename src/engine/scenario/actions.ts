// What a person may do in the middle of a migration. One table says for each action who does it, its parameters and their
// ranges: the check of a scenario, the forms of the page and the documentation are all read from it. What an action does
// is the engine's business (machine/ for the guest, migration/ for host, stream and destination).
import { FEATURE_PROPERTIES } from '../devices/virtio-net-config.ts';
import { GROUP_OF, type Action, type ActionGroup, type ActionName } from './action-groups.ts';
import type { ScenarioProblem } from './problem.ts';

/** A parameter and what it may be. */
export type ParameterSpec = { readonly name: string; readonly label: string } & (
  | {
      readonly kind: 'whole';
      readonly low: number;
      readonly high: number;
      readonly unit: string;
      readonly initial: number;
    }
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly initial: string }
  | { readonly kind: 'switch'; readonly initial: boolean }
  | { readonly kind: 'text'; readonly pattern: RegExp; readonly what: string; readonly initial: string }
);

export interface ActionSpec {
  readonly name: string;
  readonly group: ActionGroup;
  /** As a person would say it, in the imperative. */
  readonly label: string;
  readonly parameters: readonly ParameterSpec[];
}

const whole = (name: string, label: string, low: number, high: number, initial: number, unit = ''): ParameterSpec => ({
  name,
  label,
  kind: 'whole',
  low,
  high,
  unit,
  initial,
});
const choice = (name: string, label: string, values: readonly string[]): ParameterSpec => ({
  name,
  label,
  kind: 'choice',
  values,
  initial: values[0]!,
});
const onOff = (name: string, label: string, initial: boolean): ParameterSpec => ({
  name,
  label,
  kind: 'switch',
  initial,
});
const text = (name: string, label: string, pattern: RegExp, what: string, initial: string): ParameterSpec => ({
  name,
  label,
  kind: 'text',
  pattern,
  what,
  initial,
});

const NIC = whole('nic', 'NIC', 0, 1, 0);
const VLAN = whole('vlan', 'VLAN id', 0, 4094, 100);
/** Most bytes of an insert, and longest idstr: five of them, whatever they hold, still fit a link (store/share/link.ts). */
const MAX_INSERT = 40;
const MAX_IDSTR = 40;
const HEX_BYTES = new RegExp(`^([0-9a-f]{2}){1,${MAX_INSERT}}$`);
const FEATURE = `(${FEATURE_PROPERTIES.join('|')})`;
const QEMU_MAX_BANDWIDTH = 400_000_000_000;

/** Bytes of the stream: at an offset, or in the nth section of a name (its first byte is offset 0). */
const PLACE: readonly ParameterSpec[] = [
  text(
    'section',
    'Section',
    new RegExp(`^(|(START|PART|END|FULL) [\\x21-\\x7e]{1,${MAX_IDSTR}})$`),
    `empty, or a type and an idstr of up to ${MAX_IDSTR} characters such as "FULL 0000:00:03.0/virtio-net"`,
    '',
  ),
  whole('occurrence', 'Which of them', 1, 100_000, 1),
  whole('offset', 'Offset', 0, 2 ** 40, 0, 'bytes'),
];
const LENGTH = whole('length', 'Length', 1, 65536, 1, 'bytes');

const action = (name: ActionName, label: string, ...parameters: readonly ParameterSpec[]): ActionSpec => ({
  name,
  group: GROUP_OF[name],
  label,
  parameters,
});

export const ACTIONS: readonly ActionSpec[] = [
  action(
    'set-mac',
    'Change the MAC address',
    NIC,
    text(
      'mac',
      'MAC',
      /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/,
      'a MAC address such as 52:54:00:12:34:56',
      '52:54:00:ab:cd:ef',
    ),
  ),
  action('add-vlan', 'Add a VLAN to the filter', NIC, VLAN),
  action('drop-vlan', 'Drop a VLAN from the filter', NIC, VLAN),
  action(
    'rx-mode',
    'Change the RX mode',
    NIC,
    choice('mode', 'Mode', ['promisc', 'allmulti', 'alluni', 'nomulti', 'nouni', 'nobcast']),
    onOff('on', 'On', false),
  ),
  action(
    'offloads',
    'Set guest offloads',
    NIC,
    text('offloads', 'Offloads', /^0x[0-9a-f]{1,16}$/, 'a 64-bit value such as 0x2', '0x0'),
  ),
  action('queue-pairs', 'Change the number of queue pairs', NIC, whole('pairs', 'Pairs', 1, 4, 1)),
  action('rss', 'Set up RSS', NIC, onOff('on', 'On', true), whole('defaultQueue', 'Default queue', 0, 3, 0)),
  action('announce', 'Acknowledge an announcement', NIC),
  action('reset', 'Reset the device', NIC),
  action('unload', 'Unload the driver', NIC),
  action('reload', 'Load the driver again', NIC),
  action('burst', 'Send a burst of packets', NIC, whole('packets', 'Packets', 1, 1000, 32)),
  action('silence', 'Let guest and network be silent', whole('for', 'For', 1, 10_000_000_000, 20_000_000, 'ns')),
  action(
    'ring-size',
    'Set up the rings with another size',
    NIC,
    choice('size', 'Entries', ['64', '128', '256', '512', '1024']),
  ),
  action('link', 'Set the link up or down', NIC, onOff('up', 'Up', false)),
  action(
    'bandwidth',
    'Change the bandwidth',
    whole('bandwidth', 'Bandwidth', 1_000_000, QEMU_MAX_BANDWIDTH, 10_000_000, 'bit/s'),
  ),
  action('latency', 'Change the latency', whole('latency', 'Latency', 0, 1_000_000_000, 10_000_000, 'ns')),
  action('downtime-limit', 'Change downtime-limit', whole('limit', 'Limit', 1, 2_000_000, 300, 'ms')),
  action(
    'dirty-rate',
    'Change how fast the guest writes pages',
    whole('pages', 'Pages', 0, 10_000_000, 10_000, 'per second'),
  ),
  action('throttle', 'Throttle the vCPUs', whole('percent', 'Percent', 0, 99, 50)),
  action('cancel', 'Cancel the migration'),
  action('unplug', 'Unplug the NIC', NIC),
  action('flip', 'Flip a bit', ...PLACE, whole('bit', 'Bit', 0, 7, 0)),
  action('drop', 'Drop bytes', ...PLACE, LENGTH),
  action(
    'insert',
    'Insert bytes',
    ...PLACE,
    text('bytes', 'Bytes', HEX_BYTES, `up to ${MAX_INSERT} bytes in hex such as 00ff`, '00'),
  ),
  action('truncate', 'Cut the stream', ...PLACE),
  action('reorder', 'Swap two neighbouring runs of bytes', ...PLACE, LENGTH),
  action(
    'features-off',
    'Switch features of the destination off',
    NIC,
    text(
      'features',
      'Features',
      new RegExp(`^${FEATURE}(,${FEATURE}){0,${FEATURE_PROPERTIES.length - 1}}$`),
      'names of feature properties such as ctrl_vq,mrg_rxbuf',
      'ctrl_vq',
    ),
  ),
  action('queue-size', 'Give the destination other ring sizes', NIC, choice('size', 'Entries', ['256', '512', '1024'])),
  action('pairs', 'Give the destination another number of queue pairs', NIC, whole('pairs', 'Pairs', 1, 4, 2)),
  action('vectors', 'Give the destination another number of MSI-X vectors', NIC, whole('vectors', 'Vectors', 0, 64, 2)),
  action('memory', 'Give the destination other RAM', whole('memoryMiB', 'RAM', 8, 1024, 32, 'MiB')),
  action(
    'machine',
    'Give the destination another machine type',
    text('machine', 'Machine type', /^[a-z0-9.-]{1,64}$/, 'a machine type such as pc-i440fx-9.2', 'pc-i440fx-9.2'),
  ),
  action('capability', 'Set virtio-iterative on the destination', onOff('on', 'On', false)),
  action('early-mig', 'Set early-mig on the destination', onOff('on', 'On', false)),
];

/** The row of an action's name. */
export function actionSpec(name: string): ActionSpec | undefined {
  return ACTIONS.find((entry) => entry.name === name);
}

/** An action with every parameter at its initial value. */
export function initialAction(spec: ActionSpec): Action {
  return { do: spec.name, ...Object.fromEntries(spec.parameters.map(({ name, initial }) => [name, initial])) };
}

/** `Change the MAC address: 52:54:00:ab:cd:ef`: a label with the parameters that are not at their usual value. */
export function actionText(given: Action): string {
  const spec = actionSpec(given.do);
  if (!spec) return given.do;
  const parts = spec.parameters
    .filter(
      ({ name }) =>
        !(name === 'nic' && given[name] === 0) && !(name === 'occurrence' && given[name] === 1) && given[name] !== '',
    )
    .map((parameter) => {
      const value = given[parameter.name];
      if (parameter.kind === 'switch') return `${parameter.label.toLowerCase()} ${value === true ? 'yes' : 'no'}`;
      const unit = parameter.kind === 'whole' && parameter.unit ? ` ${parameter.unit}` : '';
      return spec.parameters.length === 1 || parameter.kind === 'text'
        ? `${value}${unit}`
        : `${parameter.label.toLowerCase()} ${value}${unit}`;
    });
  return parts.length > 0 ? `${spec.label}: ${parts.join(', ')}` : spec.label;
}

/** Latest time of an intervention, ns: an hour. */
export const MAX_INTERVENTION_TIME = 3_600_000_000_000;
/** Most interventions in one scenario. */
export const MAX_INTERVENTIONS = 200;

/** Checks a list of interventions from outside; problems name the path below `path`. */
export function checkInterventions(value: unknown, path: string, problems: ScenarioProblem[]): void {
  if (!Array.isArray(value)) {
    problems.push({ path, message: 'must be a list' });
    return;
  }
  if (value.length > MAX_INTERVENTIONS) {
    problems.push({ path, message: `must have at most ${MAX_INTERVENTIONS} entries, has ${value.length}` });
    return;
  }
  (value as readonly unknown[]).forEach((entry, i) => checkIntervention(entry, `${path}.${i}`, problems));
}

function checkIntervention(value: unknown, path: string, problems: ScenarioProblem[]): void {
  if (!isRecord(value)) {
    problems.push({ path, message: 'must be an object with at and action' });
    return;
  }
  for (const key of Object.keys(value))
    if (key !== 'at' && key !== 'action')
      problems.push({ path: `${path}.${key}`, message: 'is not a field of an intervention' });
  const { at, action: given } = value;
  if (typeof at !== 'number' || !Number.isInteger(at) || at < 0 || at > MAX_INTERVENTION_TIME)
    problems.push({ path: `${path}.at`, message: `must be a whole number from 0 to ${MAX_INTERVENTION_TIME} ns` });
  if (!isRecord(given)) {
    problems.push({ path: `${path}.action`, message: 'must be an object with do' });
    return;
  }
  const spec = typeof given.do === 'string' ? actionSpec(given.do) : undefined;
  if (!spec) {
    problems.push({
      path: `${path}.action.do`,
      message: `must be one of ${ACTIONS.map(({ name }) => name).join(', ')}`,
    });
    return;
  }
  for (const key of Object.keys(given)) {
    if (key !== 'do' && !spec.parameters.some(({ name }) => name === key))
      problems.push({ path: `${path}.action.${key}`, message: `is not a parameter of ${spec.name}` });
  }
  for (const parameter of spec.parameters) {
    const wrong = parameterProblem(parameter, given[parameter.name]);
    if (wrong) problems.push({ path: `${path}.action.${parameter.name}`, message: wrong });
  }
}

/** What is wrong with a parameter's value, or null. */
export function parameterProblem(parameter: ParameterSpec, value: unknown): string | null {
  switch (parameter.kind) {
    case 'whole': {
      const { low, high, unit } = parameter;
      const isFine = typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high;
      return isFine ? null : `must be a whole number from ${low} to ${high}${unit && ` ${unit}`}`;
    }
    case 'choice':
      return typeof value === 'string' && parameter.values.includes(value)
        ? null
        : `must be one of ${parameter.values.join(', ')}`;
    case 'switch':
      return typeof value === 'boolean' ? null : 'must be true or false';
    case 'text':
      return typeof value === 'string' && parameter.pattern.test(value) ? null : `must be ${parameter.what}`;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
