// The screen at its sizes: 1440 × 900 and 1920 × 1080 as designed, 1024 × 700, and 720 × 450 (1440 × 900 at a zoom of 200 %):
// the page never scrolls sideways, nothing of the top bar is cut, the panes keep a usable height.
import { expect, packedFixture, test } from './app.ts';
import { axeViolations } from './axe.ts';

const SIZES = [
  [720, 450],
  [1024, 700],
  [1440, 900],
  [1920, 1080],
] as const;

for (const [width, height] of SIZES) {
  test(`at ${width} × ${height} nothing is cut`, async ({ app, page }) => {
    await page.setViewportSize({ width, height });
    await app.open();
    await page.evaluate(() => window.migrascope.getState().step(1, 'phase'));
    const cut = await page.evaluate(() => {
      const out: string[] = [];
      const inside = (element: Element): boolean => {
        const { left, right } = element.getBoundingClientRect();
        return left >= 0 && right <= window.innerWidth;
      };
      for (const element of document.querySelectorAll('header *')) {
        if (element.getBoundingClientRect().width > 1 && !inside(element)) out.push(element.outerHTML.slice(0, 80));
      }
      const root = document.scrollingElement!;
      if (root.scrollWidth > window.innerWidth || root.scrollHeight > window.innerHeight) out.push('the page scrolls');
      return out;
    });
    expect(cut).toEqual([]);
    await expect(page.locator('header').getByText('virtual')).toBeInViewport({ ratio: 1 });
    await expect(page.getByTestId('time')).toBeInViewport({ ratio: 1 });
    for (const name of ['Frames', 'Fields']) {
      const box = await page.getByLabel(name, { exact: true }).boundingBox();
      expect(box!.height, name).toBeGreaterThanOrEqual(60);
    }
    // What does not fit in the inspector's line is hidden whole, and there when it is opened.
    const region = page.getByRole('region', { name: 'Value at the selection' });
    await region.scrollIntoViewIfNeeded();
    await region.getByRole('button', { name: 'All widths' }).click();
    const goTo = (await page.locator('#go-to-offset').boundingBox())!;
    for (const value of await region.locator('b').all())
      expect((await value.boundingBox())!.x + (await value.boundingBox())!.width).toBeLessThanOrEqual(goTo.x);
    await expect(region.getByText('time, be ns')).toBeVisible();
    expect(await axeViolations(page)).toEqual([]);
  });
}

test('at 720 × 450 the three panels share one place', async ({ app, page }) => {
  await page.setViewportSize({ width: 720, height: 450 });
  await app.open();
  const choose = page.getByRole('group', { name: 'Panel shown' });
  await choose.getByRole('button', { name: 'Destination' }).click();
  await expect(page.getByRole('region', { name: 'Destination' }).first()).toBeVisible();
  await choose.getByRole('button', { name: 'Stream' }).click();
  await expect(page.getByRole('listbox', { name: 'Frames' })).toBeVisible();
});

test('go to offset says what is wrong while one types', async ({ app, page }) => {
  await app.open();
  await page.getByRole('listbox', { name: 'Frames' }).waitFor();
  await page.keyboard.press('g');
  await expect(page.locator('#go-to-offset')).toBeFocused();
  await page.keyboard.type('0x2g');
  await expect(page.getByText('“g” is no digit: an offset is 0x2ac or 684')).toBeVisible();
  await page.locator('#go-to-offset').fill('0xffffffff');
  await expect(page.getByText(/^the last byte is 0x/)).toBeVisible();
  await page.locator('#go-to-offset').fill('0x2ac');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => window.migrascope.getState().selection?.start)).toBe(0x2ac);
});

test('a text file is called what it is, and an empty one has no bytes to count', async ({ app, page }) => {
  await app.open();
  await app.choose('notes.txt', Buffer.from('this is a text\n'.repeat(9)));
  await expect(
    page.getByRole('listbox', { name: 'Frames' }).getByRole('option', { name: /no migration stream/ }),
  ).toBeVisible();
  await expect(page.getByText('QEVM', { exact: true })).toHaveCount(0);
  await app.choose('empty.bin', Buffer.alloc(0));
  await expect(page.getByText('The file is empty.').first()).toBeVisible();
  await app.choose('q10-iterative-change.bin.gz', packedFixture('q10-iterative-change'));
  await expect(page.getByRole('listbox', { name: 'Frames' }).getByRole('option', { name: /HEADER/ })).toBeVisible();
});
