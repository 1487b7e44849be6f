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

test('the layout with handles takes over where the devices are, and keeps the focus', async ({ app, page }) => {
  await app.open();
  const divider = page.getByRole('separator').first();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await divider.press(key);
  const boxes = async (): Promise<readonly (readonly number[])[]> => {
    const all = [await page.getByTestId('source').boundingBox(), await page.getByTestId('destination').boundingBox()];
    return all.map((box) => [box!.x, box!.y, box!.width, box!.height].map(Math.round));
  };
  const [moved] = await boxes();
  await expect
    .poll(() => page.evaluate(() => Object.keys(localStorage).some((key) => key.includes('columns-wide'))))
    .toBe(true);
  for (const remembered of [true, false]) {
    if (!remembered) await page.evaluate(() => localStorage.clear());
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    await page.route(/assets\/ResizablePanels-.*\.js$/, async (route) => {
      await gate;
      await route.continue();
    });
    await page.reload();
    await app.idle();
    const more = page.getByTestId('source').getByRole('button', { name: /^\+ \d/ });
    await more.focus();
    const before = await boxes();
    if (remembered) expect(before[0]).toEqual(moved);
    else expect(before[0]![2]).toBe(408);
    await expect(page.getByRole('separator')).toHaveCount(0);
    release();
    await expect(page.getByRole('listbox', { name: 'Frames' })).toBeVisible();
    expect(await boxes()).toEqual(before);
    await expect(more).toBeFocused();
    await page.unrouteAll();
  }
});
