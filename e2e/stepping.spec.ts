// Through the whole default capture, event by event, and back; the destination ends as the source was.
import { expect, test } from './app.ts';

test('every event forward and back shows the same states', async ({ app, page }) => {
  await app.open();
  const result = await page.evaluate(() => {
    const store = window.migrascope;
    const { document, step } = store.getState();
    if (document?.kind !== 'run') throw new Error('no run');
    const digest = (): number => {
      let hash = 0x811c9dc5;
      for (const side of [document.state.source, document.state.destination]) {
        for (const value of side.values) hash = Math.imul(hash ^ value, 0x01000193);
        const words = new Uint32Array(side.arena.buffer);
        for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
      }
      return hash;
    };
    const count = document.timeline.heads.length;
    const forward = [digest()];
    for (let i = 1; i < count; i++) {
      step(1, 'event');
      forward.push(digest());
    }
    const stoppedAt = store.getState().cursor;
    step(1, 'event');
    const stayedAt = store.getState().cursor;
    let wrong = 0;
    for (let i = count - 1; i >= 0; i--) {
      if (digest() !== forward[i]) wrong++;
      step(-1, 'event');
    }
    return { count, stoppedAt, stayedAt, wrong, end: store.getState().cursor, distinct: new Set(forward).size };
  });
  expect(result.count).toBeGreaterThan(2000);
  expect(result).toMatchObject({ stoppedAt: result.count - 1, stayedAt: result.count - 1, wrong: 0, end: 0 });
  expect(result.distinct).toBeGreaterThan(1000);
});

test('when the destination has loaded, every migrated field is the source’s', async ({ app, page }) => {
  await app.open();
  const result = await page.evaluate(() => {
    const store = window.migrascope;
    const { document, moveToTime } = store.getState();
    if (document?.kind !== 'run') throw new Error('no run');
    const resumed = document.phases.find(({ kind }) => kind === 'resumed')!;
    moveToTime(resumed.start - 1);
    const { source, destination } = document.state;
    const unequal = (mark: string): string[] =>
      document.capture.cells
        .filter((cell) => cell.mark === mark && source.values[cell.id] !== destination.values[cell.id])
        .map(({ name }) => name);
    const arena = source.arena.every((byte, i) => byte === destination.arena[i]);
    return {
      outcome: document.capture.outcome.status,
      migrated: document.capture.cells.filter(({ mark }) => mark === 'migrated').length,
      unequal: unequal('migrated'),
      arena,
    };
  });
  expect(result.migrated).toBeGreaterThan(20);
  expect(result).toMatchObject({ outcome: 'completed', unequal: [], arena: true });
});

test('with the guest held at the end of the load, all of RAM is the source’s', async ({ app, page }) => {
  await app.open();
  const result = await page.evaluate(async () => {
    const { getState } = window.migrascope;
    const { document: first, run, scenario } = getState();
    await run({ ...scenario, runAfter: 0 });
    const { document: held } = getState();
    if (first?.kind !== 'run' || held?.kind !== 'run') throw new Error('no run');
    const { source, destination } = held.capture;
    let differ = 0;
    for (let i = 0; i < source.memory.length; i++) if (source.memory[i] !== destination.memory[i]) differ++;
    return {
      bytes: source.memory.length,
      differ,
      sameStream:
        first.stream.length === held.stream.length && first.stream.every((byte, i) => byte === held.stream[i]),
      sameSource: first.capture.source.memory.every((byte, i) => byte === source.memory[i]),
    };
  });
  expect(result.bytes).toBeGreaterThanOrEqual(16 * 1048576);
  expect(result).toMatchObject({ differ: 0, sameStream: true, sameSource: true });
});

test('buttons step by event, frame and phase, and back', async ({ app, page }) => {
  await app.open();
  const forward = page.getByRole('button', { name: /^step forward/i });
  const back = page.getByRole('button', { name: /^step back/i });
  for (let i = 0; i < 6; i++) await forward.click();
  expect(await app.cursor()).toBe(6);
  for (let i = 0; i < 6; i++) await back.click();
  expect(await app.cursor()).toBe(0);
  for (const size of ['frame', 'phase']) {
    await page.getByLabel('Step size').selectOption(size);
    await forward.click();
    await forward.click();
    expect(await app.cursor()).toBeGreaterThan(1);
    await back.click();
    await back.click();
    await back.click();
    expect(await app.cursor()).toBe(0);
  }
});
