// The page is isolated, and says so when it is not.
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { axeViolations } from './axe.ts';

test('the page is isolated and the panels read shared memory', async ({ app, page }) => {
  await app.open();
  const found = await page.evaluate(() => {
    const { document } = window.migrascope.getState();
    if (document?.kind !== 'run') return null;
    const { capture, inspection } = document;
    const shared = (view: ArrayBufferView): boolean => view.buffer instanceof SharedArrayBuffer;
    return {
      isolated: window.crossOriginIsolated,
      stream: shared(capture.stream),
      sourceMemory: shared(capture.source.memory),
      destinationMemory: shared(capture.destination.memory),
      events: shared(capture.source.events.time) && shared(capture.destination.events.time),
      keyframes: shared(capture.source.keyframes.values),
      spans: shared(inspection.spans.start),
    };
  });
  expect(found).toEqual({
    isolated: true,
    stream: true,
    sourceMemory: true,
    destinationMemory: true,
    events: true,
    keyframes: true,
    spans: true,
  });
});

/** Of what is open, a number for all bytes and events. */
const digest = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { document } = window.migrascope.getState();
    if (document?.kind !== 'run') return 0;
    const { stream, source, destination } = document.capture;
    const { time, kind } = destination.events;
    let sum = 0;
    for (const part of [
      stream,
      source.memory,
      destination.memory,
      source.events.time.subarray(0, source.events.length),
      time.subarray(0, destination.events.length),
      kind.subarray(0, destination.events.length),
    ])
      for (const value of part) sum = (Math.imul(sum, 16777619) ^ value) >>> 0;
    return sum;
  });

test('without the headers the app works in one thread, alike, and says why and what to do', async ({
  app,
  page,
  browser,
  baseURL,
}) => {
  await app.open();
  const expected = await digest(page);
  expect(expected).toBeGreaterThan(0);
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const other = await context.newPage();
  const url = new URL(baseURL!);
  url.port = String(Number(url.port) + 1);
  await other.goto(url.href);
  await other.waitForFunction(() => 'migrascope' in window && window.migrascope.getState().document);
  expect(await other.evaluate(() => window.crossOriginIsolated)).toBe(false);
  expect(await digest(other)).toBe(expected);
  await other.getByRole('button', { name: 'Why, and what to do' }).click();
  await expect(other.getByText('Cross-Origin-Opener-Policy').first()).toBeVisible();
  await expect(other.getByText('npm start').first()).toBeVisible();
  expect(await axeViolations(other)).toEqual([]);
  // Another run, a search and a file: each in memory that is not shared.
  await other.evaluate(() => window.migrascope.getState().setStrategy('baseline'));
  expect(await other.evaluate(() => window.migrascope.getState().scenario.strategy)).toBe('baseline');
  await other.evaluate(() => window.migrascope.getState().openSample('q10-iterative-change.bin.gz'));
  await other.keyboard.press('Control+f');
  await other.getByRole('textbox', { name: 'Find' }).fill('51 45 56 4d');
  await other.keyboard.press('Enter');
  await expect(other.getByRole('search').getByRole('status')).toHaveText('1 of 1');
  await context.close();
});
