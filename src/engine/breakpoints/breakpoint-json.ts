// Breakpoints as JSON, with a version. What comes from outside is checked; a problem names its path.
import { BREAKPOINT_VERSION, breakpointTitle, type Breakpoint, type BreakpointOn } from './breakpoint.ts';

export type BreakpointResult =
  | { readonly ok: true; readonly breakpoint: Breakpoint }
  | { readonly ok: false; readonly path: string; readonly message: string };

/** Thrown inside this file only. */
class Wrong extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.name = 'Wrong';
    this.path = path;
  }
}

/** What is saved of a breakpoint: everything but its id, which the app gives. */
export function breakpointJson({ name, on, condition, skip, enabled }: Breakpoint): object {
  return { version: BREAKPOINT_VERSION, name, on, condition, skip, enabled };
}

const MAX_TEXT = 1000;
const SIDES = ['source', 'destination', 'either'] as const;

/** The breakpoint of a JSON value, with the id given. Unknown versions are refused. */
export function breakpointFromJson(value: unknown, id: number): BreakpointResult {
  try {
    const at = record(value, '');
    if (at.version !== BREAKPOINT_VERSION)
      throw new Wrong(
        'version',
        `must be ${BREAKPOINT_VERSION}, is ${at.version === undefined ? 'missing' : JSON.stringify(at.version)}`,
      );
    const on = onOf(record(at.on, 'on'));
    const breakpoint = {
      id,
      on,
      name: at.name === undefined ? breakpointTitle(on) : text(at.name, 'name'),
      condition: at.condition === undefined ? '' : text(at.condition, 'condition'),
      skip: at.skip === undefined ? 0 : whole(at.skip, 'skip'),
      enabled: at.enabled !== false,
    };
    return { ok: true, breakpoint };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, path: error.path, message: error.message };
    throw error;
  }
}

function onOf(on: Readonly<Record<string, unknown>>): BreakpointOn {
  switch (on.kind) {
    case 'phase':
      return { kind: 'phase', phase: text(on.phase, 'on.phase') };
    case 'section':
      return {
        kind: 'section',
        type: text(on.type, 'on.type'),
        name: text(on.name, 'on.name'),
        side: side(on.side),
      };
    case 'flag':
      return { kind: 'flag', flag: text(on.flag, 'on.flag'), side: side(on.side) };
    case 'value':
      return { kind: 'value', name: text(on.name, 'on.name'), becomes: text(on.becomes, 'on.becomes') };
    case 'memory':
      return {
        kind: 'memory',
        address: whole(on.address, 'on.address'),
        length: Math.max(1, whole(on.length, 'on.length')),
        side: side(on.side),
      };
    case 'event':
      return { kind: 'event', event: text(on.event, 'on.event') };
    case 'error':
    case 'condition':
      return { kind: on.kind };
    default:
      throw new Wrong('on.kind', 'must be one of phase, section, flag, value, memory, event, error, condition');
  }
}

function record(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Wrong(path || '(breakpoint)', 'must be an object');
}

function text(value: unknown, path: string): string {
  if (typeof value === 'string' && value.length <= MAX_TEXT) return value;
  throw new Wrong(path, `must be a text of at most ${MAX_TEXT} characters`);
}

function whole(value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new Wrong(path, 'must be a whole number from 0');
}

function side(value: unknown): (typeof SIDES)[number] {
  const found = SIDES.find((each) => each === value);
  if (found) return found;
  throw new Wrong('on.side', `must be one of ${SIDES.join(', ')}`);
}
