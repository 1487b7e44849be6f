// What is wrong with a scenario that came from outside.

/** One thing that is wrong: where, and what would be right. */
export interface ScenarioProblem {
  readonly path: string;
  readonly message: string;
}
