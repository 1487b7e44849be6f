// A named region of text that scrolls: it takes the focus, so that the arrow keys can scroll it.
import type { HTMLAttributes, ReactNode } from 'react';

/** Focusable although it is no control: what scrolls must be reachable by keyboard (WCAG 2.1.1). */
const FOCUSABLE: HTMLAttributes<HTMLDivElement> = { tabIndex: 0 };

interface Props {
  readonly label: string;
  readonly className?: string | undefined;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function ScrollRegion({ label, className, testId, children }: Props) {
  return (
    <div role="region" aria-label={label} className={className} data-testid={testId} data-own-keys="" {...FOCUSABLE}>
      {children}
    </div>
  );
}
