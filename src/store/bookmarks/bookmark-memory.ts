// Bookmarks outlive what is shown: they are kept in the browser by what they are in (a run's scenario, a file's name and
// length), so that they are there after a reload and when a branch is shown again. docs/formats.md has the form.
import { Sha256 } from '../../engine/bytes/sha256.ts';
import { encodeUtf8 } from '../../engine/bytes/text.ts';
import type { Scenario } from '../../engine/scenario/scenario.ts';
import type { OpenDocument } from '../documents.ts';
import type { Problem } from '../session-types.ts';
import type { Bookmark } from './bookmark.ts';

export const BOOKMARKS_KEY = 'migrascope-bookmarks';
const VERSION = 2;
/** Runs and files whose bookmarks are kept; those changed longest ago go first. */
const MOST_PLACES = 200;

type Places = Readonly<Record<string, readonly Bookmark[]>>;

export function keyOfScenario(scenario: Scenario): string {
  const hash = new Sha256().update(encodeUtf8(JSON.stringify(scenario))).hex();
  return `run ${hash.slice(0, 32)}`;
}

export const keyOfDocument = (document: OpenDocument): string =>
  document.kind === 'run' ? keyOfScenario(document.scenario) : `file ${document.stream.length} ${document.name}`;

/** What the browser has; damage counts as nothing. */
function read(): Places {
  try {
    const kept = JSON.parse(localStorage.getItem(BOOKMARKS_KEY) ?? 'null') as unknown;
    if (typeof kept !== 'object' || kept === null) return {};
    const { version, places } = kept as { readonly version?: unknown; readonly places?: unknown };
    if (version !== 1 && version !== VERSION) return {};
    if (typeof places !== 'object' || places === null) return {};
    const lists = version === 1 ? Object.entries(places).map(fromOne) : Object.entries(places);
    return Object.fromEntries(lists.filter((entry): entry is [string, readonly Bookmark[]] => isBookmarks(entry[1])));
  } catch {
    return {};
  }
}

/** Version 1 had bytes only, and did not say so. */
function fromOne([key, list]: [string, unknown]): [string, unknown] {
  return [key, Array.isArray(list) ? list.map((mark: object) => ({ of: 'bytes', ...mark })) : list];
}

function isBookmarks(list: unknown): list is readonly Bookmark[] {
  const isOffset = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
  return (
    Array.isArray(list) &&
    list.every((mark: unknown) => {
      if (typeof mark !== 'object' || mark === null) return false;
      const { of, start, end, note } = mark as Partial<Record<keyof Bookmark, unknown>>;
      const length = Number(end) - Number(start);
      const hasPlace = of === 'bytes' ? length > 0 : of === 'time' && length >= 0;
      return hasPlace && isOffset(start) && isOffset(end) && typeof note === 'string';
    })
  );
}

export const rememberedBookmarks = (key: string): readonly Bookmark[] => read()[key] ?? [];

/** Keeps them; false when the browser has no room. */
export function rememberBookmarks(key: string, bookmarks: readonly Bookmark[]): boolean {
  const others = Object.entries(read()).filter(([other]) => other !== key);
  const all = bookmarks.length > 0 ? [...others, [key, bookmarks] as const] : others;
  try {
    const places = Object.fromEntries(all.slice(-MOST_PLACES));
    localStorage.setItem(BOOKMARKS_KEY, JSON.stringify({ version: VERSION, places }));
    return true;
  } catch {
    return false;
  }
}

interface Around {
  readonly document: OpenDocument | null;
  readonly bookmarks: readonly Bookmark[];
  readonly setBookmarks: (bookmarks: readonly Bookmark[]) => void;
}

interface Store {
  readonly getState: () => Around;
  readonly setState: (part: { readonly problem: Problem }) => void;
  readonly subscribe: (listener: (now: Around, before: Around) => void) => () => void;
}

/** Shows the bookmarks of what is shown and keeps those that are set; answers how to stop. */
export function keepBookmarks(store: Store): () => void {
  const show = ({ document, setBookmarks }: Around): void => {
    if (!document) return;
    const known = rememberedBookmarks(keyOfDocument(document));
    if (known.length > 0) setBookmarks(known);
  };
  show(store.getState());
  return store.subscribe((now, before) => {
    if (now.document !== before.document) show(now);
    else if (now.bookmarks !== before.bookmarks && now.document) {
      if (rememberBookmarks(keyOfDocument(now.document), now.bookmarks)) return;
      store.setState({
        problem: {
          title: 'The bookmarks could not be kept',
          where: 'the storage of this browser, which has no room or is switched off',
          advice: 'They are there until the page is closed; save the session to keep them.',
        },
      });
    }
  });
}
