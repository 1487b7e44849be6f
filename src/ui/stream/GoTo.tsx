// The field to go to an offset: hexadecimal with 0x or digits a to f, else decimal. It says in words, while one types, what
// is wrong with it.
import { useState } from 'react';
import { hex } from '../../engine/bytes/text.ts';
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

interface Props {
  readonly length: number;
  readonly onGo: (offset: number) => void;
}

export function GoTo({ length, onGo }: Props) {
  const [text, setText] = useState('');
  const offset = parseOffset(text);
  const problem = offsetProblem(text, length);
  return (
    <span className={css.goTo}>
      <span id="go-to-says" className={css.goToSays} role="status">
        {problem}
      </span>
      <input
        id="go-to-offset"
        value={text}
        placeholder="go to (g)"
        aria-label="Go to offset, such as 0x2ac"
        aria-invalid={problem !== ''}
        aria-describedby="go-to-says"
        title="Go to offset (g)"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && offset !== null && problem === '') onGo(offset);
          if (event.key === 'Escape') document.querySelector<HTMLElement>('[data-panel="5"]')?.focus();
        }}
      />
    </span>
  );
}
