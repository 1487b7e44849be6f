// Breakpoints from what is selected, conditions with completion, running both ways; who wrote a value; the life of pages.
import { expect, test } from './app.ts';
import { axeViolations } from './axe.ts';

test('a breakpoint from the selection, its condition, and runs in both directions', async ({ app, page }) => {
  await app.open();
  await page.evaluate(() => {
    const { document, selectCell } = window.migrascope.getState();
    if (document?.kind !== 'run') return;
    const cell = document.capture.cells.findIndex(({ name, queue }) => name === 'last_avail_idx' && queue === 0);
    selectCell(cell, 'source');
  });
  await page.keyboard.press('b');
  const sheet = page.getByRole('dialog', { name: 'Breakpoints' });
  await expect(sheet.getByRole('button', { name: /^source\.rx0\.last_avail_idx changes/ })).toBeVisible();
  const hits = async (): Promise<number> =>
    Number(
      /([\d,]+) hits?/.exec(await sheet.getByRole('list', { name: 'Breakpoints' }).innerText())![1]!.replace(',', ''),
    );
  const all = await hits();
  expect(all).toBeGreaterThan(5);

  const condition = sheet.getByRole('combobox', { name: 'Condition' });
  await condition.fill('phase == sideways');
  await expect(sheet.getByText(/never holds/)).toBeVisible();
  await expect(page.getByTestId('wrong-letters')).toHaveText('sideways');
  await condition.fill('');
  await condition.pressSequentially('phas');
  await expect(sheet.getByRole('option', { name: /^phase/ })).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await condition.press('ArrowDown');
  await condition.press('Enter');
  await expect(condition).toHaveValue('phase');
  await condition.pressSequentially(' == stop');
  await condition.fill('time > 20ms');
  await expect.poll(hits).toBeLessThan(all);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);

  await page.keyboard.press('Control+ArrowRight');
  await expect.poll(() => app.cursor()).toBeGreaterThan(0);
  const first = await app.cursor();
  expect(await page.evaluate(() => window.migrascope.getState().time)).toBeGreaterThan(20e6);
  await page.keyboard.press('Control+ArrowRight');
  await expect.poll(() => app.cursor()).toBeGreaterThan(first);
  await page.keyboard.press('Control+ArrowLeft');
  await expect.poll(() => app.cursor()).toBe(first);
});

test('who wrote a value of the destination: each hop is a place to stop', async ({ app, page }) => {
  await app.open();
  await page.evaluate(() => {
    const { document, selectCell, stepToEnd } = window.migrascope.getState();
    stepToEnd(1);
    if (document?.kind !== 'run') return;
    const cell = document.capture.cells.findIndex(({ name }) => name === 'mac');
    selectCell(cell, 'destination');
  });
  await page.keyboard.press('w');
  const sheet = page.getByRole('dialog', { name: 'Who wrote this' });
  const hops = sheet.getByRole('listitem');
  await expect(hops.first()).toContainText('was loaded from offset');
  expect(await hops.count()).toBeGreaterThan(1);
  expect(await axeViolations(page)).toEqual([]);
  const end = await app.cursor();
  await hops.nth(1).getByRole('button').click();
  const there = await app.cursor();
  expect(there).toBeLessThan(end);
  await expect(hops.nth(1).getByRole('button')).toHaveAttribute('aria-current', 'step');
});

test('pages are on a map and ranked, and the life of one is told', async ({ app, page }) => {
  await app.open();
  await page.evaluate(() => window.migrascope.getState().setSheet('pages'));
  const sheet = page.getByRole('dialog', { name: 'Guest memory' });
  const rank = sheet.getByRole('listbox');
  await expect(rank.getByRole('option').first()).toContainText(/\d times/);
  await expect(sheet.getByRole('heading', { level: 3 })).toContainText(/sent \d+ times/);
  expect(await axeViolations(page)).toEqual([]);
  await sheet.getByRole('button', { name: /sent, pass 2/ }).click();
  expect(await app.cursor()).toBeGreaterThan(0);
  await rank.press('ArrowDown');
  const map = sheet.getByRole('slider', { name: /^Map of guest memory/ });
  await map.press('Home');
  await expect(map).toHaveAttribute('aria-valuetext', /^0x00000000 · /);
  await map.press('ArrowRight');
  await expect(map).toHaveAttribute('aria-valuetext', /^0x00001000 · /);
  await page.getByTestId('source').getByRole('button', { name: '0x104000' }).click();
  await expect(map).toHaveAttribute('aria-valuetext', /^0x00104000 · RX0 available ring · /);
  await sheet.getByRole('button', { name: /^RX0 descriptor table/ }).click();
  await expect(map).toHaveAttribute('aria-valuetext', /^0x00100000 · /);
  await sheet.getByRole('textbox', { name: 'Page' }).fill('99999999');
  await expect(sheet.getByText(/a number below/)).toBeVisible();
});
