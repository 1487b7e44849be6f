// Saved work: a scenario alone, or a session (all branches, notes, breakpoints) as JSON files. What comes from outside is
// checked, and every message names the path.
import * as v from 'valibot';
import { checkScenario } from '../../engine/scenario/check.ts';
import type { Scenario } from '../../engine/scenario/scenario.ts';
import { MAX_BOOKMARK_NOTE, type Bookmark } from '../bookmarks/bookmark.ts';
import { MAX_BRANCH_NAME, MAX_BRANCH_NOTE, type Branch, type BranchTree } from '../branches/branch-tree.ts';
import { firstIssue } from './issues.ts';

export const SESSION_FORMAT = 'migrascope-session';
export const SESSION_VERSION = 3;
const MAX_BRANCHES = 1000;

/** A bookmark of a branch. */
export interface SavedBookmark extends Bookmark {
  readonly branch: number;
}

export interface SavedSession {
  readonly tree: BranchTree;
  readonly bookmarks: readonly SavedBookmark[];
  /** Breakpoints in their own JSON form, checked by whoever takes them. */
  readonly breakpoints: readonly unknown[];
}

export type SavedResult =
  | { readonly ok: true; readonly kind: 'scenario'; readonly scenario: Scenario }
  | { readonly ok: true; readonly kind: 'session'; readonly session: SavedSession }
  | { readonly ok: false; readonly message: string; readonly where: string };

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));

const SESSION = v.object({
  format: v.literal(SESSION_FORMAT),
  version: v.literal(SESSION_VERSION),
  current: count,
  branches: v.pipe(
    v.array(
      v.object({
        id: count,
        parent: v.pipe(v.number(), v.integer(), v.minValue(-1)),
        name: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_BRANCH_NAME)),
        note: v.optional(v.pipe(v.string(), v.maxLength(MAX_BRANCH_NOTE)), ''),
        scenario: v.unknown(),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_BRANCHES),
  ),
  bookmarks: v.array(
    v.pipe(
      v.object({
        branch: count,
        of: v.picklist(['bytes', 'time']),
        start: count,
        end: count,
        note: v.pipe(v.string(), v.maxLength(MAX_BOOKMARK_NOTE)),
      }),
      v.check(({ of, start, end }) => (of === 'time' ? start <= end : start < end), 'ends before it begins'),
    ),
  ),
  breakpoints: v.optional(v.array(v.unknown()), []),
});

/** A scenario as the text of a file. */
export function scenarioText(scenario: Scenario): string {
  return `${JSON.stringify(scenario, null, 2)}\n`;
}

/** A session as the text of a file. */
export function sessionText({ tree, bookmarks, breakpoints }: SavedSession): string {
  const { branches, current } = tree;
  return `${JSON.stringify({ format: SESSION_FORMAT, version: SESSION_VERSION, current, branches, bookmarks, breakpoints }, null, 2)}\n`;
}

/** Reads what was saved: a session when it says so, else a scenario. */
export function readSaved(text: string): SavedResult {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { ok: false, message: `This is no JSON: ${(error as Error).message}`, where: 'file' };
  }
  if (typeof value === 'object' && value !== null && 'format' in value) return readSession(value);
  return readScenario(value, '');
}

function readScenario(value: unknown, path: string): SavedResult {
  const result = checkScenario(value);
  if (result.ok) return { ok: true, kind: 'scenario', scenario: result.scenario };
  const [first] = result.problems;
  const where = path ? `${path}.${first!.path}` : first!.path;
  const more = result.problems.length > 1 ? ` (and ${result.problems.length - 1} more)` : '';
  return { ok: false, message: `${where} ${first!.message}${more}`, where };
}

/** Version 1 had no bookmarks, and `notes` that no version of the app wrote; those of version 2 were of bytes only. */
function upgraded(value: object, version: unknown): object {
  if (version === 1) return { ...value, version: SESSION_VERSION, bookmarks: [] };
  const { bookmarks } = value as { readonly bookmarks?: unknown };
  if (version !== 2 || !Array.isArray(bookmarks)) return value;
  return {
    ...value,
    version: SESSION_VERSION,
    bookmarks: bookmarks.map((mark: object) => ({ of: 'bytes', ...mark })),
  };
}

function readSession(value: object): SavedResult {
  const { version, format } = value as { version?: unknown; format?: unknown };
  if (format === SESSION_FORMAT && typeof version === 'number' && (version < 1 || version > SESSION_VERSION)) {
    const message = `The session has version ${version}; this app reads versions 1 to ${SESSION_VERSION}.`;
    return { ok: false, message, where: 'version' };
  }
  const parsed = v.safeParse(SESSION, upgraded(value, version));
  if (!parsed.success) return { ok: false, ...firstIssue(parsed.issues, 'session') };
  const branches: Branch[] = [];
  for (const [i, { id, parent, name, note, scenario }] of parsed.output.branches.entries()) {
    const problem = (message: string): SavedResult => ({
      ok: false,
      message: `branches.${i} ${message}`,
      where: `branches.${i}`,
    });
    if (branches.some((branch) => branch.id === id)) return problem(`has id ${id}, which another branch has`);
    if (i === 0 && parent !== -1) return problem('is the root, so its parent must be -1');
    if (i > 0 && !branches.some((branch) => branch.id === parent))
      return problem(`hangs below ${parent}, which is no branch before it`);
    const read = readScenario(scenario, `branches.${i}.scenario`);
    if (!read.ok) return read;
    if (read.kind === 'scenario') branches.push({ id, parent, name, note, scenario: read.scenario });
  }
  const { current, bookmarks, breakpoints } = parsed.output;
  if (!branches.some(({ id }) => id === current))
    return { ok: false, message: `current is ${current}, which is no branch`, where: 'current' };
  const stray = bookmarks.findIndex(({ branch }) => !branches.some(({ id }) => id === branch));
  if (stray >= 0) {
    const where = `bookmarks.${stray}.branch`;
    return { ok: false, message: `${where} is ${bookmarks[stray]!.branch}, which is no branch`, where };
  }
  return { ok: true, kind: 'session', session: { tree: { branches, current }, bookmarks, breakpoints } };
}
