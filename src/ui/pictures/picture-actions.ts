// What can be saved as a picture or a table, for the one list of actions.
import { hasDocument, hasRun } from '../shortcuts/conditions.ts';
import type { Action } from '../shortcuts/registry.ts';
import type { PictureKind } from './save-picture.ts';

const save = (kind: PictureKind, label: string, enabled: Action['enabled'], words: string): Action => ({
  id: `save-${kind}`,
  label,
  group: 'Save',
  byHand: true,
  keys: [],
  shown: '',
  words: `export download picture table ${words}`,
  enabled,
  run: (state) => void import('./save-picture.ts').then(({ savePicture }) => savePicture(state, kind, label)),
});

export const PICTURE_ACTIONS: readonly Action[] = [
  save('timeline-svg', 'Save the timeline as SVG', hasDocument, 'image vector'),
  save('timeline-png', 'Save the timeline as PNG', hasDocument, 'image'),
  save('rings-svg', 'Save the rings as SVG', hasRun, 'image vector virtqueue'),
  save('rings-png', 'Save the rings as PNG', hasRun, 'image virtqueue'),
  save('downtime-csv', 'Save the downtime table as CSV', hasRun, 'sections load times'),
  save('downtime-md', 'Save the downtime table as Markdown', hasRun, 'sections load times'),
];
