// What `query-migrate` would answer at a moment of a run, under its QMP names (qapi/migration.json: MigrationInfo,
// MigrationRAMStats; migration/migration.c populate_ram_info() and fill_source_migration_info()). From the event columns
// alone. Figures of a window stand still until the next one ends, and are 0 before the first, as in QEMU.
import type { RunCapture } from '../capture/capture.ts';
import { EventKind } from '../capture/event-kinds.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { statusText } from './status.ts';

const PAGE = 4096;
const MS = 1_000_000;
/** BUFFER_DELAY, and the least that a window's figures are made of, bytes (migration_update_counters()). */
const WINDOW_MS = 100;
const LEAST_BYTES = 10_000;
/** Between two reckonings of the dirty rate (migration_bitmap_sync()). */
const RATE_MS = 1000;

export interface MigrationRamStats {
  readonly transferred: number;
  readonly remaining: number;
  readonly total: number;
  readonly duplicate: number;
  readonly normal: number;
  readonly 'normal-bytes': number;
  readonly 'dirty-pages-rate': number;
  readonly mbps: number;
  readonly 'dirty-sync-count': number;
  readonly 'page-size': number;
  readonly 'precopy-bytes': number;
  readonly 'downtime-bytes': number;
  readonly 'pages-per-second': number;
}

export interface MigrationInfo {
  readonly status: string;
  readonly ram: MigrationRamStats;
  /** ms, as in QMP. */
  readonly 'total-time': number;
  readonly 'setup-time': number;
  /** Until it is known, as QEMU has it: the downtime-limit. */
  readonly 'expected-downtime': number;
  /** Once it has completed; 0 before. */
  readonly downtime: number;
  readonly 'cpu-throttle-percentage': number;
}

/** What stood when the window that is running began. */
interface Window {
  start: number;
  transferred: number;
  pages: number;
}

/** `count`: how many of the source's events have happened; `time` (ns), between them too. */
export function queryMigrate(
  { source, outcome }: RunCapture,
  { migration, interventions }: Scenario,
  count: number,
  time: number,
): MigrationInfo {
  const { events } = source;
  const window: Window = { start: 0, transferred: 0, pages: 0 };
  let status = 'none';
  let [duplicate, normal, syncs, remaining, transferred] = [0, 0, 0, 0, 0];
  let [setupTime, stoppedAt, beforeStop] = [-1, -1, 0];
  let [dirtyRate, mbps, pagesPerSecond, throttle] = [0, 0, 0, 0];
  let limit = migration.downtimeLimit;
  let expected = limit;
  let [dirtySeen, syncedAt, dirtyAtSync] = [0, -1, 0];

  const begin = (at: number): void => {
    window.start = at;
    window.transferred = transferred;
    window.pages = duplicate + normal;
  };
  /** migration_update_counters(): a window ends where the loop comes by, not in the middle of a section. */
  const endWindow = (at: number): void => {
    const ms = (at - window.start) / MS;
    if (setupTime < 0 || ms < WINDOW_MS) return;
    const bytes = transferred - window.transferred;
    mbps = (bytes * 8) / (ms / 1000) / 1000 / 1000;
    pagesPerSecond = Math.floor((duplicate + normal - window.pages) / (ms / 1000));
    if (dirtyRate > 0 && bytes > LEAST_BYTES) expected = Math.floor(dirtyAtSync / (bytes / ms));
    begin(at);
  };
  /** migration_bitmap_sync(): the rate is reckoned at most once a second. */
  const sync = (at: number, before: number, after: number): void => {
    dirtySeen += Math.max(0, after - before);
    remaining = after * PAGE;
    dirtyAtSync = remaining;
    if (syncedAt < 0) syncedAt = at;
    const ms = (at - syncedAt) / MS;
    if (ms <= RATE_MS) return;
    dirtyRate = Math.floor((dirtySeen * 1000) / ms);
    dirtySeen = 0;
    syncedAt = at;
  };

  for (let row = 0; row < count && row < events.length; row++) {
    const at = events.time[row]!;
    const after = events.after[row]!;
    switch (events.kind[row]) {
      case EventKind.MigrationState:
        status = statusText(after);
        if (status === 'active') {
          setupTime = at;
          begin(at);
        }
        break;
      case EventKind.LinkPacket:
        transferred += events.subject[row]!;
        break;
      case EventKind.PageSend:
        if (events.before[row] === 1) normal++;
        else duplicate++;
        remaining = Math.max(0, remaining - PAGE);
        break;
      case EventKind.PassStart:
        syncs = events.subject[row]!;
        sync(at, events.before[row]!, after);
        break;
      case EventKind.CompletionTest:
        endWindow(at);
        break;
      case EventKind.GuestStop:
        if (stoppedAt >= 0) break;
        stoppedAt = at;
        beforeStop = transferred;
        break;
      case EventKind.CpuThrottle:
        throttle = after;
        break;
      case EventKind.Intervention: {
        const action = interventions[events.subject[row]!]?.action;
        if (after !== 1 || !action) break;
        if (action.do === 'throttle') throttle = Number(action.percent);
        if (action.do === 'downtime-limit') limit = Number(action.limit);
        break;
      }
      default:
    }
  }
  const isCompleted = status === 'completed';
  const total = isCompleted ? outcome.totalTime : time;
  const setup = Math.max(0, setupTime);
  // migration_calculate_complete(): over all but the setup.
  if (isCompleted && total > setup) mbps = (transferred * 8) / ((total - setup) / MS) / 1000;
  return {
    status,
    ram: {
      transferred,
      remaining,
      total: source.memory.length,
      duplicate,
      normal,
      'normal-bytes': normal * PAGE,
      'dirty-pages-rate': dirtyRate,
      mbps,
      'dirty-sync-count': syncs,
      'page-size': PAGE,
      'precopy-bytes': stoppedAt < 0 ? transferred : beforeStop,
      'downtime-bytes': stoppedAt < 0 ? 0 : transferred - beforeStop,
      'pages-per-second': pagesPerSecond,
    },
    'total-time': Math.floor(total / MS),
    'setup-time': Math.floor(setup / MS),
    'expected-downtime': expected === migration.downtimeLimit ? limit : expected,
    downtime: isCompleted ? Math.max(0, Math.floor(outcome.downtime / MS)) : 0,
    'cpu-throttle-percentage': throttle,
  };
}
