// What can fail under an instrument in use: a worker that dies in a search, memory that the browser does not give, a disk
// without room, a file that is gone. Each says what to do, and the rest stays usable.
import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { largeStream } from '../src/testing/large-stream.ts';
import { expect, packedFixture, test, type MigrascopeApp } from './app.ts';

let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'migrascope-failures-'));
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Puts `plant` before the script of the first `count` workers; those that take their place do not have it. */
async function plantInWorkers(page: Page, plant: string, count: number): Promise<void> {
  let planted = count;
  await page.route(/engine\.worker/, async (route) => {
    if (planted-- <= 0) return route.continue();
    const response = await route.fetch();
    const body = `${plant}\n${await response.text()}`;
    return route.fulfill({ response, body, headers: { ...response.headers(), 'cache-control': 'no-store' } });
  });
}

async function isUsable(app: MigrascopeApp, page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await app.choose('q10-iterative-change.bin.gz', packedFixture('q10-iterative-change'));
  expect(await app.opened()).toBe('file q10-iterative-change.bin.gz');
  await expect(page.getByTestId('problem')).toHaveCount(0);
}

/** A packed stream that is more than the 256 MiB that are held in memory. */
function writePacked(): string {
  const path = join(folder, 'large.bin.gz');
  const pieces = [...largeStream(gunzipSync(packedFixture('q10-iterative-change')), 270 << 20)];
  writeFileSync(path, gzipSync(Buffer.concat(pieces), { level: 1 }));
  return path;
}

test('a worker that dies in a search ends the search, and the next one works', async ({ app, page }) => {
  const plant = `addEventListener('message', ({ data }) => { if (data?.path?.includes('search')) throw new Error('planted'); });`;
  await plantInWorkers(page, plant, 3);
  await app.open();
  await expect(page.getByRole('grid', { name: /^Bytes/ })).toBeVisible();
  await page.keyboard.press('Control+f');
  await page.getByLabel('What to find').selectOption('text');
  const find = page.getByRole('textbox', { name: 'Find' });
  await find.fill('virtio-net');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('problem')).toContainText(/The inspector worker stopped: .*planted/);
  await expect(page.getByRole('progressbar', { name: 'Searched' })).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('search').getByRole('status')).toHaveText(/^1 of \d+$/);
  await isUsable(app, page);
});

test('a search whose worker is ended for another job is settled', async ({ app, page }) => {
  await app.open();
  const state = await page.evaluate(async () => {
    const store = window.migrascope;
    const { setSearchText, startSearch, run, scenario } = store.getState();
    const long = { ...scenario, machine: { ...scenario.machine, memoryMiB: 512, filledPerMille: 900 } };
    const running = run(long);
    setSearchText({ text: '0x1234567812345678', mode: 'u64' });
    const searching = startSearch();
    store.getState().cancelWork();
    await Promise.all([running, searching]);
    return store.getState().search?.state;
  });
  expect(['cancelled', 'done', 'full']).toContain(state);
});

test('memory that the browser does not give: a run and a file say so, and what was open stays', async ({
  app,
  page,
}) => {
  const plant = `{ const Real = SharedArrayBuffer; let given = 0;
    self.SharedArrayBuffer = new Proxy(Real, { construct(target, [size, ...rest]) {
      if (size > 40 * 1048576) throw new RangeError('Array buffer allocation failed');
      return new target(size, ...rest); } }); }`;
  await plantInWorkers(page, plant, 3);
  await app.open();
  await page.evaluate(() => {
    const { run, scenario } = window.migrascope.getState();
    return run({ ...scenario, machine: { ...scenario.machine, memoryMiB: 256 } });
  });
  const problem = page.getByTestId('problem');
  await expect(problem).toContainText('The browser gave no more memory');
  await expect(problem).toContainText('take a smaller guest or file');
  expect(await app.opened()).toMatch(/^run /);
  await isUsable(app, page);
});

test('a packed stream that is too large to hold is unpacked to the disk and read from there', async ({ app, page }) => {
  await app.open();
  await page.getByLabel('Open a stream file').setInputFiles(writePacked());
  await page.waitForFunction(() => window.migrascope.getState().document?.name.startsWith('large.bin'));
  const opened = await page.evaluate(() => {
    const { stream, inspection } = window.migrascope.getState().document!;
    return { isHeld: stream instanceof Uint8Array, length: stream.length, diagnostics: inspection.diagnostics.length };
  });
  expect(opened).toMatchObject({ isHeld: false, diagnostics: 0 });
  expect(opened.length).toBeGreaterThan(270 << 20);
  await page.evaluate(() => window.migrascope.getState().selectBytes(150 << 20, (150 << 20) + 4, 'step'));
  await expect(page.getByTestId('hex').getByRole('row').first()).toContainText(/[0-9a-f]{2} [0-9a-f]{2}/);
});

test('a disk that takes no more while a packed stream is unpacked', async ({ app, page }) => {
  const plant = `FileSystemSyncAccessHandle.prototype.write = () => { throw new DOMException('no room', 'QuotaExceededError'); };`;
  await plantInWorkers(page, plant, 3);
  await app.open();
  await page.getByLabel('Open a stream file').setInputFiles(writePacked());
  const problem = page.getByTestId('problem');
  await expect(problem).toContainText('There is no room to unpack large.bin.gz: QuotaExceededError', {
    timeout: 60_000,
  });
  await expect(problem).toContainText('unpack the file yourself');
  await isUsable(app, page);
});

test('a file that is gone before it is read', async ({ app, page }) => {
  await app.open();
  const path = join(folder, 'gone.bin');
  const file = openSync(path, 'w');
  writeSync(file, gunzipSync(packedFixture('q10-iterative-change')));
  closeSync(file);
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('#open-file')!;
    input.addEventListener('change', (event) => event.stopImmediatePropagation(), { capture: true, once: true });
    input.id = 'kept';
  });
  await page.getByLabel('Open a stream file').setInputFiles(path);
  unlinkSync(path);
  await page.evaluate(() => {
    const file = document.querySelector<HTMLInputElement>('#kept')!.files![0]!;
    return window.migrascope.getState().openFile(file);
  });
  const problem = page.getByTestId('problem');
  await expect(problem).toContainText('gone.bin');
  await expect(problem).toContainText(/check that it still exists/i);
  await isUsable(app, page);
});
