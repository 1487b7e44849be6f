// The timeline's own keys, while it has the focus: those that mean something else elsewhere (range-actions.ts has the
// others). Answers whether the key was one of them.
import type { KeyboardEvent } from 'react';
import type { AppActions } from '../../store/app-store.ts';
import { pan, zoom } from './axis.ts';
import type { Scene } from './use-scene.ts';

interface Context {
  readonly scene: Pick<Scene, 'axis' | 'whole' | 'least' | 'here'>;
  readonly actions: Pick<AppActions, 'step' | 'stepToEnd' | 'setView'>;
}

export function timelineKeys(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  { scene: { axis, whole, least, here }, actions }: Context,
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  const { view, warp } = axis;
  const at = warp.position(here);
  const length = view.to - view.from;
  const jobs: Readonly<Record<string, () => void>> = {
    ArrowRight: () => actions.step(1),
    ArrowLeft: () => actions.step(-1),
    Home: () => actions.stepToEnd(-1),
    End: () => actions.stepToEnd(1),
    w: () => actions.setView(zoom(view, whole, at, 0.5, least)),
    s: () => actions.setView(zoom(view, whole, at, 2, least)),
    '+': () => actions.setView(zoom(view, whole, at, 0.5, least)),
    '-': () => actions.setView(zoom(view, whole, at, 2, least)),
    a: () => actions.setView(pan(view, whole, -length / 4)),
    d: () => actions.setView(pan(view, whole, length / 4)),
  };
  const job = jobs[event.key];
  if (!job) return false;
  job();
  return true;
}
