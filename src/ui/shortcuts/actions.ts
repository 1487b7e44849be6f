// The actions of the app itself: stepping, playing, opening, panels, theme, help. The features register
// their own when they are loaded (stream/stream-actions.ts): these here are in the first load.
import { hasDocument, hasRun, always } from './conditions.ts';
import { registerActions, type Action } from './registry.ts';
import { STRATEGIES } from '../../engine/scenario/scenario.ts';
import { DEFAULT_SCENARIO } from '../../engine/scenario/default-scenario.ts';
import { resetLayout } from '../app/panel-layout.ts';
import { SHEET_ACTIONS } from '../sheets/sheet-actions.ts';
import { PICTURE_ACTIONS } from '../pictures/picture-actions.ts';

const step = (
  id: string,
  label: string,
  keys: readonly string[],
  shown: string,
  run: Action['run'],
  enabled = hasDocument,
): Action => ({ id, label, group: 'Step', keys, shown, enabled, run });

const focusPanel = (number: number, name: string): Action => ({
  id: `focus-${number}`,
  label: `Go to ${name}`,
  group: 'View',
  keys: [String(number)],
  shown: String(number),
  words: 'panel focus',
  enabled: always,
  run: () => document.querySelector<HTMLElement>(`[data-panel="${number}"]`)?.focus(),
});

const theme = (value: 'system' | 'light' | 'dark', label: string): Action => ({
  id: `theme-${value}`,
  label,
  group: 'View',
  keys: [],
  shown: '',
  words: 'theme colours',
  enabled: (s) => s.theme !== value,
  run: (s) => s.setTheme(value),
});

export const APP_ACTIONS: readonly Action[] = [
  {
    id: 'play',
    label: 'Play or pause',
    group: 'Play',
    keys: ['Space'],
    shown: 'Space',
    enabled: hasRun,
    run: (s) => s.setPlaying(!s.playing),
  },
  step('step-forward', 'Step forward', ['ArrowRight'], '→', (s) => s.step(1)),
  step('step-back', 'Step back', ['ArrowLeft'], '←', (s) => s.step(-1)),
  step('frame-forward', 'Next frame', ['Shift+ArrowRight'], 'Shift →', (s) => s.step(1, 'frame')),
  step('frame-back', 'Previous frame', ['Shift+ArrowLeft'], 'Shift ←', (s) => s.step(-1, 'frame')),
  step('phase-forward', 'Next phase', ['Alt+ArrowRight'], 'Alt →', (s) => s.step(1, 'phase'), hasRun),
  step('phase-back', 'Previous phase', ['Alt+ArrowLeft'], 'Alt ←', (s) => s.step(-1, 'phase'), hasRun),
  step('to-start', 'To the first', ['Home'], 'Home', (s) => s.stepToEnd(-1)),
  step('to-end', 'To the last', ['End'], 'End', (s) => s.stepToEnd(1)),
  {
    id: 'open',
    label: 'Open a stream file…',
    group: 'Open',
    keys: ['Control+o', 'Meta+o'],
    shown: 'Ctrl O',
    byHand: true,
    enabled: always,
    run: () => document.querySelector<HTMLInputElement>('#open-file')?.click(),
  },
  {
    id: 'run-default',
    label: `Run ${DEFAULT_SCENARIO.name}`,
    group: 'Open',
    keys: [],
    shown: '',
    words: 'scenario default run again',
    enabled: always,
    run: (s) => void s.run(DEFAULT_SCENARIO),
  },
  {
    id: 'strategy',
    label: 'Next strategy',
    group: 'Open',
    keys: ['s'],
    shown: 's',
    words: STRATEGIES.join(' '),
    enabled: hasRun,
    run: (s) => void s.setStrategy(STRATEGIES[(STRATEGIES.indexOf(s.scenario.strategy) + 1) % STRATEGIES.length]!),
  },
  focusPanel(1, 'the timeline'),
  focusPanel(2, 'the source'),
  focusPanel(3, 'the frames'),
  focusPanel(4, 'the fields'),
  focusPanel(5, 'the bytes'),
  focusPanel(6, 'the destination'),
  {
    id: 'theme',
    label: 'Light, dark or as the system',
    group: 'View',
    keys: ['t'],
    shown: 't',
    words: 'theme colours',
    enabled: always,
    run: (s) => s.setTheme(s.theme === 'system' ? 'light' : s.theme === 'light' ? 'dark' : 'system'),
  },
  theme('light', 'Light theme'),
  theme('dark', 'Dark theme'),
  theme('system', 'Theme as the system'),
  {
    id: 'reset-layout',
    label: 'Reset the panel layout',
    group: 'View',
    keys: [],
    shown: '',
    words: 'sizes dividers collapse default',
    enabled: always,
    run: resetLayout,
  },
  {
    id: 'palette',
    label: 'Command palette',
    group: 'View',
    keys: ['Control+k', 'Meta+k'],
    shown: 'Ctrl K',
    enabled: always,
    run: (s) => s.setPalette(!s.palette),
  },
  {
    id: 'escape',
    label: 'Out of a bar, else no stretch marked, nothing selected',
    group: 'View',
    keys: ['Escape'],
    shown: 'Esc',
    enabled: always,
    run: (s) => {
      if (s.palette) s.setPalette(false);
      else if (s.help) s.setHelp(false);
      else if (s.sheet) s.setSheet(null);
      else if (s.finding) s.setFinding(false);
      else if (s.range) s.setRange(null);
      else s.clearSelection();
    },
  },
  {
    id: 'help',
    label: 'Keys',
    group: 'View',
    keys: ['Shift+?', '?'],
    shown: '?',
    enabled: always,
    run: (s) => s.setHelp(!s.help),
  },
];

registerActions([...APP_ACTIONS, ...SHEET_ACTIONS, ...PICTURE_ACTIONS]);
