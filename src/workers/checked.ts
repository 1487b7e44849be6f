// A scenario comes from outside (a file, a link): it is checked where it is run.
import { checkScenario } from '../engine/scenario/check.ts';
import type { Scenario } from '../engine/scenario/scenario.ts';
import { JobProblem } from './attempt.ts';

/** The scenario itself, or a problem that lists every field that is wrong. */
export function checked(value: unknown): Scenario {
  const result = checkScenario(value);
  if (result.ok) return result.scenario;
  const text = result.problems.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new JobProblem(
    `The scenario cannot run: ${text}`,
    result.problems.map(({ path }) => path).join(', '),
    'Correct these values and run again.',
  );
}
