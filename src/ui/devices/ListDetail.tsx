// A list of a device among the details, entry by entry: filter addresses, VLAN ids, the RSS key and table.
import { listDelta, listEntries } from '../../engine/capture/list-text.ts';
import { listBytes } from '../../engine/capture/lists.ts';
import { groupThousands } from '../../engine/bytes/text.ts';
import { Detail, type DetailPlace } from './Detail.tsx';
import type { CellView } from './device-view.ts';

interface Props {
  readonly place: DetailPlace;
  readonly own: CellView;
  readonly other: CellView;
  readonly label: string;
  /** Of the MAC table: how many entries, from the first on, are unicast. */
  readonly firstMulti?: number;
}

/** More would be no reading: 2,048 ranges when every second VLAN is set. */
const MOST = 256;
/** Of a difference. */
const FEW = 8;

export function ListDetail({ place, own, other, label, firstMulti }: Props) {
  const { capture } = place.document;
  const { format } = own.def;
  const text = (value: number): string => {
    const bytes = listBytes(capture, value);
    if (!bytes) return '—';
    const entries = listEntries(format, bytes);
    if (firstMulti === undefined || entries.length === 0) return upTo(MOST, entries) || 'none';
    const parts = [
      ['unicast', entries.slice(0, firstMulti)],
      ['multicast', entries.slice(firstMulti)],
    ] as const;
    return parts
      .filter(([, list]) => list.length > 0)
      .map(([name, list]) => `${name}: ${list.join(' ')}`)
      .join(' · ');
  };
  const [here, there] = [listBytes(capture, own.value), listBytes(capture, other.value)];
  const delta = here && there ? listDelta(format, there, here) : null;
  const difference = delta
    ? [
        ...(delta.gone.length > 0 ? [`without ${upTo(FEW, delta.gone)}`] : []),
        ...(delta.came.length > 0 ? [`with ${upTo(FEW, delta.came)}`] : []),
        ...(delta.gone.length + delta.came.length === 0 ? ['in another order'] : []),
      ].join(', ')
    : null;
  return (
    <Detail
      place={place}
      own={own}
      other={other}
      label={label}
      format={text}
      {...(difference === null ? undefined : { difference })}
      isLong
    />
  );
}

function upTo(most: number, entries: readonly string[]): string {
  const rest = entries.length - most;
  return entries.slice(0, most).join(' ') + (rest > 0 ? ` and ${groupThousands(rest)} more` : '');
}
