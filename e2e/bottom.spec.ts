// Explain, diagnostics, log and the error desk below the stream.
import { expect, packedFixture, test } from './app.ts';
import { axeViolations } from './axe.ts';

test('the log in QEMU’s trace text is filtered, and a line moves the cursor', async ({ app, page }) => {
  await app.open();
  await page.getByRole('tree').waitFor();
  await page.keyboard.press('l');
  await expect(page.getByRole('textbox', { name: 'Filter the log' })).toBeFocused();
  await page.getByLabel('Lines of the log').selectOption('trace');
  await page.getByRole('textbox', { name: 'Filter the log' }).fill('destination startfull virtio-net');
  const lines = page.getByRole('listbox', { name: 'Log' }).getByRole('option');
  await expect(lines.first()).toContainText(
    'qemu_loadvm_state_section_startfull 38(0000:00:03.0/virtio-net-iterative) 0 1',
  );
  const before = await app.cursor();
  await lines.last().click();
  expect(await app.cursor()).toBeGreaterThan(before);
  await page.getByRole('textbox', { name: 'Filter the log' }).fill('no such words');
  await expect(page.getByText('no line has these words')).toBeVisible();
});

test('the error desk tells the cause, its place in the open stream, and runs a scenario', async ({ app, page }) => {
  await app.open();
  await page.getByRole('tree').waitFor();
  await app.choose('q10-iterative-change.bin.gz', packedFixture('q10-iterative-change'));
  await page.keyboard.press('e');
  const text = page.getByRole('textbox', { name: 'Lines of QEMU’s output' });
  await expect(text).toBeFocused();
  await text.fill(
    [
      'qemu-system-x86_64: VQ 1 address 0x0 inconsistent with Host index 0xd',
      "qemu-system-x86_64: error while loading state for instance 0x0 of device '0000:00:03.0/virtio-net'",
      'qemu-system-x86_64: load of migration failed: Operation not permitted',
      'something else',
    ].join('\n'),
  );
  await expect(page.getByText('3 known, 1 not')).toBeVisible();
  const readings = page.getByTestId('error-reading');
  await expect(readings.first()).toContainText('the line to look at');
  await expect(readings.nth(1)).toContainText('follows from it');
  await readings
    .first()
    .getByRole('button', { name: /^Show it at 0x/ })
    .click();
  await expect(page.getByTestId('explain')).toContainText('last_avail_idx');
  await expect(page.getByRole('treeitem', { selected: true })).toContainText('last_avail_idx');

  await text.fill("qemu-kvm: Machine type received is 'a' and local is 'b'");
  await page.getByRole('button', { name: 'Run a scenario that ends so' }).click();
  await page.waitForFunction(() => window.migrascope.getState().document?.kind === 'run');
  await app.idle();
  expect(await text.inputValue()).toContain('Machine type received');
  await page.getByRole('tab', { name: /Diagnostics/ }).click();
  await expect(page.getByTestId('diagnostics')).toContainText("Machine type received is 'pc-i440fx-10.0'");
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const forcedColors of ['none', 'active'] as const) {
    test(`axe finds nothing in find, palette, log and desk: ${colorScheme}, forced colors ${forcedColors}`, async ({
      app,
      page,
    }) => {
      await page.emulateMedia({ colorScheme, forcedColors });
      await app.open();
      await page.getByRole('tree').waitFor();
      const look = (): Promise<string[]> => axeViolations(page);
      await page.keyboard.press('Control+f');
      await page.getByRole('textbox', { name: 'Find' }).fill('00 g');
      await page.keyboard.press('Control+k');
      await page.getByRole('searchbox', { name: 'Command' }).waitFor();
      expect(await look()).toEqual([]);
      await page.keyboard.press('Escape');
      await page.evaluate(() => window.migrascope.getState().setBottomTab('log'));
      await page.getByRole('listbox', { name: 'Log' }).waitFor();
      expect(await look()).toEqual([]);
      await page.evaluate(() => {
        const { setBottomTab, setErrorText } = window.migrascope.getState();
        setBottomTab('errors');
        setErrorText('Not a migration stream\nload of migration failed: Invalid argument\nhello');
      });
      await page.getByTestId('error-reading').first().waitFor();
      expect(await look()).toEqual([]);
    });
  }
}
