// When an action makes sense.
import type { AppState } from '../../store/app-store.ts';

export const hasDocument = (state: AppState): boolean => state.document !== null;
export const hasRun = (state: AppState): boolean => state.document?.kind === 'run';
export const hasBytes = (state: AppState): boolean => (state.selection?.end ?? 0) > (state.selection?.start ?? 0);
export const always = (): boolean => true;
