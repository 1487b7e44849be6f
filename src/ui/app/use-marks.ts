// The marks that a person put on the timeline: interventions of the run that is shown, hits of breakpoints, and the steps
// of the buffer that is followed.
import { useEffect, useMemo, useState } from 'react';
import type { RunDocument } from '../../store/documents.ts';
import type { Mark } from '../timeline/marks.ts';
import { useApp } from './use-app.ts';

const NONE: readonly Mark[] = [];

export function useMarks(): readonly Mark[] {
  const run = useApp((state) => (state.document?.kind === 'run' ? state.document : null));
  const breakpoints = useApp((state) => state.breakpoints);
  // The buffer that is followed, and where: without one the cursor does not matter.
  const followed = useApp(({ followedBuffer, nic, queue, cursor }) =>
    followedBuffer < 0 ? '' : [nic, queue, followedBuffer, cursor].join(' '),
  );
  const isAsked = run !== null && (followed !== '' || breakpoints.length > 0);
  // What was found in one run says nothing of another.
  const [found, setFound] = useState<{ readonly of: RunDocument; readonly marks: readonly Mark[] } | null>(null);
  useEffect(() => {
    let isOld = false;
    if (isAsked)
      void import('../timeline/found-marks.ts').then(({ foundMarks }) => {
        if (!isOld) setFound({ of: run, marks: foundMarks(run, breakpoints, followed) });
      });
    return () => {
      isOld = true;
    };
  }, [isAsked, run, breakpoints, followed]);
  const others = isAsked && found?.of === run ? found.marks : NONE;
  return useMemo(() => {
    const own = run?.scenario.interventions.map(({ at, action }): Mark => ({
      at,
      kind: 'intervention',
      label: `intervention: ${action.do}`,
    }));
    return own ? [...own, ...others] : NONE;
  }, [run, others]);
}
