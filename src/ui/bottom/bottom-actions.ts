// What can be done in the panels below, for the one list of actions.
import { focusWhenThere } from '../shortcuts/focus-when-there.ts';
import { always, hasRun } from '../shortcuts/conditions.ts';
import { registerActions, type Action } from '../shortcuts/registry.ts';

const tab = (id: string, label: string, words: string, key: string, field: string, run = false): Action => ({
  id: `tab-${id}`,
  label,
  group: 'View',
  keys: key ? [key] : [],
  shown: key,
  words,
  enabled: run ? hasRun : always,
  run: (store) => {
    store.setBottomTab(id);
    focusWhenThere(field);
  },
});

const BOTTOM_ACTIONS: readonly Action[] = [
  tab('diagnostics', 'Diagnostics', 'errors warnings problems', '', '#tab-diagnostics'),
  tab('log', 'Log', 'trace events qemu', 'l', '#log-filter', true),
  tab('errors', 'Error desk', 'message stderr paste explain', 'e', '#error-text'),
];

registerActions(BOTTOM_ACTIONS);
