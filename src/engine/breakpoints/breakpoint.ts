// A breakpoint: what it waits for, under which condition, from which hit on. Plain data.

export const BREAKPOINT_VERSION = 1;

export type BreakpointSide = 'source' | 'destination' | 'either';

/** What a breakpoint waits for. */
export type BreakpointOn =
  /** A phase begins; `any` for each. */
  | { readonly kind: 'phase'; readonly phase: string }
  /** A section is begun at the source or its load at the destination. `type` START, PART, END, FULL or any; `name` as behind ~, empty for any. */
  | { readonly kind: 'section'; readonly type: string; readonly name: string; readonly side: BreakpointSide }
  /** A section that holds this flag, such as VNET_MIG_F_INIT_STATE, is begun. */
  | { readonly kind: 'flag'; readonly flag: string; readonly side: BreakpointSide }
  /** A value changes, or becomes `becomes` (written as in an expression): `destination.rx0.last_avail_idx`, `source.tx0.avail.idx`. */
  | { readonly kind: 'value'; readonly name: string; readonly becomes: string }
  /** Guest memory in [address, address + length) is written: by the guest, the device or the load. */
  | { readonly kind: 'memory'; readonly address: number; readonly length: number; readonly side: BreakpointSide }
  /** A device or the load reports an error, or the destination comes to bytes that a diagnostic is of. */
  | { readonly kind: 'error' }
  /** An event of this kind, by its name. */
  | { readonly kind: 'event'; readonly event: string }
  /** Any event at which the condition holds. */
  | { readonly kind: 'condition' };

export interface Breakpoint {
  readonly id: number;
  readonly name: string;
  readonly on: BreakpointOn;
  /** An expression over the event and the state after it; empty for none. */
  readonly condition: string;
  /** Hits from the beginning of the run that do not stop; 0 stops at the first. */
  readonly skip: number;
  readonly enabled: boolean;
}

/** A name that says what it waits for. */
export function breakpointTitle(on: BreakpointOn): string {
  switch (on.kind) {
    case 'phase':
      return on.phase === 'any' ? 'any phase' : `phase ${on.phase}`;
    case 'section':
      return `${on.type === 'any' ? 'section' : on.type}${on.name ? ` ${on.name}` : ''}${sideText(on.side)}`;
    case 'flag':
      return `${on.flag}${sideText(on.side)}`;
    case 'value':
      return on.becomes === '' ? `${on.name} changes` : `${on.name} → ${on.becomes}`;
    case 'memory':
      return `write to 0x${on.address.toString(16)}${on.length > 1 ? `, ${on.length} bytes` : ''}${sideText(on.side)}`;
    case 'error':
      return 'any diagnostic';
    case 'event':
      return on.event;
    case 'condition':
      return 'condition';
  }
}

function sideText(side: BreakpointSide): string {
  return side === 'either' ? '' : ` at the ${side}`;
}
