// A drawing of the lab with its title and what its figures are: modelled, measured or imported.
import type { ReactNode } from 'react';
import css from './lab.module.css';

interface Props {
  readonly title: string;
  /** Begins with the origin of the figures. */
  readonly about: string;
  readonly children: ReactNode;
}

export function Chart({ title, about, children }: Props) {
  return (
    <section className={css.chartBox} aria-label={title}>
      <h3 className={css.chartTitle}>
        {title} <span>{about}</span>
      </h3>
      {children}
    </section>
  );
}
