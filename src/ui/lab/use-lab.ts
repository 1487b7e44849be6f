// The lab's store inside React, and the arms that its source has.
import { useStore } from 'zustand';
import type { ArmRuns } from '../../engine/lab/runs.ts';
import type { Origin } from '../../engine/lab/verdict.ts';
import { labStore, type LabActions, type LabSource, type LabState } from '../../store/lab/lab-store.ts';

export function useLab<T>(selector: (state: LabState & LabActions) => T): T {
  return useStore(labStore, selector);
}

export function labActions(): LabActions {
  return labStore.getState();
}

const NONE: readonly ArmRuns[] = [];

/** All arms of the source that is chosen, hidden ones too. */
export function useArms(): readonly ArmRuns[] {
  const source = useLab((state) => state.source);
  const modelled = useLab((state) => state.modelled);
  const measured = useLab((state) => state.measured);
  const browser = useLab((state) => state.browser);
  const imported = useLab((state) => state.imported);
  if (source === 'modelled') return modelled?.arms ?? NONE;
  if (source === 'live') return measured?.live ?? NONE;
  if (source === 'stored') return measured?.stored ?? NONE;
  if (source === 'browser') return browser ?? NONE;
  return imported.map(({ arm }) => arm);
}

export function useShownArms(): readonly ArmRuns[] {
  const hidden = useLab((state) => state.hidden);
  return useArms().filter(({ id, runs }) => runs > 0 && !hidden.includes(id));
}

export const ORIGIN: Readonly<Record<LabSource, Origin>> = {
  modelled: 'modelled',
  live: 'measured',
  stored: 'measured',
  browser: 'measured',
  imported: 'imported',
};

/** The label that never leaves the figures. */
export const ORIGIN_WORDS: Readonly<Record<LabSource, string>> = {
  modelled: 'modelled',
  live: 'measured: QEMU 10.0.13, live',
  stored: 'measured: QEMU 10.0.13, stored streams',
  browser: 'measured: this browser, not QEMU',
  imported: 'imported',
};
