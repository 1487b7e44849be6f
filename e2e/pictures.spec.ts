// What can be taken out: pictures of the timeline and of the rings, the downtime table; and panels that are laid out anew.
import { readFileSync } from 'node:fs';
import { expect, test } from './app.ts';

const FILES = [
  {
    action: 'Save the timeline as SVG',
    name: /-timeline\.svg$/,
    holds: /^<svg [\s\S]*stop-and-copy[\s\S]*virtual time/,
  },
  { action: 'Save the rings as SVG', name: /-rings\.svg$/, holds: /^<svg [\s\S]*Descriptor table[\s\S]*virtual time/ },
  { action: 'Save the downtime table as CSV', name: /-downtime\.csv$/, holds: /^# .*virtual[\s\S]*virtio-net,FULL,/ },
  { action: 'Save the downtime table as Markdown', name: /-downtime\.md$/, holds: /^\*\*[\s\S]*\| section \|/ },
  { action: 'Save the timeline as PNG', name: /-timeline\.png$/, holds: /^.PNG/ },
  { action: 'Save the rings as PNG', name: /-rings\.png$/, holds: /^.PNG/ },
];

// Over WebDriver BiDi Playwright hears nothing of downloads.
test('pictures and tables are saved from the menu', { tag: '@cdp' }, async ({ app, page }) => {
  await app.open();
  await page.evaluate(() => window.migrascope.getState().step(1, 'phase'));
  for (const { action, name, holds } of FILES) {
    await page.getByRole('button', { name: 'Save a picture or a table' }).click();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: action }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toMatch(name);
    const bytes = readFileSync(await file.path());
    expect(bytes.length).toBeGreaterThan(500);
    expect(bytes.toString(name.source.includes('png') ? 'latin1' : 'utf8')).toMatch(holds);
  }
});

test('a divider that was moved is remembered, and the layout can be reset', async ({ app, page }) => {
  await app.open();
  const width = async (): Promise<number> => (await page.getByTestId('source').boundingBox())!.width;
  const before = await width();
  const divider = page.getByRole('separator').first();
  await divider.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  await expect.poll(width).toBeGreaterThan(before);
  const moved = await width();
  await page.keyboard.press('Shift+L');
  await expect(page.getByRole('checkbox', { name: 'notes' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Escape');
  await page.reload();
  await app.idle();
  await expect.poll(width).toBeCloseTo(moved, -1);
  const lanes = page.getByRole('button', { name: /^(source sections|link|guest RX)$/ });
  await expect(lanes).toHaveText(['link', 'guest RX']);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('searchbox', { name: 'Command' })).toBeFocused();
  await page.keyboard.type('reset the panel');
  await page.keyboard.press('Enter');
  await expect.poll(width).toBeCloseTo(before, -1);
  await expect(lanes).toHaveText(['source sections', 'link', 'guest RX']);
});
