// The tabs of the lower right panel. Each loads when it is shown for the first time; a feature adds its own here.
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { groupThousands } from '../../engine/bytes/text.ts';
import type { AppState } from '../../store/app-store.ts';
import { diagnosticsOf } from './diagnostics-of.ts';

export interface Tab {
  readonly id: string;
  readonly label: string;
  /** What stands behind the label: how many. */
  readonly count: (state: AppState) => string;
  readonly shown: (state: AppState) => boolean;
  readonly Content: LazyExoticComponent<ComponentType>;
}

export const TABS: readonly Tab[] = [
  {
    id: 'diagnostics',
    label: 'Diagnostics',
    count: ({ document }) => (document ? groupThousands(diagnosticsOf(document).length) : ''),
    shown: () => true,
    Content: lazy(() => import('./Diagnostics.tsx').then((module) => ({ default: module.Diagnostics }))),
  },
  {
    id: 'log',
    label: 'Log',
    count: ({ cursor }) => groupThousands(cursor + 1),
    shown: ({ document }) => document?.kind === 'run',
    Content: lazy(() => import('./Log.tsx').then((module) => ({ default: module.Log }))),
  },
  {
    id: 'branches',
    label: 'Branches',
    count: ({ branches }) => groupThousands(branches.present.branches.length),
    shown: () => true,
    Content: lazy(() => import('../branches/Branches.tsx').then((module) => ({ default: module.Branches }))),
  },
  {
    id: 'errors',
    label: 'Error desk',
    count: () => '',
    shown: () => true,
    Content: lazy(() => import('./error-desk/ErrorDesk.tsx').then((module) => ({ default: module.ErrorDesk }))),
  },
  {
    id: 'bookmarks',
    label: 'Notes',
    count: ({ bookmarks }) => (bookmarks.length > 0 ? String(bookmarks.length) : ''),
    shown: () => true,
    Content: lazy(() => import('./Bookmarks.tsx').then((module) => ({ default: module.Bookmarks }))),
  },
];
