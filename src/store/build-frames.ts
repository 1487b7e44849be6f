// Builds the frame list from an inspection: one pass over the top-level spans.
import { EventKind } from '../engine/capture/event-kinds.ts';
import type { EventColumns } from '../engine/capture/event-log.ts';
import type { Inspection } from '../engine/inspect/inspection.ts';
import { describeFrame } from '../engine/inspect/describe-frame.ts';
import type { Frame, LinkTimes } from './frames.ts';

/** Frames in stream order; `saves`, `loads` and `link` are null for a file. */
export function buildFrames(
  inspection: Inspection,
  saves: EventColumns | null,
  loads: EventColumns | null,
  link: LinkTimes | null,
): readonly Frame[] {
  const { spans, frames } = inspection;
  const times = loads ? loadTimes(loads) : null;
  const passes = saves ? passesByOffset(saves) : null;
  const sections = new Map(inspection.sections.map((section) => [section.row, section]));
  return Array.from(frames, (row, i) => {
    const start = spans.start[row]!;
    const end = spans.end[row]!;
    const load = times?.get(start);
    return {
      number: i + 1,
      row,
      start,
      end,
      ...describeFrame(inspection, row),
      instanceId: sections.get(row)?.instanceId ?? -1,
      versionId: sections.get(row)?.versionId ?? -1,
      pass: passes?.get(start) ?? -1,
      sent: link ? link.leftAt(start) : -1,
      arrived: link && end > start ? link.arrivedAt(end - 1) : -1,
      loadStart: load?.start ?? -1,
      loadEnd: load?.end ?? -1,
    };
  });
}

/** When each section (by its first byte) was loaded. */
function loadTimes(events: EventColumns): Map<number, { start: number; end: number }> {
  const times = new Map<number, { start: number; end: number }>();
  let open = -1;
  for (let i = 0; i < events.length; i++) {
    const kind = events.kind[i];
    if (kind === EventKind.SectionLoadStart) {
      open = events.offset[i]!;
      times.set(open, { start: events.time[i]!, end: -1 });
    } else if (kind === EventKind.SectionLoadEnd && open >= 0) {
      times.set(open, { start: times.get(open)!.start, end: events.time[i]! });
      open = -1;
    }
  }
  return times;
}

/** dirty-sync-count at the first byte of each section and command. */
function passesByOffset(events: EventColumns): Map<number, number> {
  const passes = new Map<number, number>();
  let pass = 0;
  for (let i = 0; i < events.length; i++) {
    const kind = events.kind[i];
    if (kind === EventKind.PassStart) pass = events.subject[i]!;
    else if (kind === EventKind.SectionSaveStart || kind === EventKind.CommandSent) passes.set(events.offset[i]!, pass);
  }
  return passes;
}
