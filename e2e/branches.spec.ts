// What-ifs: something is done at the cursor, a branch has it, and every step can be taken back.
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { axeViolations } from './axe.ts';

async function at(page: Page): Promise<{ cursor: number; time: number; branch: string }> {
  return page.evaluate(() => {
    const { cursor, time, branches } = window.migrascope.getState();
    const { present } = branches;
    return { cursor, time, branch: present.branches.find(({ id }) => id === present.current)!.name };
  });
}

test('an intervention by keyboard makes a branch at the same event; undo and redo', async ({ app, page }) => {
  await app.open();
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('ArrowRight');
  const before = await at(page);
  await page.keyboard.press('i');
  const sheet = page.getByRole('dialog', { name: 'Do it here' });
  await expect(sheet.getByRole('listbox', { name: 'Action' })).toBeFocused();
  await sheet.getByRole('listbox', { name: 'Action' }).selectOption('bandwidth');
  const field = sheet.getByLabel('Bandwidth');
  await field.fill('20 000');
  await expect(sheet.getByText(/must be a whole number from 1000000/)).toBeVisible();
  await expect(sheet.getByRole('button', { name: /^Do it here/ })).toBeDisabled();
  await field.fill('20,000,000');
  // Another action and back: nothing that was typed is lost.
  await sheet.getByRole('listbox', { name: 'Action' }).selectOption('cancel');
  await sheet.getByRole('listbox', { name: 'Action' }).selectOption('bandwidth');
  await expect(sheet.getByLabel('Bandwidth')).toHaveValue('20,000,000');
  expect(await axeViolations(page)).toEqual([]);
  await sheet.getByLabel('Bandwidth').press('Enter');
  await expect(sheet).toHaveCount(0);
  const after = await at(page);
  expect(after).toEqual({ ...before, branch: expect.stringMatching(/^Change the bandwidth: 20000000 bit\/s at /) });
  await page.keyboard.press('Control+z');
  await app.settled();
  expect(await at(page)).toEqual(before);
  await page.keyboard.press('Control+Shift+Z');
  await app.settled();
  expect(await at(page)).toEqual(after);
});

test('what cannot be done then is said, with what to do', async ({ app, page }) => {
  await app.open();
  await page.keyboard.press('End');
  await page.keyboard.press('i');
  await page.getByRole('listbox', { name: 'Action' }).selectOption('cancel');
  await page.getByRole('button', { name: /^Do it here/ }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
    /Move the cursor to an earlier time|could not be done/,
  );
});

test('the tree of branches: show, rename, note, delete', async ({ app, page }) => {
  await app.open();
  await page.evaluate(async () => {
    const { intervene, moveTo } = window.migrascope.getState();
    moveTo(300);
    await intervene({ do: 'throttle', percent: 50 }, 'throttled');
  });
  await page.getByRole('tab', { name: /Branches 2/ }).click();
  const tree = page.getByRole('tree', { name: 'Branches' });
  await expect(tree.getByRole('treeitem')).toHaveCount(2);
  await expect(tree.getByRole('treeitem', { selected: true })).toContainText('throttled');
  await expect(tree).toContainText('Throttle the vCPUs: 50');
  expect(await axeViolations(page)).toEqual([]);
  await tree.getByRole('treeitem').nth(1).focus();
  await page.keyboard.press('F2');
  await page.getByLabel('Name').fill('main');
  await expect(page.getByText('Another branch is called "main".')).toBeVisible();
  await page.getByLabel('Name').fill('half speed');
  await page.keyboard.press('Enter');
  await expect(tree).toContainText('half speed');
  await page.getByRole('button', { name: 'Note' }).click();
  await page.getByLabel('Note').fill('does it converge?');
  await page.keyboard.press('Enter');
  await expect(tree).toContainText('does it converge?');
  await tree.getByRole('treeitem').first().focus();
  await page.keyboard.press('Enter');
  await app.settled();
  expect((await at(page)).branch).toBe('main');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await expect(tree.getByRole('treeitem')).toHaveCount(1);
});
