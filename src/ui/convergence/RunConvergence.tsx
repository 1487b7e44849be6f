// What was left to send in a run beside the closed form, in words and drawn, pass by pass; query-migrate at the cursor; and for
// any one parameter the first value that makes it converge.
import { useMemo } from 'react';
import { formatMs } from '../../engine/bytes/text.ts';
import { estimateConvergence } from '../../engine/migration/convergence.ts';
import { convergenceCurve } from '../../engine/migration/convergence-curve.ts';
import { convergenceInputOf } from '../../engine/migration/convergence-input.ts';
import type { RunDocument } from '../../store/documents.ts';
import { ConvergenceChart } from './ConvergenceChart.tsx';
import { FirstValue } from './FirstValue.tsx';
import { PassTable } from './PassTable.tsx';
import { QueryMigrate } from './QueryMigrate.tsx';
import { sizeText } from './size-text.ts';
import css from './convergence.module.css';

export function RunConvergence({ document }: { readonly document: RunDocument }) {
  const { capture, scenario } = document;
  const curve = useMemo(() => convergenceCurve(capture.source.events), [capture]);
  const estimate = useMemo(() => estimateConvergence(convergenceInputOf(scenario)), [scenario]);
  const inPasses = curve.passes.filter(({ end }) => curve.stoppedAt < 0 || end <= curve.stoppedAt);
  const last = inPasses.at(-1);
  const words = {
    fits: `It converges: after ${inPasses.length} passes ${sizeText(last?.dirtyAfter ?? 0)} are left, less than the threshold of ${sizeText(last?.threshold ?? 0)}; the guest stops at ${formatMs(curve.stoppedAt)}.`,
    guard: `It does not converge: after ${inPasses.length} passes ${sizeText(last?.dirtyAfter ?? 0)} are left and the threshold is ${sizeText(last?.threshold ?? 0)}. The scenario’s guard stops the guest all the same; QEMU would go on for ever.`,
    none: 'The migration ended before anybody could say.',
  };
  const said = estimate.converges
    ? `after ${estimate.passes.length} passes, with ${sizeText(estimate.remaining)} left of ${sizeText(estimate.threshold)}`
    : `never: ${sizeText(estimate.remaining)} stay, ${sizeText(estimate.threshold)} may`;
  return (
    <div className={css.all}>
      <div className={css.main}>
        <p className={css.verdict}>
          {words[curve.ending]} <span className="dim">The closed form says: {said}.</span>
        </p>
        <ConvergenceChart curve={curve} estimate={estimate} phases={document.phases} />
        <PassTable curve={curve} estimate={estimate} />
      </div>
      <div className={css.side}>
        <FirstValue scenario={scenario} curve={curve} />
        <QueryMigrate document={document} />
      </div>
    </div>
  );
}
