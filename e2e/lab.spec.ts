// The lab: from the top bar and back, modelled, measured and imported figures never without their label, a verdict in words.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { axeViolations } from './axe.ts';

const lab = (page: Page) => page.getByRole('main', { name: 'Lab' });
const verdict = (page: Page) => page.getByTestId('lab-verdict');

test.beforeEach(async ({ app, page }) => {
  await app.open();
  await page.getByRole('button', { name: 'Lab', exact: true }).click();
  await expect(verdict(page)).toContainText('The device and the whole load are faster.');
});

test('opens with modelled figures, axe is content, Escape goes back and nothing is lost', async ({ page }) => {
  await expect(page.getByTestId('lab-origin')).toHaveText('modelled');
  await expect(lab(page)).toContainText('20 address-space views built anew');
  // A parameter swept: a curve for each arm, in which the one that loads all early does not depend on it.
  await page.getByRole('button', { name: 'Sweep it' }).click();
  const curves = page.getByRole('list', { name: /^sum of all non-iterable sections by barMapping/ }).getByRole('img');
  await expect(curves).toHaveCount(7);
  await expect(curves.first()).toHaveAttribute('aria-label', /^baseline\. 0 ns: [\d.]+ ms; .*152,000 ns: [\d.]+ ms$/);
  expect(await axeViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 720, height: 450 });
  await page.getByRole('img', { name: 'Load time by device' }).scrollIntoViewIfNeeded();
  expect((await page.getByRole('img', { name: 'Load time by device' }).boundingBox())!.width).toBeGreaterThan(600);
  expect(await axeViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('textbox', { name: /^Seeds/ }).fill('50');
  await expect(verdict(page)).toContainText('medians of 50 and 50 runs');
  await page.keyboard.press('Escape');
  await expect(lab(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Lab', exact: true })).toBeFocused();
  await page.getByRole('button', { name: 'Lab', exact: true }).click();
  await expect(page.getByRole('textbox', { name: /^Seeds/ })).toHaveValue('50');
});

test('a mechanism is switched off, a parameter set and reset, a calibration chosen', async ({ page }) => {
  const medians = (): Promise<string> => page.getByRole('row', { name: /^virtio-net/ }).innerText();
  const before = await medians();
  await page.getByRole('checkbox', { name: /^BAR mapping/ }).uncheck();
  await expect.poll(medians).not.toBe(before);
  await expect(page.getByRole('img', { name: 'virtio-net’s load by mechanism' })).not.toContainText('0.76');
  await page.getByRole('checkbox', { name: /^BAR mapping/ }).check();
  await expect.poll(medians).toBe(before);

  await page
    .locator('summary')
    .filter({ hasText: /^Arrays/ })
    .click();
  const field = page.getByRole('textbox', { name: /^perVirtqueue/ });
  await field.fill('2200');
  await expect.poll(medians).not.toBe(before);
  await field.fill('many');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('button', { name: 'Reset perVirtqueue to 220' }).click();
  await expect.poll(medians).toBe(before);

  await page.getByLabel('Calibration').selectOption('thread-software');
  await expect(verdict(page)).toContainText('1.40 ms instead of 3.26 ms (43 %)');
  await expect(lab(page)).toContainText('fits the cover letter (software device)');
});

// Over WebDriver BiDi Playwright hears nothing of downloads.
test('measured: what the sessions show and cannot show; the tables are saved', { tag: '@cdp' }, async ({ page }) => {
  await page.getByRole('radio', { name: /QEMU live/ }).check();
  await expect(page.getByTestId('lab-origin')).toHaveText('measured');
  await expect(verdict(page)).toContainText('The device is faster; the whole load is not shown to be.');
  await expect(verdict(page)).toContainText('0.64 ms instead of 1.39 ms (46 %)');
  await expect(verdict(page)).toContainText('−0.26, +1.04, −0.83 and +0.18 ms');
  await expect(verdict(page)).toContainText('Four sessions alone cannot give a p-value below 0.125');
  expect(await axeViolations(page)).toEqual([]);
  const saved = async (name: string): Promise<string> => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name, exact: true }).click();
    return readFileSync(await (await download).path(), 'utf8');
  };
  const csv = (await saved('CSV')).split('\r\n');
  expect(csv[0]).toBe('# load times in µs, measured: QEMU 10.0.13, live');
  expect(csv[2]).toMatch(/^virtio-net,1393,1247,1887,981,4473,57,1550,/);
  expect(await saved('Markdown')).toContain('| virtio-net | 1393 [1247–1887] (981–4473) |');
  await page.getByRole('radio', { name: /QEMU stored/ }).check();
  await expect(verdict(page)).toContainText('0.58 ms instead of 1.83 ms (32 %)');
});

test('this browser: save against load, labelled', async ({ page }) => {
  await page.getByRole('radio', { name: /this browser/ }).check();
  await expect(page.getByTestId('lab-origin')).toHaveText('measured');
  await expect(verdict(page)).toContainText(/In this browser save takes \d+\.\d\d times as long as load/, {
    timeout: 30_000,
  });
});

test('imported: dropped and pasted logs, damaged lines with their reasons', async ({ app, page }) => {
  const line = (us: number): string =>
    `7@1.000001:vmstate_downtime_load type=non-iterable idstr=0000:00:03.0/virtio-net instance_id=0 downtime=${us}\n`;
  const log = (values: number[]): Buffer => Buffer.from(values.map(line).join(''));
  await page.getByRole('radio', { name: /^Imported/ }).check();
  await page
    .getByLabel('Choose trace logs')
    .setInputFiles({ name: 'off.log', mimeType: 'text/plain', buffer: log([1300, 1400, 1500, 1350, 1450]) });
  await expect(lab(page)).toContainText('5 lines: 5 loads in 5 runs, 0 of other events, 0 that cannot be read');
  await page
    .getByLabel('or paste lines')
    .fill(`${log([600, 650, 700, 620, 640]).toString()}vmstate_downtime_load type=x\n`);
  await page.getByRole('button', { name: 'Import the pasted lines' }).click();
  await expect(page.getByRole('list', { name: 'Lines that cannot be read' })).toContainText(
    'pasted 2, line 6: type=x is neither iterable nor non-iterable',
  );
  await expect(page.getByTestId('lab-origin')).toHaveText('imported');
  await expect(verdict(page)).toContainText('0.64 ms instead of 1.40 ms (46 %)');
  expect(await axeViolations(page)).toEqual([]);
  expect(await app.opened()).toMatch(/^run /);
});

test('an answer sets the lab up to show it', async ({ page }) => {
  await page.getByRole('button', { name: 'Show question 7' }).click();
  await expect(page.getByLabel('Calibration')).toHaveValue('thread-profile');
  await expect(page.getByLabel('Arm compared')).toHaveValue('used-queues');
  await expect(verdict(page)).toContainText('instead of 13.');
});
