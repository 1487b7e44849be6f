// The page is isolated, and says so when it is not.
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

test('without the headers the page says why and what to do', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const url = new URL(baseURL!);
  url.port = String(Number(url.port) + 1);
  await page.goto(url.href);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Cross-Origin-Opener-Policy').first()).toBeVisible();
  await expect(page.getByText('npm start').first()).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
  await context.close();
});
