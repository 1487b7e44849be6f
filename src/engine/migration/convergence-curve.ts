// How a run converged: what was left to send at every moment, pass by pass, with the threshold that the source measured
// and the downtime that it then expected. From the event columns of the source alone.
import { EventKind } from '../capture/event-kinds.ts';
import type { EventColumns } from '../capture/event-log.ts';

const PAGE = 4096;

export interface CurvePass {
  /** 1 is the pass over all of RAM; the last one may be sent while the guest stands still. */
  readonly pass: number;
  /** Between dirty syncs, ns. */
  readonly start: number;
  readonly end: number;
  /** Bytes of pages due when it begins, and of those that the sync at its end found. */
  readonly due: number;
  readonly dirtyAfter: number;
  /** Pages sent in it, and bytes of the stream that the link took meanwhile. */
  readonly pages: number;
  readonly sent: number;
  /** What may be left at its end; 0 until the first window of 100 ms has been measured. */
  readonly threshold: number;
  /** Time that the pages found at its end would take at the bandwidth of this pass, ns; -1 when nothing was sent. */
  readonly expectedDowntime: number;
  /** cpu-throttle-percentage when it ended. */
  readonly throttle: number;
}

export interface ConvergenceCurve {
  readonly passes: readonly CurvePass[];
  /** Corners of the curve: time, ns, and bytes left; two at the same time are a step. */
  readonly time: Float64Array;
  readonly left: Float64Array;
  /** Steps of the threshold: from this time on, ns, so many bytes. */
  readonly thresholds: readonly { readonly time: number; readonly bytes: number }[];
  /** When the guest was stopped, ns, or -1. */
  readonly stoppedAt: number;
  readonly end: number;
  /** `fits`: what was left fell below the threshold; `guard`: the scenario's most passes came first; `none`: it ended before. */
  readonly ending: 'fits' | 'guard' | 'none';
}

/** Corners between two syncs: the sends of a pass are straight lines to the eye. */
const CORNERS = 64;

export function convergenceCurve(events: EventColumns): ConvergenceCurve {
  const passes: CurvePass[] = [];
  const time: number[] = [];
  const left: number[] = [];
  const thresholds: { time: number; bytes: number }[] = [];
  let open: { start: number; due: number; pages: number; sent: number } | null = null;
  let [remaining, threshold, throttle, stoppedAt, end] = [0, 0, 0, -1, 0];
  let ending: ConvergenceCurve['ending'] = 'none';
  let cornerEvery = 1;
  let fits = false;
  const corner = (at: number): void => {
    time.push(at);
    left.push(remaining);
  };
  const close = (at: number, dirtyAfter: number): void => {
    if (!open) return;
    const { start, due, pages, sent } = open;
    const expectedDowntime = sent > 0 && at > start ? Math.round((dirtyAfter * (at - start)) / sent) : -1;
    passes.push({
      pass: passes.length + 1,
      start,
      end: at,
      due,
      dirtyAfter,
      pages,
      sent,
      threshold,
      expectedDowntime,
      throttle,
    });
    open = null;
  };
  for (let row = 0; row < events.length; row++) {
    const at = events.time[row]!;
    switch (events.kind[row]) {
      case EventKind.PassStart: {
        const after = events.after[row]! * PAGE;
        close(at, after);
        corner(at);
        remaining = after;
        corner(at);
        open = { start: at, due: after, pages: 0, sent: 0 };
        cornerEvery = Math.max(1, Math.floor(events.after[row]! / CORNERS));
        break;
      }
      case EventKind.PageSend:
        remaining = Math.max(0, remaining - PAGE);
        if (open) {
          open.pages++;
          if (open.pages % cornerEvery === 0) corner(at);
        }
        end = at;
        break;
      case EventKind.LinkPacket:
        if (open) open.sent += events.subject[row]!;
        break;
      case EventKind.CompletionTest: {
        const limit = events.after[row]!;
        fits = events.before[row] === 0 || events.before[row]! < limit;
        if (limit !== threshold) thresholds.push({ time: at, bytes: limit });
        threshold = limit;
        break;
      }
      case EventKind.CpuThrottle:
        throttle = events.after[row]!;
        break;
      case EventKind.GuestStop:
        if (stoppedAt >= 0) break;
        stoppedAt = at;
        ending = fits ? 'fits' : 'guard';
        break;
      default:
    }
  }
  if (time.length > 0) corner(end);
  close(end, remaining);
  return {
    passes,
    time: Float64Array.from(time),
    left: Float64Array.from(left),
    thresholds,
    stoppedAt,
    end,
    ending,
  };
}
