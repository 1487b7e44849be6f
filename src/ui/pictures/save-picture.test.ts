// Saving the rings while their panel is on its way, and when there are none.
import { afterEach, expect, it, vi } from 'vitest';
import type { AppActions, AppState } from '../../store/app-store.ts';
import type { Problem } from '../../store/session-types.ts';
import { runDocument } from '../../testing/documents.ts';
import { savePicture } from './save-picture.ts';

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

function saving(told: Problem[]): Promise<string | null> {
  vi.useFakeTimers();
  const state = {
    document: runDocument(),
    time: 0,
    tellProblem: (problem: Problem) => told.push(problem),
    tellSaving: () => undefined,
  };
  return savePicture(state as unknown as AppState & AppActions, 'rings-svg', 'Save the rings as SVG');
}

it('waits for rings that come', async () => {
  const told: Problem[] = [];
  const saved = saving(told);
  await vi.advanceTimersByTimeAsync(1000);
  const ring = document.createElement('div');
  ring.dataset.rings = 'source';
  document.body.append(ring);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await saved).toMatch(/-rings\.svg$/);
  expect(told).toEqual([]);
});

it('says so when there are none', async () => {
  const told: Problem[] = [];
  const saved = saving(told);
  await vi.advanceTimersByTimeAsync(6000);
  expect(await saved).toBeNull();
  expect(told.map(({ title }) => title)).toEqual(['There are no rings to save']);
});
