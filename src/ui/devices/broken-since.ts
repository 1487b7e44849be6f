// Since when a device is broken: virtio_error() sets it, and only a reset by the guest clears it.
import type { Side } from '../../engine/capture/capture.ts';
import { EventKind } from '../../engine/capture/event-kinds.ts';
import { formatMs } from '../../engine/bytes/text.ts';
import { SECTION_NAMES } from '../../engine/stream/sections.ts';
import type { RunDocument } from '../../store/documents.ts';

/** `since START, 3.9 ms; FULL did not clear it`. `cell`: the device's cell `broken`. */
export function brokenSince({ capture }: RunDocument, side: Side, cell: number, device: string, time: number): string {
  const { events, names } = capture[side];
  let section = '';
  let since = '';
  let kept = '';
  for (let i = 0; i < events.length && events.time[i]! <= time; i++) {
    const kind = events.kind[i];
    const after = events.after[i]!;
    if (kind === EventKind.SectionLoadStart) section = SECTION_NAMES[events.before[i]!] ?? '';
    else if (kind === EventKind.SectionLoadEnd) section = '';
    else if (kind === EventKind.CellSet && events.subject[i] === cell && after !== events.before[i])
      since = after === 0 ? '' : `since ${section && `${section}, `}${formatMs(events.time[i]!)}`;
    if (kind === EventKind.SectionLoadStart && since !== '' && names[after] === device)
      kept = `; ${section} did not clear it`;
  }
  return since === '' ? '' : since + kept;
}
