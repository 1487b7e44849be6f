// The main job by keyboard alone.
import { expect, test } from './app.ts';

test('step, jump, change panel, look at the help, with keys only', async ({ app, page }) => {
  await app.open();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  expect(await app.cursor()).toBe(2);
  await page.keyboard.press('ArrowLeft');
  expect(await app.cursor()).toBe(1);
  await page.keyboard.press('Shift+ArrowRight');
  const frame = await app.cursor();
  expect(frame).toBeGreaterThan(1);
  await page.keyboard.press('Alt+ArrowRight');
  expect(await app.cursor()).toBeGreaterThan(frame);
  await page.keyboard.press('End');
  const last = await page.evaluate(() => {
    const { document } = window.migrascope.getState();
    return document?.kind === 'run' ? document.timeline.heads.length - 1 : -1;
  });
  expect(await app.cursor()).toBe(last);
  await page.keyboard.press('Home');
  expect(await app.cursor()).toBe(0);
  await page.keyboard.press('Space');
  await expect.poll(() => app.cursor()).toBeGreaterThan(3);
  await page.keyboard.press('Space');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toHaveCount(0);
});

test('no key is lost while the panels are still on their way', async ({ app, page }) => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  await page.route(/assets\/(ResizablePanels|HelpSheet|Announcer)-.*\.js$/, async (route) => {
    await gate;
    await route.continue();
  });
  await app.open();
  await expect(page.getByRole('listbox', { name: 'Frames' })).toHaveCount(0);
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  expect(await app.cursor()).toBe(4);
  await page.keyboard.press('?');
  release();
  await expect(page.getByRole('listbox', { name: 'Frames' })).toBeVisible();
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  expect(await app.cursor()).toBe(4);
});

test('a sample is opened and left with keys only; focus comes back to where it was', async ({ app, page }) => {
  await app.open();
  const opener = page.getByRole('button', { name: /Default/ });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Written by a real QEMU')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Written by a real QEMU')).toHaveCount(0);
  await expect(opener).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /four queue pairs/ })).toBeVisible();
  const sample = page.getByRole('button', { name: /four queue pairs/ });
  const isFocused = (): Promise<boolean> => sample.evaluate((button) => button === document.activeElement);
  for (let i = 0; i < 30 && !(await isFocused()); i++) await page.keyboard.press('ArrowDown');
  await expect(sample).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => app.opened()).toBe('file deb72-mq4.bin');
  await page.keyboard.press('?');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /deb72-mq4/ })).toBeFocused();
});

test('after a choice of step size the arrows still step', async ({ app, page }) => {
  await app.open();
  const choice = page.getByLabel('Step size');
  await choice.focus();
  await choice.selectOption('frame');
  await page.keyboard.press('ArrowRight');
  const frame = await app.cursor();
  expect(frame).toBeGreaterThan(1);
  await expect(choice).toHaveValue('frame');
  await page.keyboard.press('ArrowUp');
  await expect(choice).toHaveValue('event');
  await page.keyboard.press('ArrowRight');
  expect(await app.cursor()).toBe(frame + 1);
});

test('frames, fields and bytes follow each other under the arrow keys', async ({ app, page }) => {
  await app.open();
  const selection = (): Promise<{ start: number; end: number } | null> =>
    page.evaluate(() => window.migrascope.getState().selection);
  await page.getByRole('listbox', { name: 'Frames' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const frame = await selection();
  expect(frame!.end).toBeGreaterThan(frame!.start);
  await page.getByRole('tree', { name: 'Fields' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  const field = await selection();
  expect(field!.start).toBeGreaterThanOrEqual(frame!.start);
  expect(field!.end - field!.start).toBeLessThan(frame!.end - frame!.start);
  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowRight');
  expect((await selection())!.start).toBe(field!.start + 1);
  await expect(page.getByRole('treeitem', { selected: true })).toBeVisible();
});

test('every control can be reached with Tab, and shows that it has the focus', async ({ app, page }) => {
  await app.open();
  await expect(page.getByRole('treeitem').first()).toBeVisible();
  const reached = new Set<string>();
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const { outlineStyle, boxShadow } = getComputedStyle(element);
      const name = element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 40);
      return { name, marked: outlineStyle !== 'none' || boxShadow !== 'none' };
    });
    if (!found) break;
    expect(found, found.name).toMatchObject({ marked: true });
    reached.add(found.name);
  }
  for (const name of ['Frames', 'Fields', 'Step size', 'Share']) expect([...reached].join('|')).toContain(name);
});
