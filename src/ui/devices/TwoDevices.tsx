// On a narrow screen the two devices share one panel; a switch says which is shown.
import { useState } from 'react';
import type { Side } from '../../engine/capture/capture.ts';
import { DevicePanel } from './DevicePanel.tsx';
import css from './devices.module.css';

export function TwoDevices() {
  const [side, setSide] = useState<Side>('destination');
  return (
    <div className={css.panel}>
      <div className={css.switchRow}>
        <div className={css.switch} role="group" aria-label="Device shown">
          {(['source', 'destination'] as const).map((value) => (
            <button key={value} type="button" aria-pressed={side === value} onClick={() => setSide(value)}>
              {value === 'source' ? 'Source' : 'Destination'}
            </button>
          ))}
        </div>
      </div>
      <div className={css.rest}>
        <DevicePanel side={side} />
      </div>
    </div>
  );
}
