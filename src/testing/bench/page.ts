// The page of the bench: each figure is measured in real workers, next to the limit that it is compared with.
import { wrap } from 'comlink';
import { BreakpointSearch } from '../../engine/breakpoints/search.ts';
import type { BreakpointOn } from '../../engine/breakpoints/breakpoint.ts';
import { runPageLives } from '../../engine/capture/page-life.ts';
import { whoWroteCell } from '../../engine/capture/provenance.ts';
import type { RunSpace } from '../../engine/capture/run-space.ts';
import { SpanLog } from '../../engine/capture/spans.ts';
import { SideState } from '../../engine/capture/seek.ts';
import { mergeTimeline, countsAfterHead } from '../../engine/capture/timeline.ts';
import type { RunCapture, SideCapture } from '../../engine/capture/capture.ts';
import { SeededRandom } from '../../engine/bytes/random.ts';
import { joinSides } from '../../engine/migration/join.ts';
import { SILENT } from '../../engine/migration/return-path.ts';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import type { Scenario } from '../../engine/scenario/scenario.ts';
import { makeRingBuffer } from '../../engine/shm/byte-ring.ts';
import type { DestinationApi, Result, SourceApi, ThreadName } from '../../protocol/messages.ts';
import { netSections, pages, records, type Versus } from './index-streams.ts';
import type { RingJob } from './ring.worker.ts';

const TOTAL = 256 << 20;

function ask(worker: Worker, job: RingJob): Promise<number> {
  return new Promise((resolve) => {
    worker.addEventListener('message', ({ data }: MessageEvent<number>) => resolve(data), { once: true });
    worker.postMessage(job);
  });
}

/** Milliseconds for 256 MiB: through the ring from worker to worker, and copied in one worker; `rounds` of each. */
async function ring(rounds: number): Promise<{ ring: number[]; copy: number[] }> {
  const make = (): Worker => new Worker(new URL('./ring.worker.ts', import.meta.url), { type: 'module' });
  const [writer, reader] = [make(), make()];
  const out = { ring: [] as number[], copy: [] as number[] };
  for (let i = 0; i < rounds; i++) {
    const buffer = makeRingBuffer();
    const read = ask(reader, { role: 'read', ring: buffer, total: TOTAL });
    await ask(writer, { role: 'write', ring: buffer, total: TOTAL });
    out.ring.push(await read);
    out.copy.push(await ask(writer, { role: 'copy', ring: makeRingBuffer(), total: TOTAL }));
  }
  writer.terminate();
  reader.terminate();
  return out;
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function workers() {
  const thread = (name: ThreadName): Worker =>
    new Worker(new URL('../../workers/engine.worker.ts', import.meta.url), { type: 'module', name });
  const source = thread('source');
  const destination = thread('destination');
  const sides = { source: wrap<SourceApi>(source), destination: wrap<DestinationApi>(destination) };
  const run = async (scenario: Scenario): Promise<RunCapture> => {
    const buffer = makeRingBuffer();
    const [from, to] = await Promise.all([
      sides.source.run(scenario, buffer, SILENT),
      sides.destination.run(scenario, buffer),
    ]);
    return joinSides(value(from), value(to));
  };
  const end = (): void => {
    source.terminate();
    destination.terminate();
  };
  return { run, end };
}

interface RunFigures {
  readonly bytes: number;
  readonly run: number[];
  /** Copying the stream once into memory that is new, as the destination must, and into memory that was used before. */
  readonly fresh: number[];
  readonly warm: number[];
}

/** Milliseconds of a whole iterative run of a 64 MiB guest in two workers, and of copying its stream once. */
async function run(rounds: number): Promise<RunFigures> {
  const scenario: Scenario = { ...DEFAULT_SCENARIO, machine: { ...DEFAULT_SCENARIO.machine, memoryMiB: 64 } };
  const { run: runOnce, end } = workers();
  await runOnce(scenario);
  const times: number[] = [];
  const fresh: number[] = [];
  const warm: number[] = [];
  let bytes = 0;
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    const { stream } = await runOnce(scenario);
    times.push(performance.now() - start);
    bytes = stream.length;
    let before = performance.now();
    const copy = new Uint8Array(new SharedArrayBuffer(stream.length));
    copy.set(stream);
    fresh.push(performance.now() - before);
    before = performance.now();
    copy.set(stream);
    warm.push(performance.now() - before);
  }
  end();
  return { bytes, run: times, fresh, warm };
}

interface SeekFigures {
  readonly events: number;
  readonly random: number[];
  readonly back: number[];
  /** Bytes that one event costs: columns, keyframes, the order of both sides. */
  readonly columns: number;
  readonly keyframes: number;
  readonly order: number;
  /** Milliseconds of a reverse run over all of it to breakpoints that hold nowhere but at the beginning, by what they ask. */
  readonly reverse: Readonly<Record<string, number>>;
  /** Milliseconds to index the life of all pages, and to say who wrote a value. */
  readonly pages: number;
  readonly whoWrote: number;
}

const bytesOf = (columns: object): number =>
  Object.values(columns).reduce(
    (sum: number, column: unknown) => sum + (ArrayBuffer.isView(column) ? column.byteLength : 0),
    0,
  );

/** Figures of a capture of at least 1,000,000 events: milliseconds of each of `count` seeks, breakpoints, memory. */
async function seek(count: number): Promise<SeekFigures> {
  const { workload } = DEFAULT_SCENARIO;
  const busy = { ...workload, rxPerSecond: 9_000, txPerSecond: 6_000 };
  const { run: runOnce, end } = workers();
  const capture = await runOnce({ ...DEFAULT_SCENARIO, workload: busy });
  end();
  const timeline = mergeTimeline(capture.source.events, capture.destination.events);
  const sides = [capture.source, capture.destination].map((side) => new SideState(side, capture.arena, capture.stream));
  const draw = new SeededRandom(1);
  const go = (head: number): number => {
    const start = performance.now();
    const { source, destination } = countsAfterHead(timeline, head);
    sides[0]!.seek(source);
    sides[1]!.seek(destination);
    return performance.now() - start;
  };
  const heads = timeline.heads.length;
  const random = Array.from({ length: count }, () => go(draw.below(heads)));
  go(heads - 1);
  const back = Array.from({ length: count }, (_, i) => go(heads - 2 - i));
  const space: RunSpace = { capture, timeline, phases: [], spans: new SpanLog(1).columns() };
  const reverse = Object.fromEntries(
    BREAKPOINTS.map(([name, on, condition]) => {
      const search = new BreakpointSearch(space);
      const start = performance.now();
      search.findNext(heads, -1, [{ id: 1, name, on, condition, skip: 0, enabled: true }]);
      return [name, performance.now() - start];
    }),
  );
  let start = performance.now();
  runPageLives(space);
  const pages = performance.now() - start;
  start = performance.now();
  const cell = capture.cells.find(({ name, queue }) => name === 'used_idx' && queue === 0)!.id;
  whoWroteCell(space, 'destination', cell, capture.destination.events.length);
  const whoWrote = performance.now() - start;
  const both = [capture.source, capture.destination];
  const each = (of: (side: SideCapture) => object): number =>
    both.reduce((sum, side) => sum + bytesOf(of(side)), 0) / timeline.length;
  return {
    events: timeline.length,
    random,
    back,
    columns: each(({ events }) => events),
    keyframes: each(({ keyframes }) => keyframes),
    order: bytesOf(timeline) / timeline.length,
    reverse,
    pages,
    whoWrote,
  };
}

/** Reading streams: RAM records next to the bare loop, pages next to a sum, virtio-net's sections (ms, worst first). */
async function reading(rounds: number): Promise<{
  zero: Versus;
  mixed: Versus;
  alternating: Versus;
  pages: Versus;
  net: { name: string; ms: number }[];
}> {
  const draw = new SeededRandom(7);
  const isZero = Uint8Array.from({ length: 60_000 }, () => draw.below(2));
  const net: { name: string; ms: number }[] = [];
  for (const [path, url] of Object.entries(STREAMS)) {
    const { body } = await fetch(url);
    const plain = new Response(body!.pipeThrough(new DecompressionStream('gzip')));
    const bytes = new Uint8Array(await plain.arrayBuffer());
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    for (const ms of netSections(shared, 31)) net.push({ name: path.slice(path.lastIndexOf('/') + 1), ms });
  }
  return {
    zero: records(4_000_000, () => true, rounds),
    mixed: records(60_000, (i) => isZero[i] === 1, rounds),
    alternating: records(60_000, (i) => i % 2 === 0, rounds),
    pages: pages(256, rounds),
    net: net.sort((a, b) => b.ms - a.ms),
  };
}

const STREAMS = import.meta.glob<string>('../../fixtures/streams/*.bin.gz', {
  query: '?url',
  import: 'default',
  eager: true,
});

const BREAKPOINTS: readonly (readonly [name: string, on: BreakpointOn, condition: string])[] = [
  ['an event', { kind: 'event', event: 'virtio_error' }, ''],
  ['a value', { kind: 'value', name: 'source.rx0.last_avail_idx', becomes: '65501' }, ''],
  ['a ring index', { kind: 'value', name: 'source.rx0.avail.idx', becomes: '3' }, ''],
  ['state at every pop', { kind: 'event', event: 'pop' }, 'source.rx0.inuse > 60 && destination.nic.status == 0'],
  ['state at every event', { kind: 'condition' }, 'source.rx0.inuse > 63 && source.tx0.inuse > 30'],
];

declare global {
  interface Window {
    bench: { ring: typeof ring; run: typeof run; seek: typeof seek; reading: typeof reading };
  }
}
window.bench = { ring, run, seek, reading };
