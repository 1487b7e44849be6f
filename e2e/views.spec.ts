// Every view of which a picture is taken, at both of its sizes: axe finds nothing, light, dark and in forced colors, and the
// page does not scroll sideways.
import { goToView, VIEWS } from '../.ci/views.mjs';
import { expect, test } from './app.ts';
import { axeViolations } from './axe.ts';

const LOOKS = [
  { colorScheme: 'light', forcedColors: 'none' },
  { colorScheme: 'dark', forcedColors: 'none' },
  { colorScheme: 'light', forcedColors: 'active' },
] as const;

for (const name of Object.keys(VIEWS)) {
  // Forced colors are Chromium's to emulate.
  test(`view ${name}`, { tag: '@cdp' }, async ({ app, page }) => {
    await app.open();
    await goToView(page, name);
    for (const [width, height, looks] of [
      [1440, 900, LOOKS],
      [1024, 700, LOOKS.slice(0, 1)],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const look of looks) {
        await page.emulateMedia(look);
        expect(await axeViolations(page), `${name} ${width} ${JSON.stringify(look)}`).toEqual([]);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });
}
