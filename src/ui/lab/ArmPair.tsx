// Which two arms the verdict is about.
import type { ArmRuns } from '../../engine/lab/runs.ts';
import { labActions } from './use-lab.ts';
import css from './lab.module.css';

interface Props {
  readonly arms: readonly ArmRuns[];
  readonly base: string;
  readonly other: string;
}

export function ArmPair({ arms, base, other }: Props) {
  const options = arms.map(({ id, label }) => (
    <option key={id} value={id}>
      {label}
    </option>
  ));
  return (
    <div className={css.pair}>
      <select
        aria-label="Arm compared"
        value={other}
        onChange={(event) => labActions().choose(base, event.target.value)}
      >
        {options}
      </select>
      against
      <select
        aria-label="Arm it is compared with"
        value={base}
        onChange={(event) => labActions().choose(event.target.value, other)}
      >
        {options}
      </select>
    </div>
  );
}
