// Saving in pieces: the page has its turns, the person sees how far it is and can stop it.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Saving } from '../../store/share/share-slice.ts';
import { fileName, saveFile } from './save-file.ts';

let now = 0;
let clicked: string[] = [];
let saved: Blob[] = [];

beforeEach(() => {
  now = 0;
  clicked = [];
  saved = [];
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  vi.stubGlobal('URL', {
    ...URL,
    createObjectURL: (blob: Blob) => `blob:${saved.push(blob)}`,
    revokeObjectURL: vi.fn(),
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push(this.download);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function* slow(count: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    now += 100;
    yield '0123456789';
  }
}

const file = (count: number) => ({
  name: 'a.txt',
  type: 'text/plain',
  pieces: slow(count),
  share: (pieces: number) => pieces / count,
});

describe('a file', () => {
  it('is saved whole, and says how far it is in bytes, with a rate', async () => {
    const told: (Saving | null)[] = [];
    expect(await saveFile({ tellSaving: (saving) => told.push(saving) }, 'Saving a', file(4))).toBe('a.txt');
    expect(told.map((one) => one && [one.done, one.total, Math.round(one.rate)])).toEqual([
      [10, 40, 0],
      [20, 40, 100],
      [30, 40, 100],
      [40, 40, 100],
      null,
    ]);
    expect(await saved[0]!.text()).toBe('0123456789'.repeat(4));
    expect(clicked).toEqual(['a.txt']);
  });

  it('is not written when it is stopped', async () => {
    const told: (Saving | null)[] = [];
    const stopAtSecond = (saving: Saving | null): void => {
      told.push(saving);
      if (told.length === 2) saving?.stop.abort();
    };
    expect(await saveFile({ tellSaving: stopAtSecond }, 'Saving a', file(9))).toBeNull();
    expect(told).toHaveLength(3);
    expect(told[2]).toBeNull();
    expect(clicked).toEqual([]);
  });

  it('that is small says nothing on the way', async () => {
    const tellSaving = vi.fn();
    await saveFile({ tellSaving }, 'Saving a', { ...file(1), pieces: ['x'] });
    expect(tellSaving.mock.calls).toEqual([[null]]);
  });
});

it.each([
  ['Default: 100 Mbit/s', 'Default-100-Mbit-s'],
  ['q10.bin.gz', 'q10'],
  ['…', 'migrascope'],
])('%s is %s as a file', (name, file_) => expect(fileName(name)).toBe(file_));
