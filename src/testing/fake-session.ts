// A session without workers, for tests of the store and the panels: what a test does not give it must not be asked for.
import type { Session } from '../store/session-types.ts';

export function fakeSession(parts: Partial<Session> = {}): Session {
  const never = (): never => {
    throw new Error('not in this test');
  };
  return {
    run: never,
    openFile: never,
    openSample: never,
    search: never,
    compare: never,
    firstConverging: () => ({ result: new Promise(() => undefined), cancel: () => undefined }),
    cancel: () => undefined,
    describe: (error) => ({
      title: error instanceof Error ? error.message : String(error),
      where: 'here',
      advice: 'try',
    }),
    ...parts,
  };
}
