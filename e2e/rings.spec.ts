// The rings: packed cells, a buffer followed by the keyboard alone, the check looked back at, two NICs.
import { expect, test, type MigrascopeApp } from './app.ts';
import { axeViolations } from './axe.ts';

/** Runs the default scenario with some of it changed, and goes to the middle of the run. */
async function runWith(app: MigrascopeApp, change: Record<string, unknown>, nics: readonly object[]): Promise<void> {
  await app.page.evaluate(
    async ([more, devices]) => {
      const { scenario, run } = window.migrascope.getState();
      const all = devices.map((nic) => ({ ...scenario.nics[0]!, ...nic }));
      await run({ ...scenario, ...more, name: 'Rings', nics: all });
    },
    [change, nics] as const,
  );
  await app.idle();
}

const toTheEnd = (app: MigrascopeApp): Promise<void> =>
  app.page.evaluate(() => window.migrascope.getState().stepToEnd(1));

test('a packed ring shows its bits, and axe finds nothing', async ({ app, page }) => {
  await app.open();
  await runWith(app, {}, [{ packed: true, featuresOff: ['mrg_rxbuf'] }]);
  const source = page.getByTestId('source');
  await expect(source.getByText('packed ring')).toBeVisible();
  await expect(source.getByRole('button', { name: /^Slot \d+: AVAIL [01], USED [01], id \d+/ })).toHaveCount(16);
  await expect(source.getByRole('row', { name: /last_avail_idx/ }).last()).toContainText('next to take');
  expect(await axeViolations(page)).toEqual([]);
});

test('a buffer is followed by the keyboard, from event to event', async ({ app, page }) => {
  await app.open();
  await page.evaluate(() => {
    const { document, moveTo } = window.migrascope.getState();
    if (document?.kind === 'run') moveTo(Math.floor(document.timeline.heads.length / 2));
  });
  const source = page.getByTestId('source');
  const slots = source.getByRole('group', { name: /^Available ring/ }).getByRole('button');
  await slots.first().focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const life = source.getByRole('region', { name: /^Life of buffer/ });
  await expect(life.getByRole('button', { name: /taken.*last_avail_idx/ })).toBeVisible();
  const before = await app.cursor();
  await life.getByRole('button', { name: /taken.*last_avail_idx/ }).press('Enter');
  expect(await app.cursor()).not.toBe(before);
  await life.getByRole('button', { name: /taken.*last_avail_idx/ }).press('Escape');
  await expect(life).toHaveCount(0);
});

test('a broken device shows what the check saw', async ({ app, page }) => {
  await app.open();
  await runWith(app, { patches: { relaxedIndexCheck: false, relaxedUntilCleanup: false, vhostSkip: true } }, [
    { startIndex: 9 },
  ]);
  await toTheEnd(app);
  const destination = page.getByTestId('destination');
  await expect(destination.getByText('FULL did not clear it')).toBeVisible();
  await expect(destination.getByTestId('arithmetic')).toContainText('passes');
  await destination.getByRole('button', { name: 'at the check' }).click();
  await expect(destination.getByTestId('arithmetic')).toContainText('0 − 9 = 65,527 (0xfff7) heads > 1,024');
  await destination.getByRole('button', { name: 'now' }).click();
  await expect(destination.getByTestId('arithmetic')).toContainText('passes');
});

test('two NICs: one switch for both sides, and the rest of the state unfolds', async ({ app, page }) => {
  await app.open();
  const filters = { promisc: false, allmulti: false, unicast: ['52:54:00:aa:00:00'], multicast: [], vlans: [5, 6, 9] };
  await runWith(app, {}, [{}, { slot: 6, mac: '52:54:00:12:34:57', filters }]);
  const source = page.getByTestId('source');
  await source.getByRole('button', { name: '00:06.0' }).click();
  await expect(source.getByText('52:54:00:12:34:57')).toBeVisible();
  await expect(page.getByTestId('destination').getByRole('button', { name: '00:06.0' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await source.getByRole('button', { name: 'more ▾' }).click();
  await expect(source.getByText('Receive mode')).toBeVisible();
  await expect(source.getByRole('button', { name: 'macs unicast: 52:54:00:aa:00:00' })).toBeVisible();
  await expect(source.getByRole('button', { name: 'ids 5–6 9' })).toBeVisible();
  expect(await axeViolations(page)).toEqual([]);
});
