// The scenario editor: presets, fields with what is wrong while typing, the same as JSON, and runs as a branch or a root.
import { expect, test } from './app.ts';
import { axeViolations } from './axe.ts';

interface Shown {
  readonly bandwidth: number;
  readonly name: string;
  readonly branches: readonly string[];
}

test('a field is typed, what is wrong is said beside it, nothing typed is lost, and it runs as a branch', async ({
  app,
  page,
}) => {
  await app.open();
  await page.keyboard.press('n');
  const sheet = page.getByRole('dialog', { name: 'Scenario' });
  await expect(sheet).toContainText('as Default: 100 Mbit/s');
  const field = sheet.getByLabel('Bandwidth', { exact: true });
  await field.fill('50 Mbit/');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  const message = 'must be a whole number from 1000000 to 400000000000 bit/s, is "50 Mbit/"';
  await expect(field).toHaveAccessibleDescription(`error ${message}`);
  await expect(sheet.getByRole('status', { name: 'Problems of the scenario' })).toContainText(
    `link.bandwidth ${message}`,
  );
  await expect(sheet.getByRole('button', { name: /Run as a branch/ })).toBeDisabled();

  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await page.keyboard.press('n');
  const again = sheet.getByLabel('Bandwidth', { exact: true });
  await expect(again).toHaveValue('50 Mbit/');
  await again.press('End');
  await again.pressSequentially('s');
  await expect(sheet).toContainText('1 field differs from Default: 100 Mbit/s');
  await expect(sheet.getByLabel('Name of the branch')).toHaveAttribute('placeholder', 'Bandwidth 50 Mbit/s');
  expect(await axeViolations(page)).toEqual([]);
  await again.press('Control+Enter');
  await expect(sheet).toHaveCount(0);
  await app.idle();
  const shown = await page.evaluate((): Shown => {
    const { document, branches } = window.migrascope.getState();
    const scenario = document?.kind === 'run' ? document.scenario : null;
    return {
      bandwidth: scenario?.link.bandwidth ?? 0,
      name: scenario?.name ?? '',
      branches: branches.present.branches.map(({ name }) => name),
    };
  });
  expect(shown).toEqual({
    bandwidth: 50_000_000,
    name: 'Default: 100 Mbit/s',
    branches: ['main', 'Bandwidth 50 Mbit/s'],
  });
});

test('a preset takes the place of what was typed, which can be put back; reset; only what changed', async ({
  app,
  page,
}) => {
  await app.open();
  await page.keyboard.press('n');
  const sheet = page.getByRole('dialog', { name: 'Scenario' });
  await sheet.getByLabel('Seed', { exact: true }).fill('8');
  const preset = sheet.getByRole('button', { name: /^Packed rings, RFC/ });
  await preset.click();
  await expect(preset).toHaveAttribute('aria-current', 'true');
  await expect(sheet.getByLabel('Packed rings', { exact: true })).toBeChecked();
  await expect(sheet.getByLabel('Seed', { exact: true })).toHaveValue('7');
  await sheet.getByRole('button', { name: 'Put back what was typed' }).click();
  await expect(sheet.getByLabel('Seed', { exact: true })).toHaveValue('8');
  await expect(sheet.getByLabel('Packed rings', { exact: true })).not.toBeChecked();
  await sheet.getByLabel('changed only').check();
  await expect(sheet.getByLabel('PCI slot', { exact: true })).toHaveCount(0);
  await sheet.getByRole('button', { name: 'Reset Seed to 7' }).click();
  await expect(sheet.getByLabel('PCI slot', { exact: true })).toHaveValue('3');
  await sheet.getByLabel('Find a field').fill('ring');
  await expect(sheet.getByLabel('Ring size', { exact: true })).toBeVisible();
  await expect(sheet.getByLabel('PCI slot', { exact: true })).toHaveCount(0);

  await sheet.getByLabel('Find a field').fill('');
  await sheet.getByRole('button', { name: /^RSS, QEMU 10.0/ }).click();
  await sheet.getByRole('button', { name: 'Run as a new root' }).click();
  await expect(sheet).toHaveCount(0);
  await app.idle();
  expect(await app.opened()).toBe('run RSS, QEMU 10.0');
  expect(await page.evaluate(() => window.migrascope.getState().branches.present.branches.length)).toBe(1);
  await page.keyboard.press('Control+z');
  await expect.poll(() => app.opened()).toBe('run Default: 100 Mbit/s');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`JSON and fields are one scenario; what is wrong has line and column, ${colorScheme}`, async ({ app, page }) => {
    await page.emulateMedia({ colorScheme });
    await app.open();
    await page.keyboard.press('n');
    const sheet = page.getByRole('dialog', { name: 'Scenario' });
    const problems = sheet.getByRole('status', { name: 'Problems of the scenario' });
    await sheet.getByRole('button', { name: 'Add NIC 1' }).click();
    await expect(sheet.getByRole('group', { name: 'NIC 1' }).getByLabel('PCI slot', { exact: true })).toHaveValue('6');
    expect(await axeViolations(page)).toEqual([]);
    await sheet.getByRole('button', { name: 'JSON' }).click();
    const json = sheet.getByLabel('Scenario as JSON');
    const text = await json.inputValue();
    expect((JSON.parse(text) as { nics: unknown[] }).nics).toHaveLength(2);

    const type = (to: string): Promise<void> =>
      json.evaluate((area: HTMLTextAreaElement, value) => {
        Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(area, value);
        area.dispatchEvent(new Event('input', { bubbles: true }));
      }, to);
    await type(text.replace('"slot": 6', '"slot": 60'));
    const line = text.slice(0, text.indexOf('"slot": 6')).split('\n').length;
    await expect(problems).toContainText(
      `nics.1.slot must be a whole number from 2 to 29, is 60 (line ${line}, column 15)`,
    );
    await problems.getByRole('button', { name: /nics\.1\.slot/ }).click();
    await expect
      .poll(() =>
        json.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd)),
      )
      .toBe('60');
    expect(await axeViolations(page)).toEqual([]);

    await type(text.replace('"seed": 7,', '"seed": 7'));
    await expect(problems).toContainText('line 5, column 3: "," is expected');
    await sheet.getByRole('button', { name: 'Fields' }).click();
    await expect(sheet.getByLabel('Seed', { exact: true })).toBeDisabled();
    await sheet.getByRole('button', { name: 'Mend it' }).click();
    await expect(json).toHaveValue(text.replace('"seed": 7,', '"seed": 7'));
    await type(text.replace('"seed": 7,', '"seed": 12,'));
    await sheet.getByRole('button', { name: 'Fields' }).click();
    await expect(sheet.getByLabel('Seed', { exact: true })).toHaveValue('12');
  });
}

test('from the palette; a problem goes to its field', async ({ app, page }) => {
  await app.open();
  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox', { name: 'Command' }).fill('every field');
  await page.getByRole('menuitem', { name: /^Scenario: presets/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Scenario' });
  const vlans = sheet.getByLabel('VLANs', { exact: true });
  await vlans.fill('1, 5000');
  await sheet.getByLabel('Seed', { exact: true }).focus();
  await sheet.getByRole('button', { name: /^nics\.0\.filters\.vlans\.1 must be/ }).click();
  await expect(sheet.getByLabel('VLANs', { exact: true })).toBeFocused();
  await expect(sheet.getByLabel('VLANs', { exact: true })).toHaveAccessibleDescription(
    /^error entry 2 must be a whole number/,
  );
});

test('a question brings its scenario, and running it shows the answer', async ({ app, page }) => {
  await app.open();
  await page.keyboard.press('n');
  const sheet = page.getByRole('dialog', { name: 'Scenario' });
  await sheet.getByRole('button', { name: /^What happens when only one side has it switched on\?/ }).click();
  await expect(sheet).toContainText('as Capability at the source only');
  await sheet.getByRole('button', { name: /Run as a branch/ }).click();
  await expect(sheet).toHaveCount(0);
  await app.idle();
  const line = await page.evaluate(() => {
    const { document } = window.migrascope.getState();
    return document?.kind === 'run' ? document.capture.outcome.stderr[0] : '';
  });
  expect(line).toBe('Capability virtio-iterative is off, but received capability is on');
});
