// Bookmarks stay with what they are in: over a reload, from branch to branch, and a full or damaged storage is told.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { fileDocument, runDocument } from '../../testing/documents.ts';
import type { OpenDocument } from '../documents.ts';
import type { Problem } from '../session-types.ts';
import type { Bookmark } from './bookmark.ts';
import {
  BOOKMARKS_KEY,
  keepBookmarks,
  keyOfDocument,
  rememberBookmarks,
  rememberedBookmarks,
} from './bookmark-memory.ts';

const run = runDocument('iterative');
const other = runDocument('baseline');
const file = fileDocument();
const MARK: Bookmark = { of: 'bytes', start: 250, end: 258, note: 'INIT' };

interface State {
  readonly document: OpenDocument | null;
  readonly bookmarks: readonly Bookmark[];
  readonly problem: Problem | null;
  readonly setBookmarks: (bookmarks: readonly Bookmark[]) => void;
}

/** A page with a document; what it shows begins without bookmarks, as in the app. */
function page(document: OpenDocument) {
  const store = createStore<State>()((set) => ({
    document,
    bookmarks: [],
    problem: null,
    setBookmarks: (bookmarks) => set({ bookmarks }),
  }));
  const stop = keepBookmarks(store);
  const show = (next: OpenDocument): void => store.setState({ document: next, bookmarks: [] });
  return { store, stop, show };
}

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe('bookmarks', () => {
  it('are there after a reload', () => {
    const before = page(run);
    before.store.getState().setBookmarks([MARK]);
    before.stop();
    expect(page(run).store.getState().bookmarks).toEqual([MARK]);
    expect(page(file).store.getState().bookmarks).toEqual([]);
  });

  it('come back with the branch or file that they are in', () => {
    const { store, show } = page(run);
    store.getState().setBookmarks([MARK]);
    show(other);
    expect(store.getState().bookmarks).toEqual([]);
    show(file);
    store.getState().setBookmarks([{ ...MARK, note: 'in a file' }]);
    show(run);
    expect(store.getState().bookmarks).toEqual([MARK]);
    show(file);
    expect(store.getState().bookmarks).toEqual([{ ...MARK, note: 'in a file' }]);
  });

  it('that are taken away are gone', () => {
    const { store } = page(run);
    store.getState().setBookmarks([MARK]);
    store.getState().setBookmarks([]);
    expect(JSON.parse(localStorage.getItem(BOOKMARKS_KEY)!)).toEqual({ version: 2, places: {} });
  });

  it('that cannot be kept are told, and stay while the page is open', () => {
    const { store } = page(run);
    const setItem = (): never => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    vi.stubGlobal('localStorage', { getItem: () => null, setItem });
    store.getState().setBookmarks([MARK]);
    expect(store.getState().problem?.title).toBe('The bookmarks could not be kept');
    expect(store.getState().bookmarks).toEqual([MARK]);
  });

  it.each([
    '{',
    'null',
    '{"version":9,"places":{}}',
    '{"version":1,"places":{"run x":[{"start":5,"end":2,"note":""}]}}',
    '{"version":2,"places":{"run x":[{"start":2,"end":5,"note":""}]}}',
  ])('a storage that holds %s has none', (text) => {
    localStorage.setItem(BOOKMARKS_KEY, text);
    expect(rememberedBookmarks('run x')).toEqual([]);
    expect(rememberBookmarks('run x', [MARK])).toBe(true);
    expect(rememberedBookmarks('run x')).toEqual([MARK]);
  });

  it('of version 1 are of bytes', () => {
    const one = { version: 1, places: { 'run x': [{ start: 250, end: 258, note: 'INIT' }] } };
    localStorage.setItem(BOOKMARKS_KEY, JSON.stringify(one));
    expect(rememberedBookmarks('run x')).toEqual([MARK]);
  });

  it('of a moment have no length', () => {
    const moment: Bookmark = { of: 'time', start: 7, end: 7, note: 'here' };
    rememberBookmarks('run x', [moment]);
    expect(rememberedBookmarks('run x')).toEqual([moment]);
    rememberBookmarks('run x', [{ ...moment, of: 'bytes' }]);
    expect(rememberedBookmarks('run x')).toEqual([]);
  });

  it('are kept for the last 200 places', () => {
    for (let i = 0; i < 205; i++) rememberBookmarks(`run ${i}`, [MARK]);
    expect(rememberedBookmarks('run 4')).toEqual([]);
    expect(rememberedBookmarks('run 5')).toEqual([MARK]);
  });

  it('of runs go by their scenario', () => {
    expect(keyOfDocument(run)).toMatch(/^run [0-9a-f]{32}$/);
    expect(keyOfDocument(run)).toBe(keyOfDocument(runDocument('iterative')));
    expect(keyOfDocument(run)).not.toBe(keyOfDocument(other));
    expect(keyOfDocument(file)).toBe(`file ${file.stream.length} q10-iterative-change.bin`);
  });
});
