// The indices of a queue: what each is, how it travels, its value, and on the destination how it differs and why. The
// last row is the arithmetic that virtio_load() checks.
import { useEffect, useRef } from 'react';
import type { CellMark } from '../../engine/capture/cells.ts';
import type { Side } from '../../engine/capture/capture.ts';
import { groupThousands } from '../../engine/bytes/text.ts';
import { cellReason, memoryReason, REASON_TEXT } from '../../engine/compare/reason.ts';
import type { RunDocument } from '../../store/documents.ts';
import { reasonSpaceOf } from '../../store/reason-space.ts';
import { useActions, useApp } from '../app/use-app.ts';
import type { QueueView } from '../devices/device-view.ts';
import { MarkGlyph, PointerGlyph, type PointerKind } from './Glyphs.tsx';
import css from './rings.module.css';

interface Row {
  readonly name: string;
  readonly pointer: PointerKind;
  readonly mark: CellMark;
  readonly cell: number;
  readonly value: number;
  readonly note: string;
  /** The other side's value. */
  readonly there: number | null;
  /** Guest address of a value in RAM. */
  readonly address: number;
}

interface Props {
  readonly document: RunDocument;
  readonly side: Side;
  readonly own: QueueView;
  readonly other: QueueView;
  readonly time: number;
}

export function IndexTable({ document, side, own, other, time }: Props) {
  const selection = useApp((state) => state.selection);
  const { selectCell } = useActions();
  const rows = indexRows(own, other);
  return (
    <table aria-label={`Indices of ${own.name}`}>
      <colgroup>
        <col style={{ width: 116 }} />
        <col style={{ width: 14 }} />
        <col style={{ width: 44 }} />
        <col />
      </colgroup>
      <tbody>
        {rows.map((row) => {
          const differs = side === 'destination' && row.there !== null && row.there !== row.value;
          const selected =
            selection?.cell === row.cell && row.cell >= 0 && (selection.side === null || selection.side === side);
          const reason = differs
            ? row.mark === 'ram'
              ? memoryReason(reasonSpaceOf(document), row.address, time)
              : cellReason(reasonSpaceOf(document), { mark: row.mark, device: own.num.def.device }, time)
            : '';
          return (
            <tr key={row.name} className={selected ? css.selected : differs ? css.different : undefined}>
              <th scope="row">
                <button
                  type="button"
                  className={css.valueButton}
                  disabled={row.cell < 0}
                  onClick={() => selectCell(row.cell, side)}
                >
                  <PointerGlyph kind={row.pointer} />
                  {row.name}
                </button>
              </th>
              <td>
                <MarkGlyph mark={row.mark} />
              </td>
              <td className={`mono ${css.number}`}>
                <Changing value={row.value} />
              </td>
              <td className={`dim ${css.note}`} title={reason === '' ? undefined : REASON_TEXT[reason]}>
                {differs ? (
                  <>
                    <b style={{ color: 'var(--text)' }}>≠</b> <span className="mono">{groupThousands(row.there)}</span>{' '}
                    {reason}
                  </>
                ) : (
                  row.note
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** A number that glows for a moment when a step changed it. */
function Changing({ value }: { readonly value: number }) {
  const ref = useRef<HTMLSpanElement>(null);
  const before = useRef(value);
  useEffect(() => {
    const element = ref.current;
    if (before.current === value || !element) return;
    before.current = value;
    element.classList.remove(css.glow!);
    element.getBoundingClientRect(); // restarts the animation
    element.classList.add(css.glow!);
  }, [value]);
  return <span ref={ref}>{groupThousands(value)}</span>;
}

function indexRows(own: QueueView, other: QueueView): readonly Row[] {
  const { ring } = own;
  if (!ring) return [];
  const heads = (ring.availIdx - own.lastAvailIdx.value) & 0xffff;
  const plain = { pointer: null, address: 0 } as const;
  return [
    {
      name: 'avail.idx',
      pointer: 'avail',
      mark: 'ram',
      cell: -1,
      value: ring.availIdx,
      note: 'driver',
      there: other.ring?.availIdx ?? null,
      address: ring.avail,
    },
    row('last_avail_idx', 'last', own.lastAvailIdx, other.lastAvailIdx, 'device'),
    row(
      'shadow_avail_idx',
      'shadow',
      own.shadowAvailIdx,
      other.shadowAvailIdx,
      own.shadowAvailIdx.value === ring.availIdx ? '= avail.idx' : 'last look',
    ),
    {
      name: 'used.idx',
      pointer: 'used',
      mark: 'ram',
      cell: -1,
      value: ring.usedIdx,
      note: 'device',
      there: other.ring?.usedIdx ?? null,
      address: ring.used,
    },
    row('used_idx', null, own.usedIdx, other.usedIdx, own.usedIdx.value === ring.usedIdx ? '= used.idx' : ''),
    row('inuse', null, own.inuse, other.inuse, 'last − used'),
    {
      ...plain,
      name: 'heads',
      mark: 'recomputed',
      cell: -1,
      value: heads,
      note: heads <= ring.num ? `≤ ${groupThousands(ring.num)}, passes` : `> ${groupThousands(ring.num)}, fails`,
      there: null,
    },
  ];
}

function row(
  name: string,
  pointer: PointerKind,
  own: QueueView['inuse'],
  other: QueueView['inuse'],
  note: string,
): Row {
  return {
    name,
    pointer,
    mark: own.def.mark,
    cell: own.def.id,
    value: own.value,
    note,
    there: other.value,
    address: 0,
  };
}
