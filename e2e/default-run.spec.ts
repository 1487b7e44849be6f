// What a visitor meets: the default scenario has run, and everything is there to step through.
import { expect, test } from './app.ts';

test('the default run is there, the cursor at the first event', async ({ app, page }) => {
  await app.open();
  expect(await app.opened()).toMatch(/^run /);
  expect(await app.cursor()).toBe(0);
  const phases = await page.evaluate(() => {
    const { document } = window.migrascope.getState();
    return document?.kind === 'run' ? document.phases.map(({ kind }) => kind) : [];
  });
  expect(phases[0]).toBe('setup');
  expect(phases.filter((kind) => kind === 'iterate').length).toBeGreaterThan(1);
  expect(phases).toContain('stop');
  await expect(page.getByTestId('timeline')).toBeVisible();
  await expect(page.getByRole('region', { name: /source/i })).toBeVisible();
  await expect(page.getByRole('region', { name: /destination/i })).toBeVisible();
  await expect(page.getByRole('listbox', { name: 'Frames' }).getByRole('option').first()).toContainText('HEADER');
  await expect(page.getByRole('tree', { name: 'Fields' }).getByRole('treeitem').first()).toBeVisible();
  await expect(page.getByRole('grid')).toBeVisible();
});

test('the strategy switch runs the other strategy', async ({ app, page }) => {
  await app.open();
  const sections = (): Promise<number> =>
    page.evaluate(
      () =>
        window.migrascope.getState().document!.inspection.sections.filter(({ idstr }) => idstr.endsWith('iterative'))
          .length,
    );
  expect(await sections()).toBeGreaterThan(2);
  await page.getByLabel('Strategy').selectOption('baseline');
  await page.waitForFunction(() => {
    const { document } = window.migrascope.getState();
    return document?.kind === 'run' && document.scenario.strategy === 'baseline';
  });
  expect(await sections()).toBe(0);
});

test('play moves the cursor, pause stops it', async ({ app, page }) => {
  await app.open();
  await page.getByRole('button', { name: /^play/i }).click();
  await expect.poll(() => app.cursor()).toBeGreaterThan(5);
  await page.getByRole('button', { name: /^pause/i }).click();
  const at = await app.cursor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await app.cursor()).toBe(at);
});
