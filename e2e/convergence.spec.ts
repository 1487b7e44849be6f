// The convergence panel: the run beside the closed form, query-migrate at the cursor, a first value found by runs and opened.
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { axeViolations } from './axe.ts';

const NEVER = 'Never converges: the guest writes too fast';

/** The preset that never converges, chosen in the editor as a person does. */
async function openNever(page: Page): Promise<void> {
  await page.keyboard.press('n');
  const editor = page.getByRole('dialog', { name: 'Scenario' });
  await editor.getByRole('button', { name: new RegExp(`^${NEVER}`) }).click();
  await editor.getByRole('button', { name: 'Run as a new root' }).click();
  await expect(editor).toHaveCount(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`passes, threshold and query-migrate follow the cursor, ${colorScheme}`, async ({ app, page }) => {
    await page.emulateMedia({ colorScheme });
    await app.open();
    await page.keyboard.press('v');
    const sheet = page.getByRole('dialog', { name: 'Convergence' });
    await expect(sheet).toContainText(/It converges: after 5 passes .* The closed form says: after 5 passes/);
    const rows = sheet.getByRole('region', { name: 'Passes' }).getByRole('row');
    await expect(rows).toHaveCount(8);
    await rows.nth(3).getByRole('button').click();
    await expect(rows.nth(3)).toHaveAttribute('aria-current', 'true');
    const figures = sheet.getByRole('region', { name: 'Figures of query-migrate' });
    await expect(figures.getByRole('row', { name: /^ram\.dirty-sync-count/ })).toContainText('3');
    await expect(figures.getByRole('row', { name: /^status/ })).toContainText('active');
    const chart = sheet.getByRole('img', { name: /^Bytes left to send against virtual time/ });
    const box = (await chart.boundingBox())!;
    await page.mouse.click(box.x + box.width - 40, box.y + box.height / 2);
    await expect(figures.getByRole('row', { name: /^status/ })).toContainText(/device|completed/);
    expect(await axeViolations(page)).toEqual([]);
  });
}

test('the first value is found by runs, and opens as a branch that converges', async ({ app, page }) => {
  await app.open();
  await openNever(page);
  await page.keyboard.press('v');
  const sheet = page.getByRole('dialog', { name: 'Convergence' });
  await expect(sheet).toContainText('It does not converge: after 40 passes');
  const ask = sheet.getByRole('region', { name: 'First value that makes it converge' });
  await ask.getByLabel('Parameter').selectOption({ label: 'working set' });
  await ask.getByRole('button', { name: 'Find by runs' }).click();
  const open = ask.getByRole('button', { name: 'Open it as a branch' });
  await expect(open).toBeVisible({ timeout: 60_000 });
  const tried = await ask.getByRole('region', { name: 'Values tried' }).getByRole('listitem').allTextContents();
  expect(tried[0]).toBe('1,200 pages × does not');
  const [value] = /^[\d,]+ pages/.exec(tried.findLast((text) => text.endsWith('✓ converges'))!)!;
  expect(await axeViolations(page)).toEqual([]);
  await open.click();
  await expect(sheet).toContainText('It converges: after');
  await app.idle();
  const shown = await page.evaluate(() => {
    const { branches, scenario } = window.migrascope.getState();
    return {
      names: branches.present.branches.map(({ name }) => name),
      pages: scenario.workload.workingSetPages.toLocaleString('en'),
    };
  });
  expect(`${shown.pages} pages`).toBe(value);
  expect(shown.names[1]).toMatch(/^working set [\d,]+ pages: converges$/);
});

test('a search can be given up; what was tried stays', async ({ app, page }) => {
  await app.open();
  await openNever(page);
  await page.keyboard.press('v');
  const ask = page.getByRole('region', { name: 'First value that makes it converge' });
  await ask.getByLabel('Parameter').selectOption({ label: 'downtime-limit' });
  await ask.getByRole('button', { name: 'Find by runs' }).click();
  await expect(ask.getByRole('region', { name: 'Values tried' }).getByRole('listitem').first()).toBeVisible();
  // Not click(): it waits until the button stands still, and the search may have ended by then.
  await ask.getByRole('button', { name: 'Cancel' }).dispatchEvent('click');
  await expect(ask.getByRole('status')).toHaveText('given up');
  await expect(ask.getByRole('listitem').first()).toHaveText('50 ms × does not');
});
