// The file behind an open document can no longer be read: what a person is told.
import type { Problem } from './session-types.ts';

export function lostFile(name: string, error: unknown): Problem {
  return {
    title: `${name} can no longer be read: ${error instanceof Error ? error.message : String(error)}`,
    where: name,
    advice:
      'It was moved, deleted or changed since it was opened, or its disk is gone. What was decoded stays; put it back and open it again to see the pages.',
  };
}
