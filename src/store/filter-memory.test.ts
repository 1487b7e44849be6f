// Filters that were used are there after a reload; damage and what is too long are not.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { FILTERS_KEY, keepFilters, rememberedFilters } from './filter-memory.ts';

const page = (history: readonly string[] = []) => {
  const store = createStore<{ readonly filterHistory: readonly string[] }>()(() => ({ filterHistory: history }));
  return { store, stop: keepFilters(store) };
};

beforeEach(() => localStorage.clear());

describe('filters', () => {
  it('are there after a reload, behind those used since, twelve at most', () => {
    const { store, stop } = page();
    store.setState({ filterHistory: ['type == "FULL"', 'ram'] });
    stop();
    expect(page().store.getState().filterHistory).toEqual(['type == "FULL"', 'ram']);
    expect(page(['ram', 'new']).store.getState().filterHistory).toEqual(['ram', 'new', 'type == "FULL"']);
    store.setState({ filterHistory: [] });
    const many = page();
    many.store.setState({ filterHistory: Array.from({ length: 30 }, (_, i) => `f${i}`) });
    expect(rememberedFilters()).toHaveLength(12);
  });

  it.each(['{', 'null', '{"version":9,"frames":["a"]}', '{"version":1,"frames":5}', '{"version":1,"frames":[7," "]}'])(
    'of a storage that holds %s are none',
    (text) => {
      localStorage.setItem(FILTERS_KEY, text);
      expect(rememberedFilters()).toEqual([]);
    },
  );

  it('that are too long are not kept, and a full storage is no trouble', () => {
    const { store } = page();
    store.setState({ filterHistory: ['x'.repeat(1001), 'ram'] });
    expect(rememberedFilters()).toEqual(['ram']);
    vi.stubGlobal('localStorage', {
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    store.setState({ filterHistory: ['ram'] });
    vi.unstubAllGlobals();
    expect(store.getState().filterHistory).toEqual(['ram']);
  });
});
