// What is going on and what went wrong, under the top bar: work over 200 ms shows a bar and can be cancelled; a problem
// says what happened, where, and what to do. The rest of the page stays usable.
import { lazy, Suspense, useEffect, useState } from 'react';
import { formatBytes } from '../../engine/bytes/text.ts';
import { Button } from '../primitives/Button.tsx';
import { Icon } from '../primitives/Icon.tsx';
import { Sign } from '../primitives/Sign.tsx';
import { useActions, useApp } from './use-app.ts';
import css from './App.module.css';

const OpenedLink = lazy(() => import('../share/OpenedLink.tsx').then((module) => ({ default: module.OpenedLink })));

const SHOWN_AFTER = 200;

export function Notices() {
  const work = useApp((state) => state.work);
  const problem = useApp((state) => state.problem);
  const hasOpened = useApp((state) => state.opened !== null);
  const { cancelWork, dismissProblem } = useActions();
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
  return (
    <>
      {work && late && (
        <div className={css.notice} role="status">
          <span>{work.label}</span>
          {work.total > 0 && (
            <>
              <progress className={css.progress} value={work.done} max={work.total} aria-label={work.label} />
              <span className="dim">
                {formatBytes(work.done)} of {work.isGuess ? 'about ' : ''}
                {formatBytes(work.total)}
                {work.rate > 0 && `, ${formatBytes(Math.round(work.rate))} a second`}
              </span>
            </>
          )}
          <span className={css.grow} />
          <Button boxed onPress={cancelWork}>
            Cancel
          </Button>
        </div>
      )}
      {hasOpened && (
        <Suspense>
          <OpenedLink />
        </Suspense>
      )}
      {problem && (
        <div className={`${css.notice} ${css.problem}`} role="alert" data-testid="problem">
          <Sign severity="error" />
          <span>
            <b>{problem.title}</b> <span className="dim">at {problem.where}.</span> {problem.advice}
          </span>
          <span className={css.grow} />
          <Button icon label="Dismiss" onPress={dismissProblem}>
            <Icon name="close" />
          </Button>
        </div>
      )}
    </>
  );
}
