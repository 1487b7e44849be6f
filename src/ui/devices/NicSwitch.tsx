// Which of a run's NICs both sides show.
import { useActions } from '../app/use-app.ts';
import { useNarrow } from '../app/use-narrow.ts';
import primitives from '../primitives/primitives.module.css';

interface Props {
  readonly devices: readonly string[];
  readonly chosen: number;
}

/** Beside the switch of sides there is room for slot and function only. */
export function NicSwitch({ devices, chosen }: Props) {
  const narrow = useNarrow();
  const { setNic } = useActions();
  return (
    <div className={primitives.switch} role="group" aria-label="NIC">
      {devices.map((device, i) => (
        <button key={device} type="button" aria-pressed={i === chosen} title={device} onClick={() => setNic(i)}>
          <span className="mono">{device.slice(narrow ? 8 : 5, 12)}</span>
        </button>
      ))}
    </div>
  );
}
