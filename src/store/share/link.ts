// A link that holds everything: scenario, branch, cursor, selection, layout. The run is a pure function of the scenario, so
// the link is the recording. Form (docs/formats.md): `#v2.` and base64url of raw deflate of JSON.
import * as v from 'valibot';
import { checkScenario } from '../../engine/scenario/check.ts';
import type { Scenario } from '../../engine/scenario/scenario.ts';
import { MAX_BRANCH_NAME, MAX_BRANCH_NOTE } from '../branches/branch-tree.ts';
import { MAX_BOOKMARK_NOTE, type Bookmark } from '../bookmarks/bookmark.ts';
import type { AxisBy } from '../timeline-slice.ts';
import { firstIssue } from './issues.ts';
import { changesOf, scenarioOf } from './scenario-changes.ts';

export const LINK_VERSION = 2;
/** Longest fragment that is read, characters, and most bytes that it may unpack to. */
const MAX_FRAGMENT = 200_000;
const MAX_JSON = 1_000_000;
/** Mail programs and chats cut links that are much longer, characters. */
export const SAFE_LENGTH = 2000;
export const MAX_TITLE = 80;
export const MAX_ZOOM = 50;
const MAX_LANES = 20;

export interface SharedView {
  readonly scenario: Scenario;
  /** Name of the branch and a note of whoever shared it; empty when there is none. */
  readonly branch: string;
  readonly note: string;
  /** Number of the event (head) that the cursor stands on. */
  readonly cursor: number;
  /** Selected bytes of the stream, or null. */
  readonly selection: readonly [start: number, end: number] | null;
  /** NIC shown, by its place in the scenario, and queue of it. */
  readonly nic: number;
  readonly queue: number;
  /** Panels that differ from the usual layout: name to size in per mille. */
  readonly layout: Readonly<Record<string, number>>;
  /** What whoever opens the link is told it is about; empty when there is none. */
  readonly title: string;
  /** How the timeline is drawn, which lanes it has (none named: as designed), and the marked stretch, ns. */
  readonly axis: AxisBy;
  readonly lanes: readonly string[];
  readonly range: Span | null;
  /** What was zoomed into, one from the other, ns; null is the whole, and the last one is in view. Empty: the whole. */
  readonly zoom: readonly (Span | null)[];
  readonly bookmarks: readonly Bookmark[];
}

type Span = readonly [from: number, to: number];

/** What a link leaves out. */
export const USUAL: Omit<SharedView, 'scenario'> = {
  branch: '',
  note: '',
  cursor: 0,
  selection: null,
  nic: 0,
  queue: 0,
  layout: {},
  title: '',
  axis: 'phase',
  lanes: [],
  range: null,
  zoom: [],
  bookmarks: [],
};

export type LinkResult =
  | { readonly ok: true; readonly view: SharedView }
  | { readonly ok: false; readonly message: string; readonly where: string };

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const text = (most: number) => v.pipe(v.string(), v.maxLength(most));

const span = v.pipe(
  v.tuple([count, count]),
  v.check(([from, to]) => from <= to, 'ends before it begins'),
);
/** 0 for bytes or 1 for time, start, end, note. */
const bookmark = v.pipe(
  v.tuple([v.picklist([0, 1]), count, count, text(MAX_BOOKMARK_NOTE)]),
  v.check(([of, start, end]) => (of === 1 ? start <= end : start < end), 'ends before it begins'),
  v.transform(([of, start, end, note]): Bookmark => ({ of: of === 1 ? 'time' : 'bytes', start, end, note })),
);

/** Version 1 had the whole `scenario`, version 2 has what is other in it than in the default one. */
const SCENARIO_KEY = { 1: 'scenario', 2: 'changes' } as const;

const VIEW = v.object({
  branch: v.optional(text(MAX_BRANCH_NAME), ''),
  note: v.optional(text(MAX_BRANCH_NOTE), ''),
  cursor: v.optional(count, 0),
  selection: v.optional(v.nullable(v.tuple([count, count])), null),
  nic: v.optional(v.pipe(count, v.maxValue(1)), 0),
  queue: v.optional(v.pipe(count, v.maxValue(1023)), 0),
  layout: v.optional(v.record(v.string(), v.pipe(count, v.maxValue(1000))), {}),
  title: v.optional(text(MAX_TITLE), ''),
  axis: v.optional(v.picklist(['phase', 'time']), 'phase'),
  lanes: v.optional(v.pipe(v.array(text(40)), v.maxLength(MAX_LANES)), []),
  range: v.optional(v.nullable(span), null),
  zoom: v.optional(v.pipe(v.array(v.nullable(span)), v.maxLength(MAX_ZOOM)), []),
  bookmarks: v.optional(v.array(bookmark), []),
});

/** The fragment of a link, with its `#`. What is at its usual value is left out. */
export async function linkOf(view: SharedView): Promise<string> {
  const named = {
    ...view,
    bookmarks: view.bookmarks.map(({ of, start, end, note }) => [of === 'time' ? 1 : 0, start, end, note]),
  };
  const unusual = (Object.keys(USUAL) as (keyof typeof USUAL)[])
    .filter((key) => JSON.stringify(named[key]) !== JSON.stringify(USUAL[key]))
    .map((key) => [key, named[key]] as const);
  const json = JSON.stringify({ changes: changesOf(view.scenario), ...Object.fromEntries(unusual) });
  const packed = await through(new TextEncoder().encode(json), new CompressionStream('deflate-raw'), Infinity);
  return `#v${LINK_VERSION}.${base64url(packed)}`;
}

/** What is left out of a link that would be too long, in this order, and what it is called. */
const CAN_GO = [
  ['notes and bookmarks', ['bookmarks']],
  ['the view of the timeline', ['zoom', 'range', 'lanes', 'axis']],
  ['the branch’s note', ['note']],
  ['the title', ['title']],
] as const satisfies readonly (readonly [string, readonly (keyof typeof USUAL)[]])[];

export interface ShortLink {
  readonly fragment: string;
  /** What of the view the link holds, and the names of what it leaves out. */
  readonly held: SharedView;
  readonly leftOut: readonly string[];
}

/** A link of at most `most` characters, if leaving out what is not the run, the place and the panels can do it. */
export async function linkWithin(view: SharedView, most: number): Promise<ShortLink> {
  let held = view;
  let fragment = await linkOf(held);
  const leftOut: string[] = [];
  for (const [name, keys] of CAN_GO) {
    if (fragment.length <= most) break;
    if (keys.every((key) => JSON.stringify(held[key]) === JSON.stringify(USUAL[key]))) continue;
    held = { ...held, ...Object.fromEntries(keys.map((key) => [key, USUAL[key]])) };
    leftOut.push(name);
    fragment = await linkOf(held);
  }
  return { fragment, held, leftOut };
}

/** Whether a fragment means to be a link of ours. */
export function isLink(fragment: string): boolean {
  return /^#v\d+\./.test(fragment);
}

/** What a link holds. Never throws: damage is told with what and where. */
export async function viewOfLink(fragment: string): Promise<LinkResult> {
  const match = /^#v(\d+)\.([A-Za-z0-9_-]*)$/.exec(fragment);
  if (!match) return wrong('The link is damaged: it is not "#v", a version, "." and base64url text.', 'link');
  const version = Number(match[1]);
  if (version !== 1 && version !== LINK_VERSION)
    return wrong(
      `The link has version ${version}; this app reads versions 1 to ${LINK_VERSION}. Load the app anew.`,
      'link',
    );
  if (fragment.length > MAX_FRAGMENT) return wrong('The link is longer than any that this app writes.', 'link');
  let json: string;
  try {
    const bytes = await through(fromBase64url(match[2]!), new DecompressionStream('deflate-raw'), MAX_JSON);
    json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return wrong('The link is damaged: its data does not unpack. Was it cut off when it was copied?', 'link');
  }
  return viewOfJson(json, version);
}

function viewOfJson(json: string, version: 1 | 2): LinkResult {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return wrong('The link is damaged: what it holds is no JSON.', 'link');
  }
  const parsed = v.safeParse(VIEW, value);
  if (!parsed.success) return { ok: false, ...firstIssue(parsed.issues, 'link') };
  const given = (value as Readonly<Record<string, unknown>>)[SCENARIO_KEY[version]];
  if (given === undefined) return wrong(`The link is damaged: it has no ${SCENARIO_KEY[version]}.`, 'link');
  const checked = checkScenario(version === 1 ? given : scenarioOf(given));
  if (!checked.ok) {
    const [first] = checked.problems;
    return wrong(`The link's scenario cannot run: ${first!.path} ${first!.message}.`, `scenario.${first!.path}`);
  }
  const { selection } = parsed.output;
  if (selection && selection[0] > selection[1]) return wrong('The selection ends before it begins.', 'selection');
  return { ok: true, view: { ...parsed.output, scenario: checked.scenario } };
}

const wrong = (message: string, where: string): LinkResult => ({ ok: false, message, where });

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
  most: number,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new RangeError('too long');
    }
    chunks.push(value);
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

function base64url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
}
