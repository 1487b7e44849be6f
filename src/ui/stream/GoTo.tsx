// The field to go to an offset: hexadecimal with 0x or digits a to f, else decimal. It says at once what is wrong.
import { useState } from 'react';
import css from './stream.module.css';

/** The offset that a text means, or null. */
export function parseOffset(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  if (/^0x[0-9a-f]+$/.test(trimmed)) return parseInt(trimmed.slice(2), 16);
  if (/^[0-9]+$/.test(trimmed)) return parseInt(trimmed, 10);
  if (/^[0-9a-f]+$/.test(trimmed)) return parseInt(trimmed, 16);
  return null;
}

export function GoTo({ length, onGo }: { readonly length: number; readonly onGo: (offset: number) => void }) {
  const [text, setText] = useState('');
  const offset = parseOffset(text);
  const wrong = text !== '' && (offset === null || offset >= length);
  return (
    <input
      id="go-to-offset"
      className={css.goTo}
      value={text}
      placeholder="go to (g)"
      aria-label="Go to offset, such as 0x2ac"
      aria-invalid={wrong}
      title={
        wrong
          ? offset === null
            ? 'An offset is a number such as 0x2ac or 684'
            : `The stream ends at 0x${length.toString(16)}`
          : 'Go to offset (g)'
      }
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && offset !== null && !wrong) onGo(offset);
        if (event.key === 'Escape') document.querySelector<HTMLElement>('[data-panel="5"]')?.focus();
      }}
    />
  );
}
