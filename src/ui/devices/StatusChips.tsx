// A device status byte with the names of its bits.
import { hex } from '../../engine/bytes/text.ts';
import primitives from '../primitives/primitives.module.css';
import { statusNames } from './device-view.ts';

export function StatusChips({ status }: { readonly status: number }) {
  return (
    <>
      <span className="mono">{hex(status, 2)}</span>{' '}
      {statusNames(status).map((name) => (
        <span key={name} className={primitives.chip}>
          {name}
        </span>
      ))}
      {status === 0 && <span className="dim">no driver yet</span>}
    </>
  );
}
