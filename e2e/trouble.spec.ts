// Workers that die, work that is cancelled, scenarios that cannot run.
import { expect, test } from './app.ts';

test('a worker that cannot start shows a problem, and the next run works', async ({ page }) => {
  let broken = true;
  await page.route(/destination\.worker/, (route) => (broken ? route.abort() : route.continue()));
  await page.goto('./');
  await expect(page.getByText(/The destination worker stopped/)).toBeVisible();
  broken = false;
  await page.evaluate(() => {
    const { run, scenario } = window.migrascope.getState();
    return run(scenario);
  });
  expect(await page.evaluate(() => window.migrascope.getState().document?.kind)).toBe('run');
  await expect(page.getByText(/The destination worker stopped/)).toHaveCount(0);
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
    return run({ ...scenario, machine: { ...scenario.machine, memoryMiB: 16, filledPerMille: 150 } });
  });
  expect(await app.cursor()).toBe(0);
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
});
