// One of a few values; one that is not among them is kept.
import css from './breaks.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly values: readonly string[];
  /** How a value is written, if not as it is. */
  readonly textOf?: (value: string) => string;
  readonly onChange: (value: string) => void;
}

export function Choice({ label, value, values, textOf, onChange }: Props) {
  return (
    <label className={css.choice}>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {(values.includes(value) ? values : [value, ...values]).map((each) => (
          <option key={each} value={each}>
            {textOf ? textOf(each) : each}
          </option>
        ))}
      </select>
    </label>
  );
}
