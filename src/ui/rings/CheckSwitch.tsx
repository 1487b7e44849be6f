// Whether the ring is shown as it is now or as the check of virtio_load() saw it.
import primitives from '../primitives/primitives.module.css';
import type { RingCheck } from './ring-check.ts';

interface Props {
  readonly check: RingCheck;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

export function CheckSwitch({ check, on, onChange }: Props) {
  return (
    <div className={primitives.switch} role="group" aria-label="State shown" title={`The check was ${check.outcome}`}>
      <button type="button" aria-pressed={!on} onClick={() => onChange(false)}>
        now
      </button>
      <button type="button" aria-pressed={on} onClick={() => onChange(true)}>
        at the check
      </button>
    </div>
  );
}
