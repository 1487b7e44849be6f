// A parameter as a field: what is typed stays as typed; only a valid number is taken, and a changed one can be reset.
import { useState } from 'react';
import css from './lab.module.css';

interface Props {
  readonly label: string;
  readonly unit: string;
  readonly value: number;
  readonly usual: number;
  readonly check: (value: number) => boolean;
  /** null: back to what it usually is. */
  readonly onChange: (value: number | null) => void;
}

export function NumberRow({ label, unit, value, usual, check, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const wrong = typed !== null && !(/^\d+$/.test(typed) && check(Number(typed)));
  return (
    <div className={css.number}>
      <label>
        <span>{label}</span>
        <input
          inputMode="numeric"
          value={typed ?? String(value)}
          aria-invalid={wrong}
          onChange={(event) => {
            const text = event.target.value;
            setTyped(text);
            if (/^\d+$/.test(text) && check(Number(text))) onChange(Number(text));
          }}
          onBlur={() => {
            if (!wrong) setTyped(null);
          }}
        />
        <span className={css.about}>{wrong ? `whole number, ${unit}` : unit}</span>
      </label>
      {(value !== usual || wrong) && (
        <button
          type="button"
          className={css.link}
          aria-label={`Reset ${label} to ${usual}`}
          title={`Reset to ${usual}`}
          onClick={() => {
            setTyped(null);
            onChange(null);
          }}
        >
          Reset
        </button>
      )}
    </div>
  );
}
