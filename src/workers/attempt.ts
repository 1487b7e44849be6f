// Turns whatever is thrown in a worker into a tagged result with a place.
import { isOutOfMemory, StreamError } from '../engine/bytes/errors.ts';
import type { Result } from '../protocol/messages.ts';

/** Runs `job`; `who` names the worker in the place of an error that has none of its own. */
export async function attempt<T>(who: string, job: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await job() };
  } catch (error) {
    if (error instanceof JobProblem)
      return { ok: false, error: { message: error.message, where: error.where, advice: error.advice } };
    const said = error instanceof Error ? error.message : String(error);
    const where = error instanceof StreamError ? `offset 0x${error.offset.toString(16)}` : `${who} worker`;
    const [message, advice] = isOutOfMemory(error)
      ? [`The browser gave no more memory: ${said}`, 'Close other tabs, or take a smaller guest or file.']
      : [said, 'Run again; if it happens again, the scenario below reproduces it.'];
    return { ok: false, error: { message, where, advice } };
  }
}

/** Something that is wrong with what was given, in words for a person. */
export class JobProblem extends Error {
  readonly where: string;
  readonly advice: string;

  constructor(message: string, where: string, advice: string) {
    super(message);
    this.name = 'JobProblem';
    this.where = where;
    this.advice = advice;
  }
}
