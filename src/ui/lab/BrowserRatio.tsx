// What timings in this browser say: a ratio, and nothing of QEMU.
import { runSums, type ArmRuns } from '../../engine/lab/runs.ts';
import { median } from '../../engine/lab/statistics.ts';

export function BrowserRatio({ base, other }: { readonly base: ArmRuns; readonly other: ArmRuns }) {
  const [a, b] = [median(runSums(base)), median(runSums(other))];
  return (
    <p>
      In this browser {other.label} takes {b > 0 && a > 0 ? (b / a).toFixed(2) : '—'} times as long as {base.label}.
      Measured on our engine: it says nothing of QEMU’s times.
    </p>
  );
}
