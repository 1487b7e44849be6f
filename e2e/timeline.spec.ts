// The timeline under the mouse and under the keys: zoom, pan, brush, a marked stretch with its figures, and the way back.
import { expect, test } from './app.ts';
import type { Page } from '@playwright/test';

interface Shown {
  readonly view: { readonly from: number; readonly to: number } | null;
  readonly range: { readonly from: number; readonly to: number } | null;
  readonly crumbs: number;
}

const shown = (page: Page): Promise<Shown> =>
  page.evaluate(() => {
    const { view, range, crumbs } = window.migrascope.getState();
    return { view, range, crumbs: crumbs.length };
  });

test('by pointer: wheel zooms, a drag in the lanes marks, the brush resizes, a click selects', async ({
  app,
  page,
}) => {
  await app.open();
  const box = (await page.getByTestId('timeline').boundingBox())!;
  await page.mouse.move(box.x + 700, box.y + 100);
  await page.mouse.wheel(0, -480);
  await expect.poll(async () => (await shown(page)).view).not.toBeNull();
  const zoomed = (await shown(page)).view!;
  await page.mouse.move(box.x + 500, box.y + 110);
  await page.mouse.down();
  await page.mouse.move(box.x + 800, box.y + 112, { steps: 3 });
  await page.mouse.up();
  const { range } = await shown(page);
  expect(range!.to).toBeGreaterThan(range!.from);
  await expect(page.getByTestId('range')).toContainText(/ms virtual · .* events · .* sections/);
  await page.getByRole('button', { name: 'Per lane' }).click();
  await expect(page.getByRole('row', { name: /guest RX/ })).toBeVisible();
  await page.getByRole('button', { name: 'Zoom', exact: true }).click();
  expect((await shown(page)).crumbs).toBe(1);
  await page.getByRole('navigation', { name: 'Zoomed from' }).getByRole('button').click();
  expect(await shown(page)).toMatchObject({ view: zoomed, crumbs: 0, range: null });
  await page.getByRole('button', { name: 'fit' }).click();
  expect((await shown(page)).view).toBeNull();
  // The right end of the brush, to the middle.
  await page.mouse.move(box.x + box.width - 13, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 800, box.y + 10, { steps: 3 });
  await page.mouse.up();
  const brushed = (await shown(page)).view!;
  expect(brushed.from).toBe(0);
  await page.keyboard.press('1');
  await page.keyboard.press('0');
  await page.mouse.click(box.x + 190, box.y + 50);
  const selected = await page.evaluate(() => {
    const { document, selection } = window.migrascope.getState();
    return document!.frames.find(({ row }) => row === selection?.row)?.flag;
  });
  expect(selected).toBe('INIT');
});

test('by keyboard: zoom, pan, mark a stretch with the cursor, zoom into it and back; the list of what is in view', async ({
  app,
  page,
}) => {
  await app.open();
  const list = page.getByRole('listbox', { name: /In view on the timeline/ });
  await list.waitFor({ state: 'attached' });
  await page.keyboard.press('1');
  await page.keyboard.press('w');
  const zoomed = (await shown(page)).view!;
  await page.keyboard.press('d');
  expect((await shown(page)).view!.from).toBeGreaterThan(zoomed.from);
  await page.keyboard.press('0');
  await page.keyboard.press('r');
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('r');
  await page.keyboard.press('ArrowRight');
  const { range } = await shown(page);
  const times = await page.evaluate(() => window.migrascope.getState().time);
  expect(range!.from).toBe(0);
  expect(range!.to).toBeLessThanOrEqual(times);
  await page.keyboard.press('z');
  expect((await shown(page)).crumbs).toBe(1);
  await page.keyboard.press('Backspace');
  expect(await shown(page)).toEqual({ view: null, range: null, crumbs: 0 });
  // The stretch again, by its ends.
  await page.keyboard.press('Shift+R');
  const end = page.getByRole('slider', { name: 'End of the marked stretch' });
  await end.focus();
  const phase = (await shown(page)).range!;
  await page.keyboard.press('Shift+ArrowLeft');
  expect((await shown(page)).range!.to).toBeLessThan(phase.to);
  await page.keyboard.press('Shift+M');
  const note = page.getByRole('textbox', { name: /^Note at/ });
  await expect(note).toBeFocused();
  await page.keyboard.type('where it begins');
  await expect(page.getByRole('button', { name: 'notes', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  expect((await shown(page)).range).not.toBeNull();
  await list.focus();
  await expect(list).toBeInViewport();
  await page.keyboard.press('End');
  await expect(list.getByRole('option', { selected: true })).toContainText(
    /phase resumed|destination loads|source writes/,
  );
  const first = page.getByRole('slider', { name: 'First shown' });
  await first.focus();
  await page.keyboard.press('Shift+ArrowRight');
  expect((await shown(page)).view!.from).toBeGreaterThan(0);
});

test('the axis is to scale on demand, and what was in view stays in view', async ({ app, page }) => {
  await app.open();
  await page.keyboard.press('1');
  await page.keyboard.press('w');
  const button = page.getByRole('button', { name: 'to scale' });
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  const ends = await page.getByRole('slider', { name: 'Last shown' }).getAttribute('aria-valuenow');
  await button.click();
  await expect(page.getByRole('slider', { name: 'Last shown' })).toHaveAttribute('aria-valuenow', ends!);
});
