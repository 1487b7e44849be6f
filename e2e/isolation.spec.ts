// The page is isolated, and says so when it is not.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from '@playwright/test';
import { viewOfLink } from '../src/store/share/link.ts';
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

test('as a frame of an isolated page it shares memory, does what the address says, and leads to the whole app', async ({
  page,
  baseURL,
}) => {
  const open = async (frame: string, headers: Readonly<Record<string, string>>): Promise<FrameLocator> => {
    // The page around it is of another origin.
    const body = `<!doctype html><title>Slide</title><iframe title="Migrascope" width="1000" height="560" src="${baseURL}${frame}" allow="cross-origin-isolated"></iframe>`;
    const host = createServer((_, response) =>
      response.writeHead(200, { 'Content-Type': 'text/html', ...headers }).end(body),
    );
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    await page.goto(`http://localhost:${(host.address() as AddressInfo).port}/`);
    host.close();
    const inside = page.frameLocator('iframe');
    await inside.getByTestId('time').waitFor();
    return inside;
  };
  const inside = await open('#embed=timeline,destination&do=phase-forward,step-forward*2', {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  });
  await expect(inside.getByTestId('phase')).toHaveText('iterate 1');
  await expect(inside.getByTestId('one-thread')).toHaveCount(0);
  await expect(inside.getByRole('region', { name: 'Source' })).toHaveCount(0);
  await expect(inside.getByRole('button', { name: 'Share' })).toHaveCount(0);
  const link = inside.getByRole('link', { name: 'Open in Migrascope' });
  await expect(link).toHaveAttribute('href', /#v2\.[\w-]+$/);
  const cursor = (): Promise<number> => page.evaluate(() => window.migrascope.getState().cursor);
  const there = await page.frames()[1]!.evaluate(() => window.migrascope.getState().cursor);
  expect(there).toBeGreaterThan(2);
  // The address follows when the cursor rests.
  const led = async (): Promise<number> => {
    const read = await viewOfLink(new URL((await link.getAttribute('href'))!, baseURL).hash);
    return read.ok ? read.view.cursor : -1;
  };
  await expect.poll(led).toBe(there);
  await page.goto(new URL((await link.getAttribute('href'))!, baseURL).href);
  await page.waitForFunction(() => 'migrascope' in window && window.migrascope.getState().document);
  await expect.poll(cursor).toBe(there);
  await expect(page.getByRole('button', { name: 'Share' })).toBeVisible();

  const other = await open('#embed&do=phase-next', {});
  await expect(other.getByTestId('problem')).toContainText('There is no command “phase-next”. ');
  await expect(other.getByTestId('one-thread')).toContainText('This frame is not cross-origin isolated');
  await other.getByRole('button', { name: 'Why, and what to do' }).click();
  await expect(other.getByText('allow="cross-origin-isolated"')).toBeVisible();
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
