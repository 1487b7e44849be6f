// A group of fields in a box of its own.
import type { AroundProps } from './around-props.ts';
import { useEditing } from './use-draft.ts';
import css from './scenario.module.css';

export function Box({ title, paths, controls, children }: AroundProps) {
  const { changed, shows } = useEditing();
  if (paths.length > 0 && !paths.some(shows)) return null;
  const count = paths.filter((path) => changed.has(path)).length;
  return (
    <div className={css.box} role="group" aria-label={title}>
      <div className={css.boxTitle}>
        <h3>{title}</h3>
        {count > 0 && <span className="dim">{count} changed</span>}
        <span className={css.grow} />
        {controls}
      </div>
      {children}
    </div>
  );
}
