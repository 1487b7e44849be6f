// A link lands on the same event with the same bytes; saved work opens again; what cannot be read says why.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { viewOfLink } from '../src/store/share/link.ts';
import { expect, test } from './app.ts';
import { axeViolations } from './axe.ts';

interface Where {
  readonly cursor: number;
  readonly selection: readonly number[] | null;
  readonly queue: number;
  readonly interventions: number;
  readonly branch: string;
  readonly bytes: string;
}

function where(page: Page): Promise<Where> {
  return page.evaluate(async () => {
    const { document, cursor, selection, queue, branches, scenario } = window.migrascope.getState();
    const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(document!.stream.subarray()));
    return {
      cursor,
      selection: selection && [selection.start, selection.end],
      queue,
      interventions: scenario.interventions.length,
      branch: branches.present.branches.find(({ id }) => id === branches.present.current)!.name,
      bytes: Array.from(new Uint8Array(digest), (byte) => byte.toString(16)).join(' '),
    };
  });
}

async function wander(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { moveTo, intervene } = window.migrascope.getState();
    moveTo(300);
    await intervene({ do: 'latency', latency: 5_000_000 }, 'far away');
    const { moveTo: move, selectBytes, setQueue } = window.migrascope.getState();
    move(420);
    selectBytes(0x131, 0x135, 'hex');
    setQueue(1);
  });
}

test('the link of the sheet lands on the same event with the same bytes', async ({ app, page }) => {
  await app.open();
  await wander(page);
  await page.evaluate(() => {
    const { setBookmark, zoomInto, setRange } = window.migrascope.getState();
    setBookmark({ of: 'time', start: 5_000_000, end: 9_000_000 }, 'the note');
    zoomInto({ from: 1_000_000, to: 400_000_000 });
    setRange({ from: 2_000_000, to: 3_000_000 });
  });
  const before = await where(page);
  await page.getByRole('button', { name: 'Share' }).click();
  const sheet = page.getByRole('dialog', { name: 'Share' });
  await expect(sheet).toContainText(/with 1 intervention, branch "far away", event 421 of/);
  await sheet.getByLabel('Title').fill('Far away');
  await expect(sheet).toContainText(/what is zoomed into, the marked stretch, 1 note\./);
  expect(await axeViolations(page)).toEqual([]);
  const link = await sheet.getByLabel('Link', { exact: true }).inputValue();
  expect(link.length).toBeLessThan(2000);
  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.goto(link);
  await app.idle();
  await page.waitForFunction(() => window.migrascope.getState().cursor > 0);
  expect(await where(page)).toEqual(before);
  await expect(page.getByTestId('opened-link')).toContainText('Far away');
  await expect(page.getByRole('navigation', { name: 'Zoomed from' })).toContainText('whole run');
  await page.getByTestId('opened-link').getByRole('button', { name: '1 note' }).click();
  await expect(page.getByRole('textbox', { name: 'Note at 5.000 ms' })).toHaveValue('the note');
});

test('a link carries the sizes of the panels and the NIC, and they are there when it is opened first', async ({
  app,
  page,
}) => {
  await app.open();
  await page.evaluate(async () => {
    const { run, scenario } = window.migrascope.getState();
    const [nic] = scenario.nics;
    await run({ ...scenario, name: 'Two NICs', nics: [nic!, { ...nic!, slot: 6, mac: '52:54:00:12:34:57' }] });
    window.migrascope.getState().setNic(1);
    window.migrascope.getState().setQueue(1);
  });
  const widths = (): Promise<readonly number[]> =>
    page.evaluate(() =>
      ['source', 'destination'].map((id) => {
        const panel = document.querySelector(`[data-testid="${id}"]`)!;
        return Math.round(panel.getBoundingClientRect().width);
      }),
    );
  const designed = await widths();
  const divider = page.locator('[data-separator]').first();
  await divider.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await widths())[0]! < designed[0]! - 20).toBe(true);
  const moved = await widths();
  await page.getByRole('button', { name: 'Share' }).click();
  const sheet = page.getByRole('dialog', { name: 'Share' });
  await expect(sheet).toContainText(/NIC 1, queue 1, sizes of the panels/);
  const link = await sheet.getByLabel('Link', { exact: true }).inputValue();
  expect(link.length).toBeLessThan(2000);

  await page.evaluate(() => localStorage.clear());
  await page.goto('about:blank');
  await page.goto(link);
  await app.idle();
  await expect.poll(widths).toEqual(moved);
  expect(await page.evaluate(() => [window.migrascope.getState().nic, window.migrascope.getState().queue])).toEqual([
    1, 1,
  ]);
});

test('bookmarks survive a reload, and come back with their branch', async ({ app, page }) => {
  await app.open();
  await page.evaluate(() => window.migrascope.getState().selectBytes(0x131, 0x135, 'hex'));
  await page.getByRole('listbox', { name: 'Frames' }).waitFor();
  await page.keyboard.press('m');
  await page.getByLabel('Note at 0x000131', { exact: true }).fill('the flag');
  const marks = () => page.evaluate(() => window.migrascope.getState().bookmarks);
  const mark = { of: 'bytes', start: 0x131, end: 0x135, note: 'the flag' };
  expect(await marks()).toEqual([mark]);
  await page.evaluate(() => window.migrascope.getState().setStrategy('baseline'));
  expect(await marks()).toEqual([]);
  // The address follows a moment later, and a reload goes where it says.
  const strategyInAddress = async (): Promise<string> => {
    const link = await viewOfLink(await page.evaluate(() => location.hash));
    return link.ok ? link.view.scenario.strategy : '';
  };
  await expect.poll(strategyInAddress).toBe('baseline');
  await page.evaluate(() => window.migrascope.getState().showBranch(0));
  await expect.poll(strategyInAddress).toBe('iterative');
  await expect.poll(marks).toEqual([mark]);
  await page.reload();
  await app.idle();
  await expect.poll(marks).toEqual([mark]);
});

test('the address follows, and Back comes to the place before', async ({ app, page }) => {
  await app.open();
  await page.evaluate(() => window.migrascope.getState().moveTo(100));
  await expect.poll(() => page.url()).toContain('#v2.');
  const length = (): Promise<number> => page.evaluate(() => history.length);
  const first = await length();
  await expect.poll(length).toBe(first + 1);
  await page.evaluate(() => window.migrascope.getState().moveTo(200));
  await expect.poll(length).toBe(first + 2);
  await page.goBack();
  await expect.poll(() => app.cursor()).toBe(100);
  await page.goForward();
  await expect.poll(() => app.cursor()).toBe(200);
});

test('a link that cannot be read says why, and the default run is there', async ({ app, page }) => {
  await page.goto('./#v2.AAAA');
  await app.idle();
  await expect(page.getByRole('alert')).toContainText('does not unpack');
  expect(await app.opened()).toMatch(/^run Default/);
});

// Over WebDriver BiDi Playwright hears nothing of downloads.
test(
  'a session is saved and opened again, a scenario too; a wrong one names its path',
  { tag: '@cdp' },
  async ({ app, page }) => {
    await app.open();
    await wander(page);
    await page.evaluate(() => window.migrascope.getState().addBreakpoint({ kind: 'error' }));
    await page.evaluate(() =>
      window.migrascope.getState().setBookmark({ of: 'bytes', start: 0x131, end: 0x135 }, 'the flag'),
    );
    await page.getByRole('button', { name: 'Share' }).click();
    const saved = async (name: string): Promise<Buffer> => {
      const download = page.waitForEvent('download');
      await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
      return readFileSync(await (await download).path());
    };
    const session = await saved('Session');
    const scenario = await saved('Scenario');
    const stream = await saved('Stream');
    const csv = (await saved('Events, CSV')).toString();
    const json = JSON.parse((await saved('Events, JSON')).toString()) as unknown[];
    const trace = (await saved('Trace log')).toString();
    const hex = (await saved('Annotated hex')).toString();
    expect(hex).toMatch(/^00000000 {2}51 45 56 4d {2,}QEVM {2,}magic = 0x5145564d$/m);
    const events = await page.evaluate(() => {
      const { document } = window.migrascope.getState();
      return document?.kind === 'run' ? document.timeline.length : 0;
    });
    expect(json).toHaveLength(events);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(events + 1);
    expect(trace).toMatch(/^1@0\.\d{6}:/);
    expect(stream.subarray(0, 4).toString()).toBe('QEVM');
    await page.keyboard.press('Escape');

    const opened = await where(page);
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await app.idle();
    await app.drop('work.json', session);
    await expect.poll(async () => (await where(page)).branch).toBe('far away');
    expect((await where(page)).bytes).toBe(opened.bytes);
    expect(await page.evaluate(() => window.migrascope.getState().bookmarks)).toEqual([
      { of: 'bytes', start: 0x131, end: 0x135, note: 'the flag' },
    ]);
    const breakpoints = () => page.evaluate(() => window.migrascope.getState().breakpoints.map(({ on }) => on.kind));
    await expect.poll(breakpoints).toEqual(['error']);
    expect(await page.evaluate(() => window.migrascope.getState().branches.present.branches.length)).toBe(2);

    await app.drop('scenario.json', scenario);
    await expect.poll(async () => (await where(page)).branch).toBe('main');
    expect((await where(page)).interventions).toBe(1);
    // What is said of the next file would go when this run is shown.
    await page.waitForFunction(() => {
      const { document, scenario, branches } = window.migrascope.getState();
      return document?.kind === 'run' && document.scenario === scenario && branches.present.branches.length === 1;
    });

    const wrong = { ...(JSON.parse(scenario.toString()) as object), link: { bandwidth: -1, latency: 0 } };
    await app.drop('wrong.json', Buffer.from(JSON.stringify(wrong)));
    await expect(page.getByRole('alert')).toContainText('link.bandwidth must be');
    expect((await where(page)).interventions).toBe(1);
  },
);
