// Finding bytes, text and values in the whole stream; the command palette.
import { expect, packedFixture, test } from './app.ts';

test('finds text in a file, goes from match to match, says what is wrong while typing', async ({ app, page }) => {
  await app.open();
  await app.choose('q10-iterative-change.bin.gz', packedFixture('q10-iterative-change'));
  await page.keyboard.press('Control+f');
  const find = page.getByRole('textbox', { name: 'Find' });
  await expect(find).toBeFocused();
  await find.fill('51 45 5g');
  const bar = page.getByRole('search');
  await expect(bar.getByRole('status')).toHaveText('"g" is no hexadecimal digit; ? stands for any digit');
  await expect(page.getByTestId('wrong-letters')).toHaveText('g');
  await find.fill('51 45 5? 4d');
  await page.keyboard.press('Enter');
  await expect(bar.getByRole('status')).toHaveText('1 of 1');
  const selection = (): Promise<{ start: number; end: number } | null> =>
    page.evaluate(() => window.migrascope.getState().selection);
  expect(await selection()).toMatchObject({ start: 0, end: 4 });

  await page.getByLabel('What to find').selectOption('text');
  await find.fill('VIRTIO-NET');
  await page.keyboard.press('Enter');
  await expect(bar.getByRole('status')).toHaveText('1 of 4');
  const first = (await selection())!;
  await expect(page.getByTestId('hex-match').first()).toBeVisible();
  await page.keyboard.press('Enter');
  const second = (await selection())!;
  expect(second.start).toBeGreaterThan(first.start);
  await page.keyboard.press('Shift+Enter');
  expect(await selection()).toMatchObject({ start: first.start });

  await page.getByLabel('What to find').selectOption('u64');
  await find.fill('0xffffffffef200000');
  await page.keyboard.press('Enter');
  await expect(bar.getByRole('status')).toHaveText('1 of 1');
  await expect(page.getByTestId('explain')).toContainText('VNET_MIG_F_INIT_STATE');
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
});

test('the palette finds commands by their words and runs them', async ({ app, page }) => {
  await app.open();
  await page.keyboard.press('Control+k');
  const field = page.getByRole('searchbox', { name: 'Command' });
  await expect(field).toBeFocused();
  await field.fill('next frame');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toHaveCount(0);
  expect(await app.cursor()).toBeGreaterThan(0);
  await page.keyboard.press('Control+k');
  await field.fill('no such thing');
  await expect(page.getByText('No command has these words')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toHaveCount(0);
});
