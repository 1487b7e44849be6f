// A comparison through its store, over streams that refuse to be held and over a thread that the test leads.
import { describe, expect, it, vi } from 'vitest';
import { inspect } from '../../engine/inspect/inspect.ts';
import { KeptBytesLog } from '../../engine/bytes/kept-bytes.ts';
import { WindowedSource } from '../../engine/bytes/byte-source.ts';
import { fileDocument, runDocument } from '../../testing/documents.ts';
import { fixtureStream } from '../../testing/fixtures.ts';
import type { ComparedStream } from '../../protocol/messages.ts';
import { begin, fields, loads, pages, sections } from '../../workers/compare-streams.ts';
import { makeFileDocument, type OpenDocument } from '../documents.ts';
import { LazyBytes } from '../lazy-bytes.ts';
import type { Problem, StreamComparison } from '../session-types.ts';
import { comparisonWork, createComparison, type ComparisonStore } from './comparison-store.ts';

const describeProblem = (error: unknown): Problem => ({ title: String(error), where: 'here', advice: 'try' });

interface Led {
  readonly store: ComparisonStore;
  /** Threads that were started and not ended. */
  readonly alive: () => number;
  readonly told: ((done: number, total: number) => void)[];
  readonly answer: (what: 'sections' | 'pages', value: unknown) => void;
  readonly fail: (what: 'sections' | 'pages', error: unknown) => void;
}

function led(): Led {
  let alive = 0;
  const told: ((done: number, total: number) => void)[] = [];
  const waiting = new Map<string, { resolve: (value: never) => void; reject: (error: unknown) => void }>();
  const job = <T>(what: string, tell: (done: number, total: number) => void): Promise<T> => {
    told.push(tell);
    return new Promise<T>((resolve, reject) => waiting.set(what, { resolve, reject }));
  };
  const compare = (): Promise<StreamComparison> => {
    alive++;
    return Promise.resolve({
      sections: (_, tell) => job('sections', tell),
      pages: (tell) => job('pages', tell),
      fields: () => Promise.resolve([]),
      loads: () => Promise.resolve(null),
      end: () => {
        alive--;
      },
    });
  };
  const [a, b] = [fileDocument(), fileDocument()];
  return {
    store: createComparison(a, b, [], compare, describeProblem),
    alive: () => alive,
    told,
    answer: (what, value) => waiting.get(what)!.resolve(value as never),
    fail: (what, error) => waiting.get(what)!.reject(error),
  };
}

describe('a comparison', () => {
  it('tells of bytes while it goes on, sections first', async () => {
    const { store, told, answer } = led();
    store.getState().start();
    await vi.waitFor(() => expect(told).toHaveLength(2));
    expect(comparisonWork(store.getState())).toMatchObject({ label: 'Comparing sections', done: 0 });
    told[1]!(5, 10);
    answer('sections', []);
    await vi.waitFor(() => expect(store.getState().sections.state).toBe('done'));
    expect(comparisonWork(store.getState())).toMatchObject({ label: 'Comparing pages of RAM', done: 5, total: 10 });
    answer('pages', { same: 1 });
    await vi.waitFor(() => expect(comparisonWork(store.getState())).toBeNull());
    expect(store.getState().pages.value).toEqual({ same: 1 });
    expect(store.getState().loads).toMatchObject({ state: 'done', value: 'too large' });
  });

  it('given up ends its threads, keeps what is known, and begins again with what is not', async () => {
    const { store, told, answer, alive } = led();
    store.getState().start();
    await vi.waitFor(() => expect(told).toHaveLength(2));
    answer('sections', []);
    await vi.waitFor(() => expect(store.getState().sections.state).toBe('done'));
    store.getState().cancel();
    await vi.waitFor(() => expect(alive()).toBe(0));
    expect([store.getState().sections.state, store.getState().pages.state]).toEqual(['done', 'cancelled']);
    // What the ended thread still tells means nothing.
    told[1]!(7, 10);
    expect(store.getState().pages.done).toBe(0);
    store.getState().start();
    await vi.waitFor(() => expect(told).toHaveLength(3));
    expect(store.getState().pages.state).toBe('running');
    answer('pages', { same: 2 });
    await vi.waitFor(() => expect(store.getState().pages.value).toEqual({ same: 2 }));
  });

  it('that fails says why', async () => {
    const { store, told, fail } = led();
    store.getState().start();
    await vi.waitFor(() => expect(told).toHaveLength(2));
    fail('pages', new Error('it is gone'));
    await vi.waitFor(() => expect(store.getState().pages.problem?.title).toBe('Error: it is gone'));
  });

  it('left behind tells nothing more', async () => {
    const { store, told, answer, alive } = led();
    store.getState().start();
    await vi.waitFor(() => expect(told).toHaveLength(2));
    store.getState().end();
    answer('sections', []);
    await vi.waitFor(() => expect(alive()).toBe(0));
    expect(store.getState().sections.value).toBeNull();
  });
});

/** Reads of a file as workers make them, from bytes; a read of more than the window's size is one of too much. */
class ReaderOfBlobs {
  static most = 0;
  readAsArrayBuffer(blob: Blob & { readonly bytes_?: Uint8Array<ArrayBuffer> }): ArrayBuffer {
    ReaderOfBlobs.most = Math.max(ReaderOfBlobs.most, blob.size);
    return blob.bytes_!.slice().buffer;
  }
}

/** A file whose parts can be read at once, as a worker reads them. */
function blobOf(bytes: Uint8Array<ArrayBuffer>): Blob {
  const blob = new Blob([bytes]);
  blob.slice = (start = 0, end = bytes.length) => {
    const part = bytes.slice(start, end);
    return Object.assign(new Blob([part]), { bytes_: part });
  };
  return blob;
}

/** A document whose stream stays in its file. */
function unheldDocument(name: string): OpenDocument {
  const bytes = fixtureStream(name).slice();
  const log = new KeptBytesLog();
  const source = new WindowedSource(bytes.length, (start, end) => bytes.slice(start, end), 65_536);
  const inspection = inspect(source, bytes.length, undefined, log);
  return makeFileDocument(`${name}.bin`, bytes.length, new LazyBytes(blobOf(bytes), log.columns()), inspection);
}

describe('streams that stay in their files', () => {
  const sent = ({ name, stream, inspection }: OpenDocument): ComparedStream => ({
    name,
    stream: stream instanceof LazyBytes ? { file: stream.file, kept: stream.kept } : stream.subarray(),
    inspection,
  });
  const compared = (a: OpenDocument, b: OpenDocument) => {
    begin(sent(a), sent(b));
    const found = sections({ ignore: [] }, () => undefined);
    const told: (readonly [number, number])[] = [];
    return {
      sections: found,
      fields: found.filter(({ state }) => state === 'changed').map((pair) => fields(pair, { ignore: [] })),
      ram: pages((done, total) => told.push([done, total])),
      told,
    };
  };

  it.each([
    ['both', 'q10-iterative-change', 'q10-iterative-traffic'],
    ['of another machine', 'deb72-split-modern', 'deb72-split-q35'],
  ])('%s: the same as when they are held', (_, a, b) => {
    vi.stubGlobal('FileReaderSync', ReaderOfBlobs);
    ReaderOfBlobs.most = 0;
    const unheld = compared(unheldDocument(a), unheldDocument(b));
    expect(unheld).toEqual(compared(fileDocument(a), fileDocument(b)));
    begin(sent(unheldDocument(a)), sent(fileDocument(b)));
    expect(loads()).toBeNull();
    expect(unheld.sections.some(({ state }) => state === 'changed')).toBe(true);
    expect(unheld.ram.changed).toBeGreaterThan(0);
    expect(unheld.told.at(-1)![0]).toBe(unheld.told.at(-1)![1]);
    expect(ReaderOfBlobs.most).toBeLessThan(6 << 20);
    vi.unstubAllGlobals();
  });

  it("held, each is tried on the other's destination", () => {
    begin(sent(fileDocument('deb72-split-q35')), sent(fileDocument('deb72-split-modern')));
    expect(loads()).toEqual({
      otherHere: { loads: false, line: "Machine type received is 'pc-i440fx-7.2' and local is 'pc-q35-7.2'" },
      shownThere: { loads: false, line: "Machine type received is 'pc-q35-7.2' and local is 'pc-i440fx-7.2'" },
    });
  });

  it('one of them, beside a run', () => {
    vi.stubGlobal('FileReaderSync', ReaderOfBlobs);
    const run = runDocument('baseline');
    expect(compared(unheldDocument('q10-baseline'), run)).toEqual(compared(fileDocument('q10-baseline'), run));
    vi.unstubAllGlobals();
  });
});
