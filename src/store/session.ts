// The workers behind the store: a run is two workers joined by a byte ring, or one where no memory can be shared; reading is
// a worker of its own. Cancelling ends them and
// starts them anew. A worker that dies ends its job with a problem, never with a page that waits for ever.
import { proxy, wrap, type Remote } from 'comlink';
import type { ByteSource } from '../engine/bytes/byte-source.ts';
import type { DestinationResult } from '../engine/migration/destination.ts';
import { joinSides } from '../engine/migration/join.ts';
import { heardBack, SILENT, type ReturnPath } from '../engine/migration/return-path.ts';
import type { SourceResult } from '../engine/migration/source.ts';
import { ByteRing, makeRingBuffer } from '../engine/shm/byte-ring.ts';
import { DEFAULT_SCENARIO } from '../engine/scenario/default-scenario.ts';
import type { Scenario } from '../engine/scenario/scenario.ts';
import type {
  BothApi,
  CompareApi,
  DestinationApi,
  Failure,
  InspectorApi,
  Result,
  SourceApi,
  ThreadName,
  TrialsApi,
} from '../protocol/messages.ts';
import { lazyBytes, makeFileDocument, makeRunDocument, type OpenDocument } from './documents.ts';
import { runInOneThread } from './one-thread.ts';
import { runProgress } from './run-progress.ts';
import type { Problem, ReportWork, Session } from './session-types.ts';

/** How often a run is looked at, ms. */
const PROGRESS_EVERY = 100;

/** A failure with a place, thrown so that the store can show it. */
class JobFailed extends Error {
  readonly problem: Problem;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'JobFailed';
    this.problem = { title: failure.message, where: failure.where, advice: failure.advice };
  }
}

export interface Thread<Api> {
  readonly worker: Worker;
  readonly api: Remote<Api>;
  /** Rejects when the worker dies. */
  readonly death: Promise<never>;
  readonly isDead: () => boolean;
  /** Ends the worker; what still waits for it is rejected with `Ended`. */
  readonly end: () => void;
}

/** Says to who still waits that a worker was ended on purpose. */
class Ended extends Error {}

/** `worker` is one that has a script of its own, because it comes late and alone. */
function thread<Api>(name: ThreadName | 'compare', worker = engineWorker(name)): Thread<Api> {
  let dead = false;
  let end = (): void => undefined;
  const death = new Promise<never>((_, reject) => {
    end = () => {
      dead = true;
      worker.terminate();
      reject(new Ended(`The ${name} worker was ended`));
    };
    const die = (reason: string): void => {
      dead = true;
      reject(
        new JobFailed({
          message: `The ${name} worker stopped: ${reason}`,
          where: `${name} worker`,
          advice: 'It has been started anew: run again. If it dies again, try a smaller guest or file.',
        }),
      );
    };
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      die(event.message || 'it could not be loaded or ran out of memory');
    });
    worker.addEventListener('messageerror', () => die('a message could not be read'));
  });
  death.catch(() => undefined);
  return { worker, api: wrap<Api>(worker), death, isDead: () => dead, end };
}

/** The threads of a run. */
type Sides =
  | { readonly source: Thread<SourceApi>; readonly destination: Thread<DestinationApi> }
  | { readonly both: Thread<BothApi> };

type TwoSides = Extract<Sides, { source: unknown }>;

function threadsOf(sides: Sides): readonly Pick<Thread<unknown>, 'isDead' | 'end'>[] {
  return 'both' in sides ? [sides.both] : [sides.source, sides.destination];
}

function engineWorker(name: string): Worker {
  return new Worker(new URL('../workers/engine.worker.ts', import.meta.url), { type: 'module', name });
}

class Workers {
  private readonly canShare: boolean;
  sides: Sides;
  inspector = thread<InspectorApi>('inspector');

  constructor(canShare: boolean) {
    this.canShare = canShare;
    this.sides = this.newSides();
  }

  private newSides(): Sides {
    if (!this.canShare) return { both: thread('both') };
    return { source: thread('source'), destination: thread('destination') };
  }

  /** Starts anew those that died; what the others do goes on. */
  revive(): void {
    if (threadsOf(this.sides).some((side) => side.isDead())) {
      for (const side of threadsOf(this.sides)) side.end();
      this.sides = this.newSides();
    }
    if (this.inspector.isDead()) this.inspector = thread<InspectorApi>('inspector');
  }

  end(): void {
    for (const { end } of [...threadsOf(this.sides), this.inspector]) end();
  }
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new JobFailed(result.error);
  return result.value;
}

/** Tells the page of bytes that a worker has done. */
function telling(label: string, report: ReportWork) {
  return proxy((done: number, total: number) => report({ label, done, total }));
}

/** Both sides at once, over a ring of their own. */
async function runSides(
  { source, destination }: TwoSides,
  scenario: Scenario,
  back: ReturnPath,
  report: ReportWork,
): Promise<[SourceResult, DestinationResult]> {
  const ring = makeRingBuffer();
  // Each is unwrapped on its own: a side that fails ends the job at once.
  const both = Promise.all([
    source.api.run(scenario, ring, back).then((result) => unwrap(result)),
    destination.api.run(scenario, ring).then((result) => unwrap(result)),
  ]);
  const watch = setInterval(() => report(runProgress(scenario, new ByteRing(ring).written)), PROGRESS_EVERY);
  return Promise.race([both, source.death, destination.death]).finally(() => clearInterval(watch));
}

/** What a worker can look through. */
function searched(stream: ByteSource): Uint8Array | Blob {
  return lazyBytes({ stream })?.file ?? stream.subarray();
}

/** Runs both until the source has heard what the destination has to say. */
async function settledSides(
  threads: TwoSides,
  scenario: Scenario,
  report: ReportWork,
): Promise<[SourceResult, DestinationResult]> {
  for (let back: ReturnPath | null = SILENT; ;) {
    const sides: [SourceResult, DestinationResult] = await runSides(threads, scenario, back, report);
    back = heardBack(scenario, ...sides);
    if (!back) return sides;
  }
}

/** A session over real workers; `samples` is where the bundled streams lie; `canShare` says whether threads can share memory. */
export function createSession(samples: string, canShare: boolean): Session {
  let workers = new Workers(canShare);
  /** Makes the job that is going on resolve to null; null when nothing goes on. */
  let giveUp: AbortController | null = null;

  const restart = (): void => {
    workers.end();
    workers = new Workers(canShare);
  };

  const cancel = (): void => {
    if (giveUp === null) return;
    giveUp.abort();
    giveUp = null;
    restart();
  };

  /** Runs one job at a time: a new one ends the one before, which then resolves to null. */
  const start = async (work: (signal: AbortSignal) => Promise<OpenDocument>): Promise<OpenDocument | null> => {
    cancel();
    workers.revive();
    const mine = new AbortController();
    const { signal } = mine;
    const given = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)));
    giveUp = mine;
    try {
      const result = await Promise.race([work(signal), given]);
      if (giveUp === mine) giveUp = null;
      return result;
    } catch (error) {
      if (signal.aborted) return null;
      giveUp = null;
      restart();
      throw error;
    }
  };

  const open = async (file: File, name: string, report: ReportWork): Promise<OpenDocument> => {
    const label = `Opening ${name}`;
    report({ label, done: 0, total: file.size });
    const { inspector } = workers;
    const { stream, inspection, fileSize } = unwrap(
      await Promise.race([
        inspector.api.open(file, telling(label, report), telling(`Decoding ${name}`, report)),
        inspector.death,
      ]),
    );
    if (stream instanceof Uint8Array) return makeFileDocument(name, fileSize, stream, inspection);
    const { LazyBytes } = await import('./lazy-bytes.ts');
    return makeFileDocument(name, fileSize, new LazyBytes(stream.file, stream.kept), inspection);
  };

  return {
    run: (scenario: Scenario, report) =>
      start(async () => {
        report({ label: `Running ${scenario.name}`, done: 0, total: 0 });
        const { sides, inspector } = workers;
        const first = 'both' in sides ? sides.both : sides.source;
        // What the page opens with is the app's own, and a test has checked it.
        if (scenario !== DEFAULT_SCENARIO) unwrap(await Promise.race([first.api.check(scenario), first.death]));
        if ('both' in sides) {
          const { api, death } = sides.both;
          const { capture, inspection } = unwrap(await Promise.race([runInOneThread(api, scenario, report), death]));
          return makeRunDocument(scenario, capture, inspection);
        }
        const capture = joinSides(...(await settledSides(sides, scenario, report)));
        const label = `Reading the stream of ${scenario.name}`;
        report({ label, done: 0, total: capture.stream.length });
        const inspection = unwrap(
          await Promise.race([inspector.api.inspect(capture.stream, telling(label, report)), inspector.death]),
        );
        return makeRunDocument(scenario, capture, inspection);
      }),
    openFile: (file, report) => start(() => open(file, file.name, report)),
    openSample: (name, report) =>
      start(async (signal) => {
        report({ label: `Loading ${name}`, done: 0, total: 0 });
        const response = await fetch(new URL(name, samples), { signal });
        if (!response.ok)
          throw new JobFailed({
            message: `The sample ${name} is not there`,
            where: `${samples}${name}, status ${response.status}`,
            advice: 'Reload the page; the host may have lost the samples folder.',
          });
        return open(new File([await response.blob()], name), name.replace(/\.gz$/, ''), report);
      }),
    search: (stream, patterns, most, report) => {
      workers.revive();
      const { inspector } = workers;
      let isStopped = false;
      let reached = 0;
      const tell = (done: number, found: readonly number[]): boolean => {
        reached = done;
        report(done, found);
        return !isStopped;
      };
      const result = Promise.race([
        inspector.api.search(searched(stream), patterns, most, proxy(tell)),
        inspector.death,
      ]).then(
        (ended) => unwrap(ended),
        (error: unknown) => {
          // Its worker was ended for something else, such as a run that was given up.
          if (error instanceof Ended) return { done: reached, state: 'cancelled' } as const;
          throw error;
        },
      );
      return { result, cancel: () => void (isStopped = true) };
    },
    firstConverging: (scenario, parameter, report) => {
      const { worker, api, death } = thread<TrialsApi>('trials');
      const end = (): void => worker.terminate();
      const result = Promise.race([api.firstConverging(scenario, parameter, proxy(report)), death]).then(unwrap);
      return { result: result.finally(end), cancel: end };
    },
    compare: async (a, b) => {
      const { compareInThread } = await import('./compare/compare-in-thread.ts');
      const worker = new Worker(new URL('../workers/compare.worker.ts', import.meta.url), { type: 'module' });
      return compareInThread(thread<CompareApi>('compare', worker), unwrap, a, b);
    },
    cancel,
    describe: (error) =>
      error instanceof JobFailed
        ? error.problem
        : {
            title: error instanceof Error ? error.message : String(error),
            where: 'the page',
            advice: 'Reload the page, without other tabs if memory is short; what you opened is still on your disk.',
          },
  };
}
