// What the search by runs has come to; a value that was found opens as a branch.
import type { ConvergenceParameter } from '../../engine/migration/first-converging.ts';
import type { ConvergenceSearch } from '../../store/convergence/convergence-store.ts';
import { useActions, useApp } from '../app/use-app.ts';
import { Sign } from '../primitives/Sign.tsx';
import { valueText } from './value-text.ts';
import primitives from '../primitives/primitives.module.css';
import css from './convergence.module.css';

interface Props {
  readonly search: ConvergenceSearch;
  readonly parameter: ConvergenceParameter;
}

export function SearchAnswer({ search, parameter }: Props) {
  const { branchOff, setSheet } = useActions();
  const busy = useApp((state) => state.work !== null);
  const { state, found, trying, problem } = search;
  if (state === 'running')
    return (
      <span className="dim">{trying === null ? 'starting…' : `trying ${valueText(trying, parameter.unit)}…`}</span>
    );
  if (state === 'cancelled') return <span className="dim">given up</span>;
  if (state === 'failed')
    return (
      <>
        <Sign severity="error" /> {problem}
      </>
    );
  if (!found) return null;
  if (found.kind === 'already') return <>converges as it is</>;
  if (found.kind === 'none')
    return <>none: not even {valueText(found.value, parameter.unit)}, the end of its range here</>;
  const { scenario } = search;
  const open = (): void => {
    const text = `${parameter.label.replace(/ \(.*/, '')} ${valueText(found.value, parameter.unit)}: converges`;
    void branchOff(parameter.write(scenario, found.value), text).then((isShown) => {
      if (isShown) setSheet('convergence');
    });
  };
  return (
    <>
      <b>{valueText(found.value, parameter.unit)}</b>
      <span className="dim">; {valueText(found.worse, parameter.unit)} does not</span>
      <div>
        <button type="button" className={`${primitives.primary} ${css.open}`} disabled={busy} onClick={open}>
          Open it as a branch
        </button>
      </div>
    </>
  );
}
