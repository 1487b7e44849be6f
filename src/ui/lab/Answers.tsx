// What people on the list asked, answered from the model and our measurements, each with a way to see it.
import { Fragment, useMemo } from 'react';
import { answers, type Answer } from '../../engine/lab/answers.ts';
import { labStore } from '../../store/lab/lab-store.ts';
import { useLab } from './use-lab.ts';
import css from './lab.module.css';

export function Answers() {
  const live = useLab((state) => state.measured?.live);
  const list = useMemo(() => answers(live?.[0] && live[2] ? [live[0], live[2]] : null), [live]);
  return (
    <>
      <h3 className={css.tableTitle}>Questions the list asked</h3>
      <dl className={css.answers}>
        {list.map((answer) => (
          <Fragment key={answer.number}>
            <dt>
              {answer.number}. {answer.question} <span>{answer.asked}</span>
            </dt>
            <dd>
              {answer.answer}{' '}
              <button
                type="button"
                className={css.link}
                aria-label={`Show question ${answer.number}`}
                onClick={() => show(answer)}
              >
                Show
              </button>
            </dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}

function show({ show: { source, calibration, mechanisms, base, other } }: Answer): void {
  const { setSource, setCalibration, setModel, choose } = labStore.getState();
  setSource(source);
  if (source === 'modelled') {
    setCalibration(calibration);
    setModel({ mechanisms });
  }
  choose(base, other);
}
