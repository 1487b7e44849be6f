// A group of fields as a part of the box around it.
import type { AroundProps } from './around-props.ts';
import { useEditing } from './use-draft.ts';
import css from './scenario.module.css';

export function Part({ title, paths, controls, children }: AroundProps) {
  const { shows } = useEditing();
  if (paths.length > 0 && !paths.some(shows)) return null;
  return (
    <div className={css.part} role="group" aria-label={title}>
      <div className={css.partTitle}>
        <h4>{title}</h4>
        <span className={css.grow} />
        {controls}
      </div>
      {children}
    </div>
  );
}
