// The timeline's own keys, while it has the focus: those that mean something else elsewhere (range-actions.ts has the
// others). Answers whether the key was one of them.
import type { KeyboardEvent } from 'react';
import type { AppActions } from '../../store/app-store.ts';
import type { Scene } from './use-scene.ts';
import { VIEW_MOVES, type ViewMove } from './view-moves.ts';

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
  const move = (name: ViewMove) => (): void =>
    actions.setView(VIEW_MOVES[name]({ view, whole, at: warp.position(here), least }));
  const jobs: Readonly<Record<string, () => void>> = {
    ArrowRight: () => actions.step(1),
    ArrowLeft: () => actions.step(-1),
    Home: () => actions.stepToEnd(-1),
    End: () => actions.stepToEnd(1),
    w: move('in'),
    s: move('out'),
    '+': move('in'),
    '-': move('out'),
    a: move('left'),
    d: move('right'),
  };
  const job = jobs[event.key];
  if (!job) return false;
  job();
  return true;
}
