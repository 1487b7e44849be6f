// The questions that reviewers asked of this protocol, in our words, each with a scenario that answers it, the moment to
// look at, and what one sees there. Sentences have holes for the facts of the run (compare/run-facts.ts): `{downtime}` of the
// scenario, `{beside.downtime}` of the one beside it; `claims` are what must hold of them. docs/questions.md is made of this.
import type { Question } from './question.ts';
import { QUESTIONS_OF_AUGUST } from './questions-of-august.ts';
import { QUESTIONS_OF_JULY } from './questions-of-july.ts';

export const QUESTIONS: readonly Question[] = [...QUESTIONS_OF_JULY, ...QUESTIONS_OF_AUGUST];
