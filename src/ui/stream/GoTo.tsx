// The field to go to a place: an offset (hexadecimal with 0x or digits a to f, else decimal), in a run also a virtual time
// with its unit or the number of an event behind #. It says in words, while one types, what is wrong with it.
import { useState } from 'react';
import { formatMs, groupThousands, hex } from '../../engine/bytes/text.ts';
import css from './stream.module.css';

/** The offset that a text means, or null. */
export function parseOffset(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (/^0x[0-9a-f]+$/.test(trimmed)) return parseInt(trimmed.slice(2), 16);
  if (/^[0-9]+$/.test(trimmed)) return parseInt(trimmed, 10);
  if (/^[0-9a-f]+$/.test(trimmed)) return parseInt(trimmed, 16);
  return null;
}

/** What is wrong with `text` as an offset of a stream of `length` bytes; empty when nothing is. */
export function offsetProblem(text: string, length: number): string {
  const trimmed = text.trim();
  if (trimmed === '' || /^0x$/i.test(trimmed)) return '';
  const offset = parseOffset(trimmed);
  if (offset === null) {
    const wrong = /[^0-9a-fx]/i.exec(trimmed)?.[0];
    return `${wrong ? `“${wrong}” is no digit` : 'no number'}: an offset is 0x2ac or 684`;
  }
  if (length === 0) return 'there are no bytes';
  return offset < length ? '' : `the last byte is ${hex(length - 1)}`;
}

/** Where a text leads; a time is in ns, an event's number counts from 1. */
export interface Place {
  readonly kind: 'offset' | 'time' | 'event';
  readonly value: number;
}

/** How far a run goes: heads, and ns. */
export interface RunEnds {
  readonly events: number;
  readonly end: number;
}

const UNITS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 };

/** The place that a text means, or null. */
export function parsePlace(text: string): Place | null {
  const trimmed = text.trim().toLowerCase();
  const event = /^#([1-9]\d*)$/.exec(trimmed);
  if (event) return { kind: 'event', value: Number(event[1]) };
  const time = /^(\d+(?:\.\d+)?) ?(ns|us|µs|ms|s)$/.exec(trimmed);
  if (time) return { kind: 'time', value: Math.round(Number(time[1]) * UNITS[time[2]!]!) };
  const offset = parseOffset(trimmed);
  return offset === null ? null : { kind: 'offset', value: offset };
}

/** What is wrong with `text` as a place; empty when nothing is. `run` is null for a file. */
export function placeProblem(text: string, length: number, run: RunEnds | null): string {
  const place = parsePlace(text);
  if (/^#\D*$/.test(text.trim()) && run) return text.trim() === '#' ? '' : 'an event is #1906';
  if (!run && (place?.kind === 'time' || text.trim().startsWith('#'))) return 'a file has offsets only';
  if (!run || !place || place.kind === 'offset') return offsetProblem(text, length);
  if (place.kind === 'time') return place.value <= run.end ? '' : `the run ends at ${formatMs(run.end)}`;
  return place.value <= run.events ? '' : `the last event is #${groupThousands(run.events)}`;
}

interface Props {
  readonly length: number;
  /** Null for a file. */
  readonly run: RunEnds | null;
  readonly onGo: (place: Place) => void;
}

export function GoTo({ length, run, onGo }: Props) {
  const [text, setText] = useState('');
  const place = parsePlace(text);
  const problem = placeProblem(text, length, run);
  return (
    <span className={css.goTo}>
      <span id="go-to-says" className={css.goToSays} role="status">
        {problem}
      </span>
      <input
        id="go-to-offset"
        value={text}
        placeholder="go to (g)"
        aria-label={
          run
            ? 'Go to an offset such as 0x2ac, a time such as 12.5ms or an event such as #1906'
            : 'Go to an offset such as 0x2ac'
        }
        aria-invalid={problem !== ''}
        aria-describedby="go-to-says"
        title={run ? 'Go to an offset (0x2ac), a time (12.5ms) or an event (#1906): g' : 'Go to an offset: g'}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && place !== null && problem === '') onGo(place);
          if (event.key === 'Escape') document.querySelector<HTMLElement>('[data-panel="5"]')?.focus();
        }}
      />
    </span>
  );
}
