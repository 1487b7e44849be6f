// A value that glows for a moment when the last step changed it; with reduced motion it is marked until the next step.
import { useEffect, useRef, type ReactNode } from 'react';
import { useApp } from '../app/use-app.ts';
import css from './primitives.module.css';

interface Props {
  readonly value: number;
  readonly children: ReactNode;
}

export function Changing({ value, children }: Props) {
  const cursor = useApp((state) => state.cursor);
  const ref = useRef<HTMLSpanElement>(null);
  const before = useRef({ value, cursor });
  useEffect(() => {
    const element = ref.current;
    const last = before.current;
    before.current = { value, cursor };
    if (!element || (last.cursor === cursor && last.value === value)) return;
    element.classList.remove(css.glow!);
    if (last.value === value) return;
    element.getBoundingClientRect(); // restarts the animation
    element.classList.add(css.glow!);
  }, [value, cursor]);
  return <span ref={ref}>{children}</span>;
}
