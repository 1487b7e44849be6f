// A question about the protocol as data, and the scenarios and moments that several questions share.
import type { Action } from './action-groups.ts';
import { DEFAULT_SCENARIO } from './default-scenario.ts';
import { PRESETS } from './presets.ts';
import type { Scenario } from './scenario.ts';

export type Claim = readonly [fact: string, is: '<' | '=' | '>' | 'begins', value: string | number];

/** A question that a run answers. */
export interface Scene {
  readonly scenario: Scenario;
  /** The first event at which this expression holds (docs/expressions.md). */
  readonly at: string;
  /** Another run to hold beside it. */
  readonly beside?: Scenario;
  readonly sees: string;
  readonly claims: readonly Claim[];
}

export interface Question {
  /** As they are numbered in the thread, by first mention. */
  readonly number: number;
  readonly asks: string;
  readonly scene?: Scene;
  /** Why no run answers it. */
  readonly why?: string;
}

const MS = 1_000_000;
export const NIC = '0000:00:03.0/virtio-net';

export const RFC = DEFAULT_SCENARIO;
export const named = (base: Scenario, name: string, more: Partial<Scenario> = {}): Scenario => ({
  ...base,
  ...more,
  name,
});
export const BASELINE = named(RFC, 'Default, without the RFC', { strategy: 'baseline' });
export const doing = (
  base: Scenario,
  name: string,
  ...actions: readonly (readonly [ms: number, action: Action])[]
): Scenario => named(base, name, { interventions: actions.map(([ms, action]) => ({ at: ms * MS, action })) });

export const NEIGHBOURS = { machine: { ...RFC.machine, neighbours: true } };
export const FULL_MACHINE = named(RFC, 'VGA, console and SCSI beside the NIC, RFC', NEIGHBOURS);
export const FULL_MACHINE_BASELINE = named(
  BASELINE,
  'VGA, console and SCSI beside the NIC, without the RFC',
  NEIGHBOURS,
);
export const MAC = { do: 'set-mac', nic: 0, mac: '52:54:00:ab:cd:ef' };
/** The highest bit of the first queue's last_avail_idx in the last section. */
export const WRONG_INDEX = doing(RFC, 'A last_avail_idx that went wrong on the way', [
  0,
  { do: 'flip', section: `FULL ${NIC}`, occurrence: 1, offset: 416, bit: 7 },
]);
/** Bit 17 of the address of the first queue's available ring, in the early copy and in the last section. */
export const EARLY_ADDRESS = doing(RFC, 'A ring address that is none in the early copy', [
  0,
  { do: 'flip', section: `START ${NIC}-iterative`, occurrence: 1, offset: 1086, bit: 1 },
]);
export const LAST_ADDRESS = doing(RFC, 'A ring address that is none in the last section', [
  0,
  { do: 'flip', section: `FULL ${NIC}`, occurrence: 1, offset: 1068, bit: 1 },
]);
export const preset = (name: string): Scenario => PRESETS[name]!;

/** The load of the NIC's own section at the end. */
export const LAST_LOAD = 'kind == "load section" && section_type == FULL && section ~ "*/virtio-net"';
export const EARLY_SAVE = 'kind == "section start" && section ~ "*/virtio-net-iterative"';
export const LAST_SAVE = 'kind == "section start" && section_type == FULL && section ~ "*/virtio-net"';
export const FAILED = 'kind == "load failed"';
export const STOP = 'kind == "vCPUs stop"';
