// The passes of the run beside those of the closed form: the drawing's figures for whoever does not see it, and for those
// who want them exact. A row takes the cursor to its dirty sync.
import { groupThousands } from '../../engine/bytes/text.ts';
import type { ConvergenceCurve } from '../../engine/migration/convergence-curve.ts';
import type { ConvergenceEstimate } from '../../engine/migration/convergence.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { ScrollRegion } from '../primitives/ScrollRegion.tsx';
import { msText, sizeText } from './size-text.ts';
import css from './convergence.module.css';

interface Props {
  readonly curve: ConvergenceCurve;
  readonly estimate: ConvergenceEstimate;
}

/** More rows than this are a curve, not a table. */
const MOST_ROWS = 200;

export function PassTable({ curve, estimate }: Props) {
  const time = useApp((state) => state.time);
  const { moveToTime } = useActions();
  const throttled = curve.passes.some(({ throttle }) => throttle > 0);
  return (
    <ScrollRegion label="Passes" className={css.scroll}>
      <table className={css.table}>
        <caption className="visually-hidden">Passes of the run, and of the closed form</caption>
        <thead>
          <tr>
            <th scope="col">pass</th>
            <th scope="col">from, ms</th>
            <th scope="col">took, ms</th>
            <th scope="col">pages sent</th>
            <th scope="col">dirty after</th>
            <th scope="col">threshold</th>
            <th scope="col" title="What the dirty pages would take at the bandwidth of this pass">
              expected downtime, ms
            </th>
            {throttled && <th scope="col">throttle</th>}
            <th scope="col" className={css.first}>
              closed form: took, ms
            </th>
            <th scope="col">dirty after</th>
          </tr>
        </thead>
        <tbody>
          {curve.passes.slice(0, MOST_ROWS).map((pass, i) => {
            const form = estimate.passes[i];
            const isStopped = curve.stoppedAt >= 0 && pass.start >= curve.stoppedAt;
            const isHere = time >= pass.start && time < pass.end;
            return (
              <tr key={pass.pass} className={isHere ? css.here : undefined} aria-current={isHere || undefined}>
                <th scope="row">
                  <button type="button" onClick={() => moveToTime(pass.start)}>
                    {pass.pass}
                    {isStopped && <span title="while the guest stands still"> C</span>}
                  </button>
                </th>
                <td>{msText(pass.start)}</td>
                <td>{msText(pass.end - pass.start)}</td>
                <td>{groupThousands(pass.pages)}</td>
                <td>{sizeText(pass.dirtyAfter)}</td>
                <td>{pass.threshold > 0 ? sizeText(pass.threshold) : '—'}</td>
                <td>{isStopped ? '—' : msText(pass.expectedDowntime)}</td>
                {throttled && <td>{pass.throttle} %</td>}
                <td className={css.first}>{form ? msText(form.duration) : '—'}</td>
                <td>{form ? sizeText(form.dirtyAfter * 4096) : '—'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {curve.passes.length > MOST_ROWS && (
        <p className={css.none}>and {groupThousands(curve.passes.length - MOST_ROWS)} more passes</p>
      )}
    </ScrollRegion>
  );
}
