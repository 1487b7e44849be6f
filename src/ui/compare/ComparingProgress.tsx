// What the comparing threads are at: shown after 200 ms, with bytes and rate, and can be given up; or why it is not whole.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { formatBytes } from '../../engine/bytes/text.ts';
import { comparisonWork, type ComparisonStore } from '../../store/compare/comparison-store.ts';
import { Button } from '../primitives/Button.tsx';
import { Sign } from '../primitives/Sign.tsx';
import css from './compare.module.css';

const SHOWN_AFTER = 200;

export function ComparingProgress({ streams }: { readonly streams: ComparisonStore }) {
  const state = useStore(streams);
  const work = comparisonWork(state);
  const busy = work !== null;
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!busy) return undefined;
    const timer = setTimeout(() => setLate(true), SHOWN_AFTER);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [busy]);
  if (work && late)
    return (
      <div className={css.comparing} role="status">
        <span>{work.label}</span>
        <progress value={work.done} max={Math.max(1, work.total)} aria-label={work.label} />
        <span className="dim">
          {formatBytes(work.done)} of {formatBytes(work.total)}
          {work.rate > 0 && `, ${formatBytes(Math.round(work.rate))} a second`}
        </span>
        <span className={css.grow} />
        <Button boxed onPress={state.cancel}>
          Cancel
        </Button>
      </div>
    );
  const problem = state.sections.problem ?? state.pages.problem;
  const isCancelled = state.sections.state === 'cancelled' || state.pages.state === 'cancelled';
  if (busy || (!problem && !isCancelled)) return null;
  return (
    <div className={css.comparing} role={problem ? 'alert' : 'status'}>
      {problem ? (
        <span>
          <Sign severity="error" /> <b>{problem.title}</b> <span className="dim">at {problem.where}.</span>{' '}
          {problem.advice}
        </span>
      ) : (
        <span>Given up: {state.sections.value ? 'the pages of RAM are not compared' : 'nothing is compared'}.</span>
      )}
      <span className={css.grow} />
      <Button boxed onPress={state.start}>
        Compare again
      </Button>
    </div>
  );
}
