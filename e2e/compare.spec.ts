// Compare: sides with reasons, a strategy beside the run with linked cursors, a file beside a file.
import { expect, packedFixture, test } from './app.ts';
import { axeViolations } from './axe.ts';

test('the two sides of a run at the cursor, each difference with its reason', async ({ app, page }) => {
  await app.open();
  await page.evaluate(() => window.migrascope.getState().moveTo(300));
  await page.keyboard.press('c');
  const sheet = page.getByRole('dialog', { name: 'Compare' });
  await expect(sheet).toContainText(/values differ at the cursor/);
  await expect(sheet.getByRole('row', { name: /last_avail_idx/ }).first()).toContainText('not sent');
  expect(await axeViolations(page)).toEqual([]);
  await page.keyboard.press(']');
  const first = await page.evaluate(() => window.migrascope.getState().selection?.cell);
  await page.keyboard.press(']');
  expect(await page.evaluate(() => window.migrascope.getState().selection?.cell)).not.toBe(first);
  await page.keyboard.press('[');
  expect(await page.evaluate(() => window.migrascope.getState().selection?.cell)).toBe(first);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});

test('a strategy beside the run: state, stream by section and field, figures', async ({ app, page }) => {
  await app.open();
  await page.evaluate(() => window.migrascope.getState().moveTo(400));
  await page.keyboard.press('c');
  const sheet = page.getByRole('dialog', { name: 'Compare' });
  await sheet.getByLabel('Compare with', { exact: true }).selectOption('strategy baseline');
  await expect(sheet.getByRole('button', { name: 'Stream' })).toBeVisible();
  expect(await app.cursor()).toBe(400);
  expect(await app.opened()).toMatch(/^run Default/);
  await expect(sheet).toContainText(/values differ at the linked cursors/);
  await sheet.getByLabel('How the cursors are linked').selectOption('phase');
  await sheet.getByRole('button', { name: 'Stream' }).click();
  await expect(
    sheet.getByRole('row', { name: /^only in what is shown START 0000:00:03.0\/virtio-net-iterative/ }),
  ).toBeVisible();
  await sheet.getByRole('button', { name: 'CONFIG', exact: true }).click();
  expect(await axeViolations(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Figures' }).click();
  await expect(sheet.getByRole('row', { name: /^downtime, virtual, modelled/ })).toContainText(/\d ms/);
});

test('a file beside a file', async ({ app, page }) => {
  await app.open();
  await app.choose('q10-iterative-change.bin.gz', packedFixture('q10-iterative-change'));
  await page.keyboard.press('c');
  const sheet = page.getByRole('dialog', { name: 'Compare' });
  await sheet.getByLabel('File to compare with').setInputFiles({
    name: 'deb72-mq4.bin.gz',
    mimeType: 'application/octet-stream',
    buffer: packedFixture('deb72-mq4'),
  });
  await sheet.getByRole('button', { name: 'Figures' }).click();
  await expect(sheet.getByRole('row', { name: /^bytes of the stream/ })).toContainText(/[+−]/);
  await expect(sheet.getByRole('row', { name: /^downtime/ })).toContainText('—');
});
