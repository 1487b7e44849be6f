// What stands around fields: a box of its own, or a part of the one around it.
import type { ReactNode } from 'react';

export interface AroundProps {
  readonly title: string;
  /** Fields in it: without one that is looked for it is not shown. */
  readonly paths: readonly string[];
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}
