// What can be done in the stream pane, for the one list of actions.
import { hasBytes, hasDocument, hasRun } from '../shortcuts/conditions.ts';
import { focusWhenThere } from '../shortcuts/focus-when-there.ts';
import { registerActions, type Action } from '../shortcuts/registry.ts';
import type { AppActions, AppState } from '../../store/app-store.ts';
import { takeNote } from '../bottom/take-note.ts';
import { copyBytes, type CopyFormat } from './copy-bytes.ts';
import { nextDifference } from './differences.ts';

type Store = AppState & AppActions;

const moveBytes = (store: Store, by: number): void => {
  const length = store.document?.stream.length ?? 0;
  const at = Math.max(0, Math.min(length - 1, (store.selection?.start ?? -1) + by));
  if (length > 0) store.selectBytes(at, at + 1, 'step');
};

const copy = (format: CopyFormat) => (store: Store) => {
  const { document, selection } = store;
  if (document && selection) void copyBytes(document, selection.start, selection.end, format);
};

const differ = (direction: 1 | -1) => (store: Store) => {
  const found = nextDifference(store, direction);
  if (!found) return;
  if (found.queue >= 0) store.setQueue(found.queue);
  store.selectCell(found.cell, 'destination');
};

const hasRow = (state: AppState): boolean => (state.selection?.row ?? -1) >= 0;
const hasMatches = (state: AppState): boolean => (state.search?.matches.length ?? 0) > 0;

const action = (
  id: string,
  label: string,
  group: Action['group'],
  keys: readonly string[],
  shown: string,
  enabled: Action['enabled'],
  run: Action['run'],
  words = '',
): Action => ({
  id,
  label,
  group,
  keys,
  shown,
  enabled,
  run,
  words,
  ...(words === 'clipboard' && ({ byHand: true } as const)),
});

const STREAM_ACTIONS: readonly Action[] = [
  action('byte-forward', 'Next byte', 'Step', ['.'], '.', hasDocument, (s) => moveBytes(s, 1)),
  action('byte-back', 'Previous byte', 'Step', [','], ',', hasDocument, (s) => moveBytes(s, -1)),
  action('difference-next', 'Next difference of the two sides', 'Step', [']'], ']', hasRun, differ(1), 'differs ≠'),
  action(
    'difference-back',
    'Previous difference of the two sides',
    'Step',
    ['['],
    '[',
    hasRun,
    differ(-1),
    'differs ≠',
  ),
  action(
    'go-to',
    'Go to offset, time or event',
    'Find',
    ['g'],
    'g',
    hasDocument,
    () => focusWhenThere('#go-to-offset'),
    'address jump',
  ),
  action('filter', 'Filter frames', 'Find', ['/'], '/', hasDocument, () => focusWhenThere('#frame-filter')),
  action(
    'filter-by',
    'Filter frames by the selected field or frame',
    'Find',
    ['Shift+F'],
    'Shift F',
    hasRow,
    (s) => void s.filterBySelection(),
    'apply as filter',
  ),
  action(
    'find',
    'Find bytes, text or a value',
    'Find',
    ['Control+f', 'Meta+f'],
    'Ctrl F',
    hasDocument,
    (s) => {
      s.setFinding(true);
      focusWhenThere('#find-text');
    },
    'search hex string number',
  ),
  action('find-next', 'Next match', 'Find', ['F3'], 'F3', hasMatches, (s) => s.toMatch(1), 'search'),
  action('find-back', 'Previous match', 'Find', ['Shift+F3'], 'Shift F3', hasMatches, (s) => s.toMatch(-1), 'search'),
  action('copy-hex', 'Copy the selected bytes as hex', 'Stream', [], 'Ctrl C', hasBytes, copy('hex'), 'clipboard'),
  action(
    'copy-c',
    'Copy the selected bytes as C array',
    'Stream',
    [],
    'Ctrl Shift C',
    hasBytes,
    copy('c'),
    'clipboard',
  ),
  action(
    'copy-json',
    'Copy the selected bytes as JSON',
    'Stream',
    [],
    'Ctrl Alt C',
    hasBytes,
    copy('json'),
    'clipboard',
  ),
  action(
    'bookmark',
    'Note on the selected bytes',
    'Stream',
    ['m'],
    'm',
    hasBytes,
    (s) => {
      const { selection } = s;
      if (selection) takeNote(s, { of: 'bytes', start: selection.start, end: selection.end });
    },
    'bookmark annotation mark',
  ),
];

registerActions(STREAM_ACTIONS);
