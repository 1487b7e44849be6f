// One value of a device among the details: its name, how it travels, what it is, and on the destination how it differs.
import { formatMs } from '../../engine/bytes/text.ts';
import type { Side } from '../../engine/capture/capture.ts';
import type { RunDocument } from '../../store/documents.ts';
import { useActions } from '../app/use-app.ts';
import { reasonOf } from '../compare/reason-of.ts';
import { Changing } from '../primitives/Changing.tsx';
import { MarkGlyph } from '../rings/MarkGlyph.tsx';
import type { CellView } from './device-view.ts';
import css from './devices.module.css';

/** Where the details are read: both sides at a moment, shown for one of them. */
export interface DetailPlace {
  readonly document: RunDocument;
  readonly side: Side;
  /** ns */
  readonly time: number;
}

interface Props {
  readonly place: DetailPlace;
  readonly own: CellView;
  readonly other: CellView;
  readonly label: string;
  readonly format: (value: number) => string;
  /** The same difference in other words than the other side's value. */
  readonly difference?: string;
  /** Whether the value takes as many lines as it needs. */
  readonly isLong?: boolean;
}

export function Detail({ place, own, other, label, format, difference, isLong = false }: Props) {
  const { document, side, time } = place;
  const { selectCell } = useActions();
  const differs = side === 'destination' && own.value !== other.value;
  const reason = differs ? reasonOf(document, own.def, time) : null;
  const classes = [css.detail, isLong && css.long, differs && css.different].filter(Boolean).join(' ');
  return (
    <span className={classes}>
      <MarkGlyph mark={own.def.mark} />
      <button type="button" className={css.plain} onClick={() => selectCell(own.def.id, side)}>
        <span className="dim">{label}</span>{' '}
        <span className="mono">
          <Changing value={own.value}>{format(own.value)}</Changing>
        </span>
      </button>
      {reason && (
        <span title={`${reason.text} (${formatMs(time)})`}>
          <b>≠</b> {difference ?? <span className="mono">{format(other.value)}</span>} {reason.short}
        </span>
      )}
    </span>
  );
}
