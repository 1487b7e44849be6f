// A stream that is too large to hold: it is read where it lies, and everything works as with a small one.
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { largeStream } from '../src/testing/large-stream.ts';
import { expect, packedFixture, test } from './app.ts';

const SIZE = 280 << 20;
let folder = '';
let path = '';

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrascope-large-'));
  path = join(folder, 'large.bin');
  const file = openSync(path, 'w');
  for (const piece of largeStream(gunzipSync(packedFixture('q10-iterative-change')), SIZE)) writeSync(file, piece);
  closeSync(file);
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('is read where it lies: frames, fields, pages, search', async ({ app, page }) => {
  await app.open();
  await page.getByLabel('Open a stream file').setInputFiles(path);
  await page.waitForFunction(() => window.migrascope.getState().document?.name === 'large.bin');
  const opened = await page.evaluate(() => {
    const { stream, inspection, frames } = window.migrascope.getState().document!;
    return {
      isHeld: stream instanceof Uint8Array,
      length: stream.length,
      frames: frames.length,
      errors: inspection.diagnostics.filter(({ severity }) => severity === 'error').length,
      records: inspection.records.length,
    };
  });
  expect(opened.isHeld).toBe(false);
  expect(opened.length).toBeGreaterThan(SIZE);
  expect(opened.errors).toBe(0);
  expect(opened.frames).toBeGreaterThan(300);
  expect(opened.records).toBeGreaterThan(70_000);
  // A field of the NIC, which lies at the end, and its bytes.
  await page.evaluate(() => {
    const { document, selectRow } = window.migrascope.getState();
    const nic = document!.inspection.sections.findLast(({ idstr }) => idstr.endsWith('/virtio-net'))!;
    selectRow(nic.row, 'frames');
  });
  await expect(page.getByRole('treeitem', { name: /^virtio-net v11/ })).toBeVisible();
  await expect(page.getByTestId('hex').getByRole('row').first()).toContainText(/[0-9a-f]{2} [0-9a-f]{2}/);
  // A page far in the middle, found by its number: record 40,000.
  await page.keyboard.press('Control+f');
  await page.getByLabel('What to find').selectOption('u32');
  await page.getByLabel('Byte order').selectOption('be');
  const find = page.getByRole('textbox', { name: 'Find' });
  await find.fill('40000');
  await page.keyboard.press('Enter');
  const bar = page.getByRole('search');
  await expect(bar.getByRole('status')).toHaveText(/^1 of \d+$/, { timeout: 60_000 });
  await expect(page.getByTestId('hex').getByRole('row').filter({ hasText: '9c 40' })).not.toHaveCount(0);
  await expect(page.getByTestId('explain')).toContainText(/pages/);
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('problem')).toHaveCount(0);
});

test('that is cut while it is open says so, and what was decoded stays', async ({ app, page }) => {
  await app.open();
  await page.getByLabel('Open a stream file').setInputFiles(path);
  await page.waitForFunction(() => window.migrascope.getState().document?.name === 'large.bin');
  truncateSync(path, 1 << 20);
  await page.evaluate(() => window.migrascope.getState().selectBytes(200 << 20, (200 << 20) + 4, 'step'));
  await expect(page.getByTestId('problem')).toContainText('large.bin can no longer be read');
  await expect(page.getByTestId('problem')).toContainText('What was decoded stays');
  await page
    .getByRole('button', { name: /dismiss|close/i })
    .first()
    .click();
  await page.evaluate(() => {
    const { document, selectRow } = window.migrascope.getState();
    selectRow(document!.inspection.sections.findLast(({ idstr }) => idstr.endsWith('/virtio-net'))!.row, 'frames');
  });
  await expect(page.getByRole('treeitem', { name: /^virtio-net v11/ })).toBeVisible();
});
