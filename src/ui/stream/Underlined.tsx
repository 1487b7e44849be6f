// A text field with a mark under the letters that are wrong. The mark lies in a copy of the text behind the field, in the
// same monospaced type, so it stands under the right letters whatever the zoom; it moves with the field's own scrolling.
import { useState, type ReactNode } from 'react';
import css from './find.module.css';

interface Props {
  /** First wrong letter and one past the last; -1 when nothing is wrong. */
  readonly at: number;
  readonly end: number;
  readonly text: string;
  /** Padding and border of the field at its left, px. */
  readonly inset?: number;
  readonly children: ReactNode;
}

export function Underlined({ at, end, text, inset = 9, children }: Props) {
  const [left, setLeft] = useState(0);
  return (
    <span
      className={css.underlined}
      onScrollCapture={(event) => {
        if (event.target instanceof HTMLInputElement) setLeft(event.target.scrollLeft);
      }}
    >
      {children}
      {at >= 0 && (
        <span className={`mono ${css.under}`} style={{ paddingLeft: inset }} aria-hidden="true">
          <span style={{ marginLeft: -left }}>
            {text.slice(0, at)}
            <mark data-testid="wrong-letters">{text.slice(at, end) || ' '}</mark>
          </span>
        </span>
      )}
    </span>
  );
}
