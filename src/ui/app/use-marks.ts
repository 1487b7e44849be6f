// The marks that a person put on the timeline: interventions of the run that is shown, hits of breakpoints, and the steps
// of the buffer that is followed.
import { useEffect, useMemo, useState } from 'react';
import type { OpenDocument } from '../../store/documents.ts';
import type * as FoundMarks from '../timeline/found-marks.ts';
import type { Mark } from '../timeline/marks.ts';
import { useApp } from './use-app.ts';

const NONE: readonly Mark[] = [];

export function useMarks(): readonly Mark[] {
  const document = useApp((state) => state.document);
  const hits = useHits(document);
  const steps = useSteps(document);
  return useMemo(() => {
    if (document?.kind !== 'run') return NONE;
    const interventions = document.scenario.interventions.map(({ at, action }): Mark => ({
      at,
      kind: 'intervention',
      label: `intervention: ${action.do}`,
    }));
    return [...interventions, ...hits, ...steps];
  }, [document, hits, steps]);
}

/** What was found, and of which document: found in one, it says nothing of another. */
interface Found {
  readonly of: OpenDocument;
  readonly marks: readonly Mark[];
}

function useHits(document: OpenDocument | null): readonly Mark[] {
  const breakpoints = useApp((state) => state.breakpoints);
  const [found, setFound] = useState<Found | null>(null);
  const wanted = document?.kind === 'run' && breakpoints.some(({ enabled }) => enabled);
  useEffect(() => {
    if (!wanted) return undefined;
    return whenFound((load) => {
      setFound({ of: document, marks: load.breakpointMarks(document, breakpoints) });
    });
  }, [wanted, document, breakpoints]);
  return wanted && found?.of === document ? found.marks : NONE;
}

function useSteps(document: OpenDocument | null): readonly Mark[] {
  const buffer = useApp((state) => state.followedBuffer);
  const nic = useApp((state) => state.nic);
  const queue = useApp((state) => state.queue);
  // Without a buffer the cursor does not matter, and nothing is drawn again when it moves.
  const cursor = useApp((state) => (state.followedBuffer < 0 ? -1 : state.cursor));
  const [found, setFound] = useState<Found | null>(null);
  const wanted = document?.kind === 'run' && buffer >= 0;
  useEffect(() => {
    if (!wanted) return undefined;
    return whenFound((load) => {
      setFound({ of: document, marks: load.followMarks(document, nic, queue, buffer, cursor) });
    });
  }, [wanted, document, nic, queue, buffer, cursor]);
  return wanted && found?.of === document ? found.marks : NONE;
}

/** Loads what looks for marks; the answer is dropped when it is no longer asked for. */
function whenFound(then: (load: typeof FoundMarks) => void): () => void {
  let isAsked = true;
  void import('../timeline/found-marks.ts').then((load) => {
    if (isAsked) then(load);
  });
  return () => {
    isAsked = false;
  };
}
