// Why a value differs between source and destination at the cursor: said from what has been sent, has arrived and has
// been loaded, never guessed.
import type { CellDef } from '../capture/cells.ts';
import type { PageLives } from '../capture/page-life.ts';
import type { RunSpace } from '../capture/run-space.ts';

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

/** A section's times as a reason needs them; the store's frames are such. ns, -1 for never. */
export interface SectionTimes {
  readonly type: string;
  readonly idstr: string;
  readonly sent: number;
  readonly loadEnd: number;
}

/** A run with what its reasons are read from. */
export interface ReasonSpace extends RunSpace {
  readonly sections: readonly SectionTimes[];
  readonly lives: PageLives;
}

/** Whether the section that carries a device's state, early or at the end, was sent and loaded by `time`; null without one. */
function carrier(
  space: ReasonSpace,
  type: string,
  idstr: string,
  time: number,
): { sent: boolean; loaded: boolean } | null {
  const section = space.sections.find((entry) => entry.type === type && entry.idstr === idstr);
  if (!section) return null;
  return { sent: section.sent >= 0 && section.sent <= time, loaded: section.loadEnd >= 0 && section.loadEnd <= time };
}

/** The reason for a difference in a cell. */
export function cellReason(
  space: ReasonSpace,
  { mark, device }: Pick<CellDef, 'mark' | 'device'>,
  time: number,
): Reason {
  if (mark === 'none') return 'not migrated';
  const full = carrier(space, 'FULL', device, time);
  if (full?.loaded && resumed(space, time)) return 'moved on';
  if (full?.loaded) return mark === 'recomputed' ? 'read anew' : 'lost';
  if (full?.sent) return 'in flight';
  const early = carrier(space, 'START', `${device}-iterative`, time) ?? carrier(space, 'FULL', `${device}-early`, time);
  if (early?.loaded) return mark === 'recomputed' ? 'at FULL' : 'not sent';
  if (early?.sent) return 'in flight';
  return 'not sent';
}

/** The reason for a difference in guest memory, at a guest address. */
export function memoryReason(space: ReasonSpace, address: number, time: number): Reason {
  if (resumed(space, time)) return 'moved on';
  let sent = 0;
  let loaded = 0;
  for (const moment of space.lives.lifeOf(Math.floor(address / 4096))) {
    if (moment.time > time) break;
    if (moment.what === 'sent') sent++;
    else if (moment.what === 'loaded') loaded++;
  }
  if (sent > loaded) return 'in flight';
  return loaded > 0 ? 'dirty again' : 'not sent';
}

function resumed({ phases }: ReasonSpace, time: number): boolean {
  const phase = phases[phases.length - 1];
  return phase?.kind === 'resumed' && time >= phase.start;
}
