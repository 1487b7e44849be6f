// The arithmetic that virtio_load() does with a split ring's indices (QEMU hw/virtio/virtio.c): heads that the guest has
// made available since, modulo 65,536, may not be more than the ring has entries.
import { groupThousands, hex } from '../../engine/bytes/text.ts';
import { Sign } from '../primitives/Sign.tsx';
import css from './rings.module.css';

interface Props {
  readonly avail: number;
  readonly last: number;
  readonly num: number;
  /** What stands there instead while somebody else has the ring. */
  readonly instead?: string | undefined;
  /** Whether the check was made with these numbers and broke the device; else what it would say of them. */
  readonly isVerdict: boolean;
}

export function Arithmetic({ avail, last, num, instead, isVerdict }: Props) {
  if (instead !== undefined)
    return (
      <p className={`${css.sum} dim`} data-testid="arithmetic">
        {instead}
      </p>
    );
  const heads = (avail - last) & 0xffff;
  const passes = heads <= num;
  return (
    <p className={passes ? css.sum : `${css.sum} ${css.failed}`} data-testid="arithmetic">
      <span className="dim">virtio_load():</span>{' '}
      <span className="mono">
        {groupThousands(avail)} − {groupThousands(last)}
      </span>{' '}
      = <b className="mono">{passes ? groupThousands(heads) : `${groupThousands(heads)} (${hex(heads)})`}</b>{' '}
      {heads === 1 ? 'head' : 'heads'} {passes ? '≤' : '>'} <span className="mono">{groupThousands(num)}</span>,{' '}
      {passes ? (
        'passes'
      ) : (
        <b>
          <Sign severity="error" /> {isVerdict ? 'device broken' : 'fails'}
        </b>
      )}
    </p>
  );
}
