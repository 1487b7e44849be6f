// A choice among a few words: the browser's own select in our dress, so keyboard and screen readers just work.
import { Icon } from './Icon.tsx';
import css from './primitives.module.css';

interface Props<T extends string> {
  readonly label: string;
  /** Shown before the value; the label is for screen readers otherwise. */
  readonly prefix?: string;
  readonly boxed?: boolean;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly onChange: (value: T) => void;
}

export function Select<T extends string>({ label, prefix, boxed, value, options, onChange }: Props<T>) {
  return (
    <label className={boxed ? `${css.select} ${css.boxed}` : css.select} title={label}>
      {prefix && <span aria-hidden="true">{prefix}</span>}
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value as T)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      <Icon name="caret" />
    </label>
  );
}
