// Events in words.
import { expect, it } from 'vitest';
import { runDocument } from '../../testing/documents.ts';
import { describeEvent } from './describe-event.ts';

it('every event of a run is said in words with its numbers', () => {
  const run = runDocument();
  for (const side of ['source', 'destination'] as const) {
    const { events } = run.capture[side];
    for (let row = 0; row < events.length; row += 7) {
      const text = describeEvent(run, side, row);
      expect(text).not.toMatch(/undefined|NaN/);
      expect(text.length).toBeGreaterThan(2);
    }
  }
});
