// One verdict: who, loads or not, and QEMU's first words.
import type { LoadsInto } from '../../engine/migration/loads-into.ts';
import { Sign } from '../primitives/Sign.tsx';
import css from './compare.module.css';

export function LoadVerdict({ who, verdict }: { readonly who: string; readonly verdict: LoadsInto }) {
  return (
    <span className={css.verdict} title={verdict.line || undefined}>
      <b>{who}:</b>{' '}
      {verdict.loads ? (
        '✓ loads'
      ) : (
        <>
          <Sign severity="error" /> does not load
        </>
      )}
      {verdict.line && <span className="dim mono"> {verdict.line}</span>}
    </span>
  );
}
