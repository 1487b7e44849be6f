// What opens sheets, and undo and redo, for the one list of actions.
import type { Sheet } from '../../store/app-store.ts';
import { always, hasDocument, hasRun } from '../shortcuts/conditions.ts';
import type { Action } from '../shortcuts/registry.ts';

const sheet = (
  name: Sheet,
  label: string,
  key: string,
  words: string,
  enabled: Action['enabled'] = hasRun,
): Action => ({
  id: `sheet-${name}`,
  label,
  group: 'What if',
  keys: key ? [key] : [],
  shown: key,
  words,
  enabled,
  run: (store) => store.setSheet(store.sheet === name ? null : name),
});

export const SHEET_ACTIONS: readonly Action[] = [
  sheet(
    'scenario',
    'Scenario: presets and every field…',
    'n',
    'edit editor preset json machine link workload seed',
    always,
  ),
  sheet('intervene', 'Do something here…', 'i', 'intervene intervention branch what if damage'),
  sheet('share', 'Share or save…', '', 'link address export download scenario session stream events csv log', always),
  sheet(
    'lab',
    'Lab: load times compared',
    '',
    'strategies statistics cost model measured modelled import trace',
    always,
  ),
  sheet('break', 'Breakpoints…', '', 'list conditions hits stop'),
  {
    id: 'break-here',
    label: 'Breakpoint here',
    group: 'Step',
    keys: ['b'],
    shown: 'b',
    words: 'stop selection value section event',
    enabled: hasRun,
    run: (store) => {
      void import('../breaks/break-here.ts').then(({ breakHere }) => {
        if (store.document?.kind !== 'run') return;
        store.addBreakpoint(breakHere(store.document, store.selection, store.cursor));
        store.setSheet('break');
      });
    },
  },
  {
    id: 'breakpoint-forward',
    label: 'Run to the next breakpoint',
    group: 'Step',
    keys: ['Control+ArrowRight'],
    shown: 'Ctrl →',
    enabled: ({ breakpoints }) => breakpoints.length > 0,
    run: (store) => void store.runToBreakpoint(1),
  },
  {
    id: 'breakpoint-back',
    label: 'Run back to the breakpoint before',
    group: 'Step',
    keys: ['Control+ArrowLeft'],
    shown: 'Ctrl ←',
    enabled: ({ breakpoints }) => breakpoints.length > 0,
    run: (store) => void store.runToBreakpoint(-1),
  },
  sheet('convergence', 'Convergence…', 'v', 'query-migrate threshold dirty rate passes downtime bandwidth first value'),
  sheet('compare', 'Compare…', 'c', 'diff difference branch strategy file sides', hasDocument),
  sheet('who', 'Who wrote this', 'w', 'provenance origin hops store put bytes'),
  sheet('pages', 'Guest memory, page by page', '', 'map heat ram dirty sent rank life rings buffers', hasDocument),
  {
    id: 'undo',
    label: 'Undo',
    group: 'What if',
    keys: ['Control+z', 'Meta+z'],
    shown: 'Ctrl Z',
    words: 'branch back',
    enabled: ({ branches }) => branches.past.length > 0,
    run: (store) => void store.undoBranch(),
  },
  {
    id: 'redo',
    label: 'Redo',
    group: 'What if',
    keys: ['Control+Shift+z', 'Control+Shift+Z', 'Control+y', 'Meta+Shift+z'],
    shown: 'Ctrl Shift Z',
    words: 'branch again',
    enabled: ({ branches }) => branches.future.length > 0,
    run: (store) => void store.redoBranch(),
  },
  {
    id: 'tab-branches',
    label: 'Branches',
    group: 'What if',
    keys: [],
    shown: '',
    words: 'tree what if rename delete note compare',
    enabled: always,
    run: (store) => store.setBottomTab('branches'),
  },
];
