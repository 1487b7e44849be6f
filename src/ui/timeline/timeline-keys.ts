// The timeline's own keys, while it has the focus. Answers whether the key was one of them.
import type { KeyboardEvent } from 'react';
import type { AppActions } from '../../store/app-store.ts';
import { fit, pan, zoom, type Range } from './axis.ts';
import type { Scene } from './use-scene.ts';

interface Context {
  readonly scene: Pick<Scene, 'axis' | 'whole' | 'least' | 'here'>;
  readonly range: Range | null;
  readonly actions: Pick<
    AppActions,
    'step' | 'stepToEnd' | 'setView' | 'setRange' | 'zoomInto' | 'markRange' | 'zoomOut'
  >;
}

export function timelineKeys(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  { scene: { axis, whole, least, here }, range, actions }: Context,
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
    '0': () => actions.setView(null),
    r: () => actions.markRange(here),
    z: () => range && actions.zoomInto(fit(warp.position(range.from), warp.position(range.to), whole, least, 0)),
    Enter: () => range && actions.zoomInto(fit(warp.position(range.from), warp.position(range.to), whole, least, 0)),
    f: () => range && actions.setView(fit(warp.position(range.from), warp.position(range.to), whole, least)),
    Backspace: () => actions.zoomOut(),
  };
  if (event.key === 'Escape' && range) {
    actions.setRange(null);
    return true;
  }
  const job = jobs[event.key];
  if (!job) return false;
  job();
  return true;
}
