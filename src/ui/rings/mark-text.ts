// The marks in words.
import type { CellMark } from '../../engine/capture/cells.ts';

export const MARK_TEXT: Readonly<Record<CellMark, string>> = {
  migrated: 'migrated',
  recomputed: 'recomputed at load',
  ram: 'in guest RAM',
  none: 'not migrated',
};
