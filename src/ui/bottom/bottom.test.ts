// Nothing that the engine emits is without words.
import { describe, expect, it } from 'vitest';
import { EVENT_KINDS } from '../../engine/capture/event-kinds.ts';
import { fileDocument, runDocument } from '../../testing/documents.ts';
import { describeEvent } from './describe-event.ts';
import { explainEvent, explainSpan } from './explanations.ts';

describe('explanations', () => {
  it.each(EVENT_KINDS.map(({ name, kind }) => [name, kind] as const))('event %s', (_, kind) => {
    expect(explainEvent(kind).length).toBeGreaterThan(20);
  });

  it('every span of a run and of a file', () => {
    for (const document of [runDocument(), fileDocument()]) {
      const { spans } = document.inspection;
      const silent = new Set<string>();
      for (let row = 0; row < spans.length; row++) {
        const { what, text } = explainSpan(spans, row);
        if (what === '' || text.length < 10) silent.add(spans.names[spans.name[row]!]!);
      }
      expect([...silent]).toEqual([]);
    }
  });

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
});
