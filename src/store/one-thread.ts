// A run in one thread, for a page that gets no shared memory.
import { proxy, type Remote } from 'comlink';
import type { RunCapture } from '../engine/capture/capture.ts';
import type { Inspection } from '../engine/inspect/inspection.ts';
import type { Scenario } from '../engine/scenario/scenario.ts';
import type { BothApi, Result } from '../protocol/messages.ts';
import { runProgress } from './run-progress.ts';
import type { ReportWork } from './session-types.ts';

export function runInOneThread(
  api: Remote<BothApi>,
  scenario: Scenario,
  report: ReportWork,
): Promise<Result<{ readonly capture: RunCapture; readonly inspection: Inspection }>> {
  const label = `Reading the stream of ${scenario.name}`;
  return api.run(
    scenario,
    proxy((written) => report(runProgress(scenario, written))),
    proxy((done, total) => report({ label, done, total })),
  );
}
