// What is going on and what went wrong, under the top bar: work over 200 ms shows a bar and can be cancelled; a problem
// says what happened, where, and what to do. The rest of the page stays usable.
import { lazy, Suspense } from 'react';
import { Button } from '../primitives/Button.tsx';
import { Icon } from '../primitives/Icon.tsx';
import { Sign } from '../primitives/Sign.tsx';
import { useActions, useApp } from './use-app.ts';
import { WorkNotice } from './WorkNotice.tsx';
import css from './App.module.css';

const OpenedLink = lazy(() => import('../share/OpenedLink.tsx').then((module) => ({ default: module.OpenedLink })));

export function Notices() {
  const work = useApp((state) => state.work);
  const problem = useApp((state) => state.problem);
  const hasOpened = useApp((state) => state.opened !== null);
  const saving = useApp((state) => state.saving);
  const { cancelWork, dismissProblem, stopSaving } = useActions();
  return (
    <>
      {work && <WorkNotice work={work} onCancel={cancelWork} />}
      {saving && <WorkNotice work={saving} onCancel={stopSaving} />}
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
