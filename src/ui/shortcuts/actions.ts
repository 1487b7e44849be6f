// The one list of what a person can do: palette, help sheet, buttons and key bindings all read it.
import type { AppActions, AppState } from '../../store/app-store.ts';
import { STRATEGIES } from '../../engine/scenario/scenario.ts';

export interface Action {
  readonly id: string;
  readonly label: string;
  readonly group: 'Step' | 'Play' | 'Open' | 'View';
  /** tinykeys notation; several are alternatives. */
  readonly keys: readonly string[];
  /** As the help sheet shows them. */
  readonly shown: string;
  readonly enabled: (state: AppState) => boolean;
  readonly run: (store: AppState & AppActions) => void;
}

const hasDocument = (state: AppState): boolean => state.document !== null;
const hasRun = (state: AppState): boolean => state.document?.kind === 'run';
const always = (): boolean => true;

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
  enabled: always,
  run: () => document.querySelector<HTMLElement>(`[data-panel="${number}"]`)?.focus(),
});

export const ACTIONS: readonly Action[] = [
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
    enabled: always,
    run: () => document.querySelector<HTMLInputElement>('#open-file')?.click(),
  },
  {
    id: 'strategy',
    label: 'Next strategy',
    group: 'Open',
    keys: ['s'],
    shown: 's',
    enabled: hasRun,
    run: (s) => void s.setStrategy(STRATEGIES[(STRATEGIES.indexOf(s.scenario.strategy) + 1) % STRATEGIES.length]!),
  },
  {
    id: 'go-to',
    label: 'Go to offset',
    group: 'View',
    keys: ['g'],
    shown: 'g',
    enabled: hasDocument,
    run: () => document.querySelector<HTMLInputElement>('#go-to-offset')?.focus(),
  },
  {
    id: 'filter',
    label: 'Filter frames',
    group: 'View',
    keys: ['/'],
    shown: '/',
    enabled: hasDocument,
    run: () => document.querySelector<HTMLInputElement>('#frame-filter')?.focus(),
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
    enabled: always,
    run: (s) => s.setTheme(s.theme === 'system' ? 'light' : s.theme === 'light' ? 'dark' : 'system'),
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
