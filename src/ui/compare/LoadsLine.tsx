// The verdict: whether each stream would load on the destination of the other, and with which words QEMU refuses it.
import { useStore } from 'zustand';
import type { ComparisonStore } from '../../store/compare/comparison-store.ts';
import { LoadVerdict } from './LoadVerdict.tsx';
import css from './compare.module.css';

const ABOUT =
  'Both streams are loaded by the engine, each on the destination that matches the other: RAM and NICs with all of QEMU’s checks, other devices by name, instance and version.';

const WHO = { otherHere: 'The other, here', shownThere: 'This, on the other’s destination' } as const;

export function LoadsLine({ streams }: { readonly streams: ComparisonStore }) {
  const { state, value } = useStore(streams, (all) => all.loads);
  return (
    <div className={css.loads} role="status" title={ABOUT}>
      {value === 'too large' ? (
        <span className="dim">
          Whether they load on each other’s destinations is not tried: not both are held in memory.
        </span>
      ) : value ? (
        <>
          <LoadVerdict who={WHO.otherHere} verdict={value.otherHere} />
          <LoadVerdict who={WHO.shownThere} verdict={value.shownThere} />
          <span className={css.origin}>modelled</span>
        </>
      ) : (
        <span className="dim">{state === 'running' ? 'Loading each on the other’s destination…' : 'Not tried.'}</span>
      )}
    </div>
  );
}
