// One line: the value at the selection as every width and byte order reads it, the width of what is selected first. What
// does not fit is there when the line is opened.
import { useState } from 'react';
import type { ByteSource } from '../../engine/bytes/byte-source.ts';
import { formatMs, groupThousands, hex, macText } from '../../engine/bytes/text.ts';
import type { OpenDocument } from '../../store/documents.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { currentFrame } from './current-frame.ts';
import { GoTo, type Place } from './GoTo.tsx';
import { useBytes } from './use-bytes.ts';
import css from './stream.module.css';

/** Longest u64 that is shown as a time, ns: ten years, more than a guest's clock or timer holds. */
const LONGEST_TIME = 315_360_000_000_000_000n;

interface Reading {
  readonly label: string;
  readonly value: string;
}

/** Values that start at `offset`, those `selected` bytes wide first; widths that do not fit are left out. */
export function inspectAt(stream: ByteSource, offset: number, selected = 0): readonly Reading[] {
  const read = (size: number, little: boolean): bigint => {
    let value = 0n;
    for (let i = 0; i < size; i++) value = (value << 8n) | BigInt(stream.at(offset + (little ? size - 1 - i : i)) ?? 0);
    return value;
  };
  const out: { readonly size: number; readonly readings: readonly Reading[] }[] = [];
  for (const size of [1, 2, 4, 8]) {
    if (stream.at(offset + size - 1) === undefined) break;
    const big = { label: size === 1 ? 'u8' : `u${size * 8} be`, value: groupThousands(read(size, false)) };
    const little = { label: 'le', value: groupThousands(read(size, true)) };
    out.push({ size, readings: size === 1 ? [big] : [big, little] });
  }
  if (stream.at(offset + 5) !== undefined)
    out.push({ size: 6, readings: [{ label: 'MAC', value: macText(stream.subarray(offset, offset + 6)) }] });
  if (stream.at(offset + 7) !== undefined) {
    // Clocks and timers travel as big-endian ns.
    const ns = read(8, false);
    const value = ns <= LONGEST_TIME ? formatMs(Number(ns)) : 'none, above ten years';
    out.push({ size: -1, readings: [{ label: 'time, be ns', value }] });
  }
  return out
    .sort((a, b) => Number(b.size === selected) - Number(a.size === selected))
    .flatMap(({ readings }) => readings);
}

export function Inspector({ document }: { readonly document: OpenDocument }) {
  const selection = useApp((state) => state.selection);
  const time = useApp((state) => state.time);
  const [open, setOpen] = useState(false);
  const shown = selection && selection.row >= 0 ? selection : currentFrame(document, selection, time);
  const offset = shown?.start ?? 0;
  useBytes(document, offset, offset + 8);
  const { selectBytes, moveTo, moveToTime } = useActions();
  const run = document.kind === 'run' ? { events: document.timeline.heads.length, end: document.endTime } : null;
  const go = ({ kind, value }: Place): void => {
    if (kind === 'event') moveTo(value - 1);
    else if (kind === 'time') moveToTime(value);
    else selectBytes(value, value + 1, 'step');
  };
  return (
    <div className={`${css.inspector} ${open ? css.open : ''}`} role="region" aria-label="Value at the selection">
      <span className="mono">{hex(offset)}</span>
      <div className={css.values}>
        {inspectAt(document.stream, offset, shown ? shown.end - shown.start : 0).map(({ label, value }, i) => (
          <span key={i}>
            <span className="dim">{label}</span> <b className="mono">{value}</b>
          </span>
        ))}
      </div>
      <button
        type="button"
        className={css.more}
        aria-expanded={open}
        aria-label="All widths"
        title="All widths, byte orders, MAC and time"
        onClick={() => setOpen(!open)}
      >
        {open ? '▾' : '▸'}
      </button>
      <GoTo length={document.stream.length} run={run} onGo={go} />
    </div>
  );
}
