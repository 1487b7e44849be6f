// Why a value differs between source and destination at the cursor: said from what has been sent, has arrived and has
// been loaded, never guessed.
import type { CellMark } from '../../engine/capture/cells.ts';
import { EventKind } from '../../engine/capture/event-kinds.ts';
import { ARENA_PAGE_SIZE } from '../../engine/capture/keyframes.ts';
import type { RunDocument } from '../../store/documents.ts';

export type Reason =
  'not sent' | 'in flight' | 'dirty again' | 'at FULL' | 'read anew' | 'lost' | 'not migrated' | 'moved on';

/** The reasons in a sentence, for tooltips. */
export const REASON_TEXT: Readonly<Record<Reason, string>> = {
  'not sent': 'What the source has now has not been sent yet.',
  'in flight': 'Sent, and not loaded yet.',
  'dirty again': 'Loaded, and changed at the source since: the page is due again.',
  'at FULL': 'Recomputed when the FULL section loads; the early load leaves it 0.',
  'read anew': 'The destination reads it from guest memory at the load; the source looked there some time ago.',
  lost: 'It should be equal now, and is not.',
  'not migrated': 'QEMU does not carry this value.',
  'moved on': 'The guest runs at the destination and has changed it.',
};

/** Where the sections that carry the NIC's state are, at a time: the early one and the final one. */
interface Carrier {
  readonly sent: boolean;
  readonly loaded: boolean;
}

function carrier(document: RunDocument, type: string, suffix: string, time: number): Carrier | null {
  const frame = document.frames.find((entry) => entry.type === type && entry.idstr.endsWith(suffix));
  if (!frame) return null;
  return { sent: frame.sent >= 0 && frame.sent <= time, loaded: frame.loadEnd >= 0 && frame.loadEnd <= time };
}

/** The reason for a difference in a cell of the NIC. */
export function cellReason(document: RunDocument, mark: CellMark, time: number): Reason {
  if (mark === 'none') return 'not migrated';
  const full = carrier(document, 'FULL', '/virtio-net', time);
  if (full?.loaded && resumed(document, time)) return 'moved on';
  if (full?.loaded) return mark === 'recomputed' ? 'read anew' : 'lost';
  if (full?.sent) return 'in flight';
  const early = carrier(document, 'START', '/virtio-net-iterative', time);
  if (early?.loaded) return mark === 'recomputed' ? 'at FULL' : 'not sent';
  if (early?.sent) return 'in flight';
  return 'not sent';
}

/** The reason for a difference in guest memory at an address of the arena. */
export function memoryReason(document: RunDocument, address: number, time: number): Reason {
  if (resumed(document, time)) return 'moved on';
  const page =
    document.capture.arena.firstPage + Math.floor((address - document.capture.arena.address) / ARENA_PAGE_SIZE);
  const sends = pageTimes(document, 'source', EventKind.PageSend).get(page) ?? [];
  const loads = pageTimes(document, 'destination', EventKind.PageLoad).get(page) ?? [];
  const sent = sends.filter((at) => at <= time).length;
  const loaded = loads.filter((at) => at <= time).length;
  if (sent > loaded) return 'in flight';
  return loaded > 0 ? 'dirty again' : 'not sent';
}

function resumed(document: RunDocument, time: number): boolean {
  const phase = document.phases[document.phases.length - 1];
  return phase?.kind === 'resumed' && time >= phase.start;
}

const cache = new WeakMap<RunDocument, Map<string, Map<number, number[]>>>();

/** Times at which each page of the arena was sent or loaded; worked out once per run. */
function pageTimes(document: RunDocument, side: 'source' | 'destination', kind: number): Map<number, number[]> {
  const known = cache.get(document) ?? new Map<string, Map<number, number[]>>();
  cache.set(document, known);
  const found = known.get(side);
  if (found) return found;
  const { firstPage, pageCount } = document.capture.arena;
  const { events } = document.capture[side];
  const times = new Map<number, number[]>();
  for (let i = 0; i < events.length; i++) {
    const page = events.subject[i]!;
    if (events.kind[i] !== kind || page < firstPage || page >= firstPage + pageCount) continue;
    const list = times.get(page);
    if (list) list.push(events.time[i]!);
    else times.set(page, [events.time[i]!]);
  }
  known.set(side, times);
  return times;
}
