// Workers that die, work that is cancelled, scenarios that cannot run.
import { expect, test } from './app.ts';

test('a worker that cannot start shows a problem, and the next run works', async ({ page }) => {
  let broken = true;
  await page.route(/engine\.worker/, (route) => (broken ? route.abort() : route.continue()));
  await page.goto('./');
  // Both sides are asked at once; whose worker is heard to have died first is the browser's business.
  const told = page.getByText(/The (source|destination) worker stopped/);
  await expect(told).toBeVisible();
  broken = false;
  await page.evaluate(() => {
    const { run, scenario } = window.migrascope.getState();
    return run(scenario);
  });
  expect(await page.evaluate(() => window.migrascope.getState().document?.kind)).toBe('run');
  await expect(told).toHaveCount(0);
});

test('cancelling a long run leaves the page usable', async ({ app, page }) => {
  await app.open();
  await page.evaluate(() => {
    const { run, scenario } = window.migrascope.getState();
    void run({ ...scenario, machine: { ...scenario.machine, memoryMiB: 512, filledPerMille: 900 } });
  });
  await page.getByRole('button', { name: /cancel/i }).click();
  await app.settled();
  expect(await app.opened()).toMatch(/^run /);
  await page.getByRole('button', { name: /^step forward/i }).click();
  expect(await app.cursor()).toBe(1);
  await page.evaluate(() => {
    const { run, scenario } = window.migrascope.getState();
    return run({ ...scenario, machine: { ...scenario.machine, memoryMiB: 12, filledPerMille: 150 } });
  });
  const memory = await page.evaluate(() => {
    const { document } = window.migrascope.getState();
    return document?.kind === 'run' ? document.scenario.machine.memoryMiB : 0;
  });
  expect(memory).toBe(12);
});

test('a sample that does not arrive can be given up, and says nothing afterwards', async ({ app, page }) => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  await page.route(/deb72-mq4/, async (route) => {
    await gate;
    await route.continue().catch(() => undefined);
  });
  await app.open();
  await page.evaluate(() => void window.migrascope.getState().openSample('deb72-mq4.bin.gz'));
  await expect(page.getByRole('status').filter({ hasText: 'Loading deb72-mq4' })).toBeVisible();
  await page.getByRole('button', { name: /cancel/i }).click();
  release();
  await page.evaluate(() => {
    const { run, scenario } = window.migrascope.getState();
    return run(scenario);
  });
  await app.settled();
  expect(await app.opened()).toMatch(/^run /);
  await expect(page.getByRole('button', { name: /cancel/i })).toHaveCount(0);
});

test('a worker that fails in the middle of a run shows a problem', async ({ page }) => {
  // The first three workers carry the plant; those that take their place do not.
  let planted = 3;
  await page.route(/engine\.worker/, async (route) => {
    if (planted-- <= 0) return route.continue();
    const response = await route.fetch();
    // Dies when the run asks for it, not when it is loaded.
    const plant = `addEventListener('message', () => { if (name === 'destination') throw new Error('planted'); });`;
    const body = `${plant}\n${await response.text()}`;
    return route.fulfill({ response, body, headers: { ...response.headers(), 'cache-control': 'no-store' } });
  });
  await page.goto('./');
  await expect(page.getByText(/The destination worker stopped: .*planted/)).toBeVisible();
  await page.evaluate(() => {
    const { run, scenario } = window.migrascope.getState();
    return run(scenario);
  });
  expect(await page.evaluate(() => window.migrascope.getState().document?.kind)).toBe('run');
});

test('a scenario with wrong values says which, and what was open stays', async ({ app, page }) => {
  await app.open();
  await page.evaluate(() => {
    const { run, scenario } = window.migrascope.getState();
    return run({ ...scenario, machine: { ...scenario.machine, memoryMiB: -1 }, strategy: 'fast' as never });
  });
  const problem = page.getByRole('alert');
  await expect(problem).toContainText('machine.memoryMiB');
  await expect(problem).toContainText('strategy');
  expect(await app.opened()).toMatch(/^run /);
  // What is shown is what ran: the next run does not meet the wrong values again.
  await page.getByLabel('Strategy').selectOption('baseline');
  await page.waitForFunction(() => {
    const { document } = window.migrascope.getState();
    return document?.kind === 'run' && document.scenario.strategy === 'baseline';
  });
  await expect(problem).toHaveCount(0);
});
