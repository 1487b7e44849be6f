// Names of rows, one below the other.
import css from './timeline.module.css';

interface Props {
  readonly names: readonly string[];
  /** Of a row, CSS pixels. */
  readonly height: number;
}

export function GutterNames({ names, height }: Props) {
  return names.map((name) => (
    <div key={name} className={css.label} style={{ height, lineHeight: `${height}px` }}>
      {name}
    </div>
  ));
}
