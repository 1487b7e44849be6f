// Whichever sheet is open, loaded when it is opened for the first time.
import { lazy, Suspense, type ComponentType, type LazyExoticComponent } from 'react';
import type { Sheet } from '../../store/app-store.ts';
import { useApp } from '../app/use-app.ts';

interface Entry {
  readonly id: Sheet;
  readonly Content: LazyExoticComponent<ComponentType>;
}

const SHEETS: readonly Entry[] = [
  {
    id: 'convergence',
    Content: lazy(() => import('../convergence/Convergence.tsx').then((module) => ({ default: module.Convergence }))),
  },
  {
    id: 'scenario',
    Content: lazy(() =>
      import('../scenario/ScenarioEditor.tsx').then((module) => ({ default: module.ScenarioEditor })),
    ),
  },
  {
    id: 'intervene',
    Content: lazy(() => import('../intervene/Intervene.tsx').then((module) => ({ default: module.Intervene }))),
  },
  {
    id: 'share',
    Content: lazy(() => import('../share/Share.tsx').then((module) => ({ default: module.Share }))),
  },
  {
    id: 'break',
    Content: lazy(() => import('../breaks/Breakpoints.tsx').then((module) => ({ default: module.Breakpoints }))),
  },
  {
    id: 'who',
    Content: lazy(() => import('../trails/WhoWrote.tsx').then((module) => ({ default: module.WhoWrote }))),
  },
  {
    id: 'pages',
    Content: lazy(() => import('../trails/PageLife.tsx').then((module) => ({ default: module.PageLife }))),
  },
  {
    id: 'compare',
    Content: lazy(() => import('../compare/Compare.tsx').then((module) => ({ default: module.Compare }))),
  },
];

export function Sheets() {
  const sheet = useApp((state) => state.sheet);
  const shown = SHEETS.find(({ id }) => id === sheet);
  if (!shown) return null;
  const { Content } = shown;
  return (
    <Suspense>
      <Content />
    </Suspense>
  );
}
