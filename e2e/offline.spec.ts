// The service worker: isolation on a host that sends no headers, and the app without a network.
import { expect, test } from './app.ts';

// Only Chromium takes the network away and lets service workers be told apart.
test.use({ serviceWorkers: 'allow' });

test('on a host without headers the page is isolated after one reload', { tag: '@cdp' }, async ({ page, baseURL }) => {
  const url = new URL(baseURL!);
  url.port = String(Number(url.port) + 1);
  let loads = 0;
  page.on('load', () => loads++);
  await page.goto(url.href);
  await page.waitForFunction(() => 'migrascope' in window && window.migrascope.getState().document);
  expect(loads).toBe(2);
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
  expect(await page.evaluate(() => window.migrascope.getState().document?.kind)).toBe('run');
});

test('without a network the app opens, runs and reads its samples', { tag: '@cdp' }, async ({ app, page, context }) => {
  await app.open();
  // On loopback the app leaves it alone.
  expect(await page.evaluate(() => navigator.serviceWorker.getRegistration())).toBeUndefined();
  await page.evaluate(() => navigator.serviceWorker.register('./service-worker.js').then(() => undefined));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await context.setOffline(true);
  await page.reload();
  await app.idle();
  expect(await app.opened()).toMatch(/^run Default/);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.evaluate(() => window.migrascope.getState().openSample('deb72-mq4.bin.gz'));
  expect(await app.opened()).toBe('file deb72-mq4.bin');
  expect(app.complaints).toEqual([]);
});
