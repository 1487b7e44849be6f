// Each scenario that the error desk offers ends with the very message it is offered for.
import { describe, expect, it } from 'vitest';
import { runScenario } from '../../../engine/migration/run.ts';
import { checkScenario } from '../../../engine/scenario/check.ts';
import { KNOWN_ERRORS, messageOf } from './analyse.ts';
import { REPRODUCTIONS } from './reproductions.ts';

describe('scenarios of the error desk', () => {
  it('there is one, or a reason why not, for every message', () => {
    expect(Object.keys(REPRODUCTIONS).sort()).toEqual(KNOWN_ERRORS.map(({ id }) => id).sort());
    for (const entry of Object.values(REPRODUCTIONS))
      if ('none' in entry) expect(entry.none.length).toBeGreaterThan(40);
  });

  it.each(
    KNOWN_ERRORS.flatMap((error) => {
      const entry = REPRODUCTIONS[error.id]!;
      return 'scenario' in entry ? [[error.id, error, entry] as const] : [];
    }),
  )('%s', (_, error, entry) => {
    const scenario = entry.scenario();
    expect(checkScenario(scenario)).toMatchObject({ ok: true });
    const { stderr, sourceStderr, guestErrors } = runScenario(scenario).outcome;
    const lines = [...stderr, ...sourceStderr, ...guestErrors].map(messageOf);
    expect(
      lines.some((line) => error.pattern.test(line)),
      lines.join('\n'),
    ).toBe(true);
  });
});
