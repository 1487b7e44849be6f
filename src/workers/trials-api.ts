// Runs of the source alone, one after another, that answer a question: only whether they converged is kept of them. The
// page ends the thread when it does not want to know any more.
import { runSource } from '../engine/migration/source.ts';
import type { TrialsApi } from '../protocol/messages.ts';
import { attempt, JobProblem } from './attempt.ts';
import { loadPlatforms } from './load-platforms.ts';

export const trialsApi: TrialsApi = {
  firstConverging: (scenario, name, report) =>
    attempt('trials', async () => {
      // A run that is only looked at has no need of these.
      const { checked } = await import('./checked.ts');
      const { convergenceParameter, firstByRuns, hasConverged } =
        await import('../engine/migration/first-converging.ts');
      const parameter = convergenceParameter(name);
      if (!parameter) throw new JobProblem(`There is no parameter ${name}`, 'trials worker', 'Choose another one.');
      await loadPlatforms(checked(scenario), 'source');
      const search = firstByRuns(scenario, parameter);
      let before: { readonly converged: boolean } | null = null;
      let step = search.next();
      while (!step.done) {
        // Taken before the run goes on: reports go another way than the answer, which could overtake the last of them.
        await report(step.value.value, step.value.left, before);
        before = { converged: hasConverged(runSource(step.value.scenario, () => undefined).side) };
        step = search.next(before.converged);
      }
      return step.value;
    }),
};
