// Questions' scenarios by name, beside the presets.
import type { Question } from './question.ts';
import { QUESTIONS } from './questions.ts';
import type { Scenario } from './scenario.ts';

/** `question-16`: a name for a question's scenario beside those of the presets. */
export const questionName = ({ number }: Question): string => `question-${number}`;

/** The scenario of that name, if a question has it. */
export function questionScenario(name: string): Scenario | undefined {
  return QUESTIONS.find((question) => questionName(question) === name)?.scene?.scenario;
}
