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
  await expect(sheet.getByText('does not load')).toHaveCount(2);
  // Both strips are zoomed and moved together, from either.
  const [here, there] = [
    sheet.getByRole('slider', { name: /^Place in what/ }),
    sheet.getByRole('slider', { name: /^Place in the other/ }),
  ];
  const views = async (): Promise<(string | null)[]> =>
    Promise.all([here, there].map((strip) => strip.getAttribute('aria-valuemax')));
  await sheet.getByLabel('How the cursors are linked').selectOption('time');
  const [whole] = await views();
  await here.press('w');
  await expect.poll(views).not.toContain(whole);
  const [zoomed] = await views();
  expect(await views()).toEqual([zoomed, zoomed]);
  await there.press('0');
  await expect.poll(views).toEqual([whole, whole]);
  // [ and ] go from section to section and into their fields, and what is shown is selected.
  const selected = (): Promise<number | undefined> =>
    page.evaluate(() => window.migrascope.getState().selection?.start);
  const grid = sheet.getByRole('treegrid', { name: 'Differences by section and field' });
  await page.keyboard.press(']');
  await expect(grid.getByRole('row', { name: /^differs CONFIG/ })).toHaveAttribute('aria-expanded', 'true');
  const config = await selected();
  await expect(grid.getByRole('row', { name: /^(only in what is shown|differs) \w+.*0x/ }).nth(1)).toBeVisible();
  await page.keyboard.press(']');
  expect(await selected()).toBeGreaterThan(config!);
  await page.keyboard.press('[');
  expect(await selected()).toBe(config);
  await expect(sheet.getByRole('status').filter({ hasText: 'sections differ' })).toContainText(
    /of 4,178 pages of RAM differ/,
  );
  await sheet.getByLabel('ring indices').check();
  await expect(grid.getByRole('row', { name: /^differs CONFIG/ })).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Schema' }).click();
  await expect(sheet.getByRole('row', { name: /capability.*virtio-iterative/ })).toContainText(
    'Capability virtio-iterative is off, but received capability is on',
  );
  expect(await axeViolations(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Bytes' }).click();
  await expect(
    sheet.getByRole('row', { name: /^virtio-net \/ 0000:00:03.0\/virtio-net-iterative \/ virtio [\d,]+ 0 −/ }),
  ).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Figures' }).click();
  await expect(sheet.getByRole('row', { name: /^downtime, virtual, modelled/ })).toContainText(/\d ms/);
  await expect(sheet.getByRole('row', { name: /^how it ended/ })).toContainText('completed');
  await expect(sheet.getByRole('columnheader', { name: /^other modelled/ })).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
});

test('linked cursors lead in both directions, by time, phase and frame', async ({ app, page }) => {
  await app.open();
  await page.evaluate(() => window.migrascope.getState().moveTo(400));
  await page.evaluate(() => window.migrascope.getState().compareWith({ with: 'strategy', strategy: 'baseline' }));
  const sheet = page.getByRole('dialog', { name: 'Compare' });
  const otherEvent = async (): Promise<number> => {
    const text = await sheet.getByText(/^baseline, at .* event [\d,]+$/).textContent();
    return Number(/event ([\d,]+)$/.exec(text!)![1]!.replaceAll(',', ''));
  };
  for (const link of ['time', 'phase', 'frame']) {
    await sheet.getByLabel('How the cursors are linked').selectOption(link);
    await page.evaluate(() => window.migrascope.getState().moveTo(800));
    const [shown, other] = [await app.cursor(), await otherEvent()];
    // The cursor leads: the other side goes on with it.
    await page.evaluate(() => window.migrascope.getState().step(1, 'phase'));
    await expect.poll(otherEvent).not.toBe(other);
    // The other side leads: the cursor goes on with it.
    await page.evaluate((head) => window.migrascope.getState().moveTo(head), shown);
    await expect.poll(otherEvent).toBe(other);
    for (let step = 1; step <= 3; step++) {
      await sheet.getByRole('button', { name: 'Other side forward' }).click();
      await expect.poll(otherEvent).toBe(other + step);
    }
    await page.evaluate(() => window.migrascope.getState().setStepSize('phase'));
    await sheet.getByRole('button', { name: 'Other side forward' }).click();
    expect(await app.cursor()).toBeGreaterThan(shown);
    await page.evaluate(() => window.migrascope.getState().setStepSize('event'));
  }
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
  await expect(sheet.getByRole('columnheader', { name: /^shown imported/ })).toBeVisible();
});
