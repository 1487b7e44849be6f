// The marks that a person put on the timeline: interventions of the run that is shown.
import { useMemo } from 'react';
import type { Mark } from '../timeline/marks.ts';
import { useApp } from './use-app.ts';

const NONE: readonly Mark[] = [];

export function useMarks(): readonly Mark[] {
  const interventions = useApp((state) =>
    state.document?.kind === 'run' ? state.document.scenario.interventions : null,
  );
  return useMemo(
    () =>
      interventions?.map(({ at, action }): Mark => ({
        at,
        kind: 'intervention',
        label: `intervention: ${action.do}`,
      })) ?? NONE,
    [interventions],
  );
}
