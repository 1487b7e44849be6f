// The first value of one parameter that makes it converge: by the closed form at once, then by runs of the source in a
// thread of their own, each of them told; what was found opens as a branch.
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ConvergenceCurve } from '../../engine/migration/convergence-curve.ts';
import {
  convergenceParameter,
  CONVERGENCE_PARAMETERS,
  firstByEstimate,
} from '../../engine/migration/first-converging.ts';
import type { Scenario } from '../../engine/scenario/scenario.ts';
import { convergenceStore } from '../../store/convergence/convergence-store.ts';
import { useActions } from '../app/use-app.ts';
import { Button } from '../primitives/Button.tsx';
import { ScrollRegion } from '../primitives/ScrollRegion.tsx';
import { SearchAnswer } from './SearchAnswer.tsx';
import { valueText } from './value-text.ts';
import css from './convergence.module.css';

interface Props {
  readonly scenario: Scenario;
  readonly curve: ConvergenceCurve;
}

export function FirstValue({ scenario, curve }: Props) {
  const name = useStore(convergenceStore, (state) => state.parameter);
  const search = useStore(convergenceStore, (state) => state.search);
  const { find, cancel, setParameter } = convergenceStore.getState();
  const { firstConverging } = useActions();
  // Who leaves does not want to know any more.
  useEffect(() => () => convergenceStore.getState().cancel(), []);
  const parameter = convergenceParameter(name) ?? CONVERGENCE_PARAMETERS[0]!;
  const estimate = useMemo(() => firstByEstimate(scenario, parameter), [scenario, parameter]);
  const today = parameter.read(scenario);
  const shown = search?.scenario === scenario && search.parameter === name ? search : null;
  const running = shown?.state === 'running';
  return (
    <section className={css.ask} aria-label="First value that makes it converge">
      <h3>The first value that makes it converge</h3>
      <div className={css.choice}>
        <select
          aria-label="Parameter"
          value={name}
          data-first
          onChange={(event) => {
            cancel();
            setParameter(event.target.value);
          }}
        >
          {CONVERGENCE_PARAMETERS.map((one) => (
            <option key={one.name} value={one.name}>
              {one.label}
            </option>
          ))}
        </select>
        <Button boxed disabled={running} onPress={() => void find(scenario, firstConverging)}>
          Find by runs
        </Button>
      </div>
      <dl className={css.values}>
        <dt>now</dt>
        <dd>
          {valueText(today, parameter.unit)}{' '}
          <span className="dim">{curve.ending === 'fits' ? 'converges' : 'does not'}</span>
        </dd>
        <dt>closed form</dt>
        <dd>
          {estimate === null ? (
            <span className="dim">no value of it</span>
          ) : estimate === today ? (
            <span className="dim">converges as it is</span>
          ) : (
            <>
              {valueText(estimate, parameter.unit)} <span className="dim">estimated</span>
            </>
          )}
        </dd>
        <dt>by runs</dt>
        <dd>
          <div role="status">
            {shown ? <SearchAnswer search={shown} parameter={parameter} /> : <span className="dim">not asked yet</span>}
          </div>
        </dd>
      </dl>
      {running && (
        <div className={css.progress}>
          <progress
            value={shown.tried.length}
            max={shown.tried.length + 1 + shown.left}
            aria-label="Runs of the search"
          />
          <span className="dim">
            run {shown.tried.length + 1} of about {shown.tried.length + 1 + shown.left}
          </span>
          <Button boxed onPress={cancel}>
            Cancel
          </Button>
        </div>
      )}
      {shown && shown.tried.length > 0 && (
        <ScrollRegion label="Values tried" className={css.tried}>
          <ol>
            {shown.tried.map(({ value, converged }, i) => (
              <li key={`${i} ${value}`}>
                <span className="mono">{valueText(value, parameter.unit)}</span>{' '}
                <span className={converged ? undefined : 'dim'}>{converged ? '✓ converges' : '× does not'}</span>
              </li>
            ))}
          </ol>
        </ScrollRegion>
      )}
    </section>
  );
}
