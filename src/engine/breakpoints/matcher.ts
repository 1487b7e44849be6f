// A breakpoint made ready for a run: the kinds of event at which it can hold, and the test of one event. Kinds come
// first, from the columns; expressions only see what is left.
import { EVENT_KINDS, EventKind } from '../capture/event-kinds.ts';
import type { RunSpace } from '../capture/run-space.ts';
import { SpanKind } from '../capture/spans.ts';
import { compile } from '../query/compile.ts';
import type { EventCursor } from '../query/event-scope.ts';
import { kindsOf } from '../query/kinds-of.ts';
import { matchesText, textPattern } from '../query/match-text.ts';
import type { Scope } from '../query/scope.ts';
import type { Breakpoint, BreakpointOn, BreakpointSide } from './breakpoint.ts';

/** What is wrong with a breakpoint; places count characters of its condition, or of its value for `value`. */
export interface BreakpointProblem {
  readonly part: 'on' | 'condition';
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface Matcher {
  /** By kind of event: 1 where it can hold. */
  readonly kinds: Uint8Array;
  readonly test: (cursor: EventCursor) => boolean;
}

export type MatcherResult =
  { readonly ok: true; readonly matcher: Matcher } | { readonly ok: false; readonly problem: BreakpointProblem };

/** Kinds that report that something is wrong. */
const ERRORS: readonly number[] = [EventKind.DeviceError, EventKind.LoadFailed];
const SECTION_TYPES: readonly string[] = ['', 'START', 'PART', 'END', 'FULL'];
const KINDS = 256;
const ALL: readonly number[] = EVENT_KINDS.map(({ kind }) => kind);

/** The beginning of a matcher, before its condition. */
interface Start {
  readonly kinds: Iterable<number>;
  readonly test: (cursor: EventCursor) => boolean;
}

/** Makes the matcher of everything but phases, which search.ts finds by their times. */
export function makeMatcher(breakpoint: Breakpoint, space: RunSpace, scope: Scope<EventCursor>): MatcherResult {
  const start = startOf(breakpoint.on, space, scope);
  if ('problem' in start) return { ok: false, problem: start.problem };
  const kinds = new Uint8Array(KINDS);
  for (const kind of start.kinds) kinds[kind] = 1;
  if (breakpoint.condition.trim() === '') return { ok: true, matcher: { kinds, test: start.test } };
  const query = compile(breakpoint.condition, scope);
  if (!query.ok) return { ok: false, problem: { part: 'condition', ...query.problem } };
  const narrow = kindsOf(query.tree);
  if (narrow) for (let kind = 0; kind < KINDS; kind++) if (!narrow.has(kind)) kinds[kind] = 0;
  const { test } = query;
  return { ok: true, matcher: { kinds, test: (cursor) => start.test(cursor) && test(cursor) } };
}

function startOf(
  on: BreakpointOn,
  space: RunSpace,
  scope: Scope<EventCursor>,
): Start | { readonly problem: BreakpointProblem } {
  const wrong = (message: string): { readonly problem: BreakpointProblem } => ({
    problem: { part: 'on', message, start: 0, end: 0 },
  });
  switch (on.kind) {
    case 'phase':
    case 'condition':
      return { kinds: ALL, test: () => true };
    case 'error':
      return diagnostics(space);
    case 'event': {
      const info = EVENT_KINDS.find(({ name }) => name === on.event);
      return info ? { kinds: [info.kind], test: () => true } : wrong(`There is no event called ${on.event}`);
    }
    case 'section': {
      const type = on.type === 'any' ? -1 : SECTION_TYPES.indexOf(on.type);
      if (on.type !== 'any' && type < 1) return wrong(`${on.type} is no type of section`);
      const pattern = textPattern(on.name);
      const names = [space.capture.source.names, space.capture.destination.names] as const;
      return {
        kinds: sectionStarts(on.side),
        test: ({ events, row, side }) =>
          (type < 0 || events.before[row] === type) &&
          (on.name === '' || matchesText(pattern, names[side][events.after[row]!] ?? '')),
      };
    }
    case 'flag': {
      const starts = framesWithFlag(space, on.flag);
      return {
        kinds: sectionStarts(on.side),
        test: ({ events, row }) => starts.has(events.offset[row]!),
      };
    }
    case 'value': {
      const text = on.becomes === '' ? `changed(${on.name})` : `${on.name} -> ${on.becomes}`;
      const query = compile(text, scope);
      if (!query.ok) return { problem: { part: 'on', ...query.problem } };
      return { kinds: kindsOf(query.tree) ?? ALL, test: query.test };
    }
    case 'memory':
      return memory(on, space);
  }
}

/** What a side reports, and where the destination comes to bytes that the inspection has something to say of. */
function diagnostics({ spans }: RunSpace): Start {
  const sections = new Set<number>();
  let [header, isEnd] = [Infinity, false];
  for (let row = 0; row < spans.length; row = spans.next[row]!) {
    if (spans.mark[row] === 0) continue;
    const kind = spans.kind[row];
    if (kind === SpanKind.Section || kind === SpanKind.Command) sections.add(spans.start[row]!);
    else if (kind === SpanKind.Header || kind === SpanKind.Configuration) header = Math.min(header, spans.start[row]!);
    else isEnd = true;
  }
  return {
    kinds: [...ERRORS, EventKind.SectionLoadStart, EventKind.CommandLoaded, EventKind.HeaderLoaded, EventKind.LoadEnd],
    test: ({ events, row }) => {
      const offset = events.offset[row]!;
      switch (events.kind[row]) {
        case EventKind.SectionLoadStart:
        case EventKind.CommandLoaded:
          return sections.has(offset);
        case EventKind.HeaderLoaded:
          return header < offset;
        case EventKind.LoadEnd:
          return isEnd;
        default:
          return true;
      }
    },
  };
}

function sectionStarts(side: BreakpointSide): readonly number[] {
  if (side === 'source') return [EventKind.SectionSaveStart];
  if (side === 'destination') return [EventKind.SectionLoadStart];
  return [EventKind.SectionSaveStart, EventKind.SectionLoadStart];
}

/** First bytes of the frames that hold a flag of this name. */
function framesWithFlag({ spans }: RunSpace, flag: string): ReadonlySet<number> {
  const starts = new Set<number>();
  for (let row = 0; row < spans.length; row++) {
    if (spans.kind[row] !== SpanKind.Flag || spans.names[spans.name[row]!] !== flag) continue;
    let frame = row;
    while (spans.parent[frame]! >= 0) frame = spans.parent[frame]!;
    starts.add(spans.start[frame]!);
  }
  return starts;
}

const STORE_BYTES: Readonly<Record<number, number>> = {
  [EventKind.Store16]: 2,
  [EventKind.Store32]: 4,
  [EventKind.Store64]: 8,
};
const PAGE = 4096;

function memory(on: Extract<BreakpointOn, { kind: 'memory' }>, { capture }: RunSpace): Start {
  const from = on.address - capture.arena.address;
  const to = from + on.length;
  const firstPage = Math.floor(on.address / PAGE);
  const lastPage = Math.floor((on.address + on.length - 1) / PAGE);
  const wanted = on.side === 'source' ? 0 : on.side === 'destination' ? 1 : -1;
  return {
    kinds: [
      EventKind.Store16,
      EventKind.Store32,
      EventKind.Store64,
      EventKind.GuestDirtyPage,
      EventKind.GuestFillBuffer,
      EventKind.DeviceFillBuffer,
      EventKind.PageLoad,
    ],
    test: ({ events, row, side }) => {
      if (wanted >= 0 && side !== wanted) return false;
      const subject = events.subject[row]!;
      const bytes = STORE_BYTES[events.kind[row]!];
      return bytes === undefined ? subject >= firstPage && subject <= lastPage : subject < to && subject + bytes > from;
    },
  };
}
