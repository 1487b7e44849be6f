// One row of the hex view: tints, marks, and five text nodes.
import type { ByteSource } from '../../engine/bytes/byte-source.ts';
import type { Selection } from '../../store/selection.ts';
import { BYTES_PER_ROW, byteBox, charBox, HEX_LEFT, hexLine, TEXT_LEFT } from './hex-layout.ts';
import type { Tint } from './tints.ts';
import css from './stream.module.css';

interface Props {
  readonly stream: ByteSource;
  readonly row: number;
  readonly top: number;
  readonly end: number;
  readonly tints: readonly Tint[];
  readonly selection: Selection | null;
  /** Matches of the search that overlap the visible bytes. */
  readonly found: readonly number[];
  readonly foundLength: number;
  readonly sent: number;
  /** Bytes that the destination has loaded. */
  readonly loaded: number;
}

export function HexRow({ stream, row, top, end, tints, selection, found, foundLength, sent, loaded }: Props) {
  const start = row * BYTES_PER_ROW;
  const line = hexLine(stream, start, end);
  const clip = (from: number, to: number): [number, number] | null => {
    const a = Math.max(from, start);
    const b = Math.min(to, start + BYTES_PER_ROW, end);
    return b > a ? [a - start, b - start] : null;
  };
  const marked = selection && selection.row >= 0 ? clip(selection.start, selection.end) : null;
  // A range of several lines is one shape: its lines share their edges.
  const joins = [
    css.mark,
    marked && selection && selection.start < start && css.fromAbove,
    marked && selection && selection.end > start + BYTES_PER_ROW && css.goesOn,
  ]
    .filter(Boolean)
    .join(' ');
  const flying = clip(loaded, sent);
  return (
    <div className={css.line} style={{ top }} role="row" aria-rowindex={row + 1}>
      {tints.map((tint) => {
        const part = clip(tint.start, tint.end);
        if (!part) return null;
        const background = `var(--${tint.token})`;
        return [
          <span key={`b${tint.start}`} className={css.tint} style={{ ...byteBox(...part), background }} />,
          <span key={`c${tint.start}`} className={css.tint} style={{ ...charBox(...part), background }} />,
        ];
      })}
      {found.map((at) => {
        const part = clip(at, at + foundLength);
        return part && <span key={at} className={css.found} data-testid="hex-match" style={byteBox(...part)} />;
      })}
      {marked && <span className={joins} data-testid="hex-selection" style={byteBox(...marked)} />}
      {marked && <span className={joins} style={charBox(...marked)} />}
      {flying && (
        <span
          className={css.flight}
          title="in flight: sent, its section is not loaded yet"
          data-testid="in-flight"
          style={byteBox(...flying)}
        />
      )}
      <span className={`${css.chars} ${css.gutter} dim`} role="rowheader">
        {start.toString(16).padStart(8, '0')}
      </span>
      <span className={css.chars} role="gridcell" style={{ left: HEX_LEFT + 4 }}>
        {line.bytes}
      </span>
      <span className={`${css.chars} dim`} role="gridcell" style={{ left: HEX_LEFT + 4 }}>
        {line.zeros}
      </span>
      <span className={css.chars} role="gridcell" style={{ left: TEXT_LEFT }}>
        {line.printable}
      </span>
      <span className={`${css.chars} dim`} aria-hidden="true" style={{ left: TEXT_LEFT }}>
        {line.dots}
      </span>
    </div>
  );
}
