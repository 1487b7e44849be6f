// Negotiated features: the number, the telling names, and the rest when it is asked for.
import { hex } from '../../engine/bytes/text.ts';
import primitives from '../primitives/primitives.module.css';
import { featureNames } from './device-view.ts';
import css from './devices.module.css';

interface Props {
  readonly features: bigint;
  /** Names beside the number while not all are shown. */
  readonly shown: number;
  readonly all: boolean;
  readonly onAll: (all: boolean) => void;
}

export function FeatureChips({ features, shown, all, onAll }: Props) {
  const names = featureNames(features);
  return (
    <span>
      <span className="mono">{hex(features)}</span>{' '}
      {names.slice(0, all ? names.length : shown).map((name) => (
        <span key={name} className={primitives.chip}>
          {name}
        </span>
      ))}
      {names.length > shown && (
        <button type="button" className={css.link} aria-expanded={all} onClick={() => onAll(!all)}>
          {all ? 'fewer ▴' : `+ ${names.length - shown} ▾`}
        </button>
      )}
      {features === 0n && <span className="dim">none negotiated</span>}
    </span>
  );
}
