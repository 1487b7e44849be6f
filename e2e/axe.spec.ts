// axe finds nothing: the run, a file, the help, light and dark.
import { expect, packedFixture, test } from './app.ts';
import { axeViolations } from './axe.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing, ${colorScheme}`, async ({ app, page }) => {
    await page.emulateMedia({ colorScheme });
    await app.open();
    const look = (): Promise<string[]> => axeViolations(page);
    expect(await look()).toEqual([]);
    await page.evaluate(() => window.migrascope.getState().step(1, 'phase'));
    await page.evaluate(() => window.migrascope.getState().step(1, 'phase'));
    expect(await look()).toEqual([]);
    await page.keyboard.press('?');
    expect(await look()).toEqual([]);
    await page.keyboard.press('Escape');
    await app.choose('q10-iterative-change.bin.gz', packedFixture('q10-iterative-change'));
    await page.keyboard.press('End');
    expect(await look()).toEqual([]);
  });
}
