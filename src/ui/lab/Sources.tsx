// The left column: where the figures come from, which arms are shown, and what belongs to the source: parameters of the
// model, the machine of our measurements, imported logs.
import type { LabSource } from '../../store/lab/lab-store.ts';
import { Imports } from './Imports.tsx';
import { MeasuredMachine } from './MeasuredMachine.tsx';
import { Parameters } from './Parameters.tsx';
import { labActions, useArms, useLab } from './use-lab.ts';
import css from './lab.module.css';

const CHOICES: readonly (readonly [LabSource, string, string])[] = [
  ['modelled', 'Modelled', 'cost model'],
  ['live', 'Measured: QEMU live', '3 × 57 runs'],
  ['stored', 'Measured: QEMU stored', '2 × 150'],
  ['browser', 'Measured: this browser', 'our engine'],
  ['imported', 'Imported', 'trace logs'],
];

export function Sources() {
  const source = useLab((state) => state.source);
  const hidden = useLab((state) => state.hidden);
  const arms = useArms();
  return (
    <>
      <fieldset className={css.group}>
        <legend>Where the figures come from</legend>
        {CHOICES.map(([value, text, about]) => (
          <label key={value} className={css.option}>
            <input
              type="radio"
              name="lab-source"
              checked={source === value}
              onChange={() => labActions().setSource(value)}
            />
            <span>{text}</span>
            <span className={css.about}>{about}</span>
          </label>
        ))}
      </fieldset>
      {source === 'imported' && <Imports />}
      {arms.length > 0 && (
        <fieldset className={css.group}>
          <legend>Arms</legend>
          {arms.map(({ id, label, runs }) => (
            <label key={id} className={css.option}>
              <input type="checkbox" checked={!hidden.includes(id)} onChange={() => labActions().toggleArm(id)} />
              <span>{label}</span>
              <span className={css.about}>{runs}</span>
            </label>
          ))}
        </fieldset>
      )}
      {source === 'modelled' && <Parameters />}
      {(source === 'live' || source === 'stored') && <MeasuredMachine />}
      {source === 'browser' && (
        <div className={css.group}>
          <button type="button" className={css.command} onClick={() => void labActions().timeAgain()}>
            Measure again
          </button>
          <p className={css.note}>
            The engine saves and loads one virtio-net section, interleaved with a plain copy of its bytes. Each sample
            is the mean of ten; browsers round their clock. Ratios compare; absolute times say nothing of QEMU.
          </p>
        </div>
      )}
    </>
  );
}
