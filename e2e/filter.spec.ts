// The filter of the frames: completion, where it is wrong, what was used before, filtering by what is selected; what the
// tree says is absent; marks of breakpoints and of a followed buffer.
import { EventKind, QUEUE_SUBJECTS } from '../src/engine/capture/event-kinds.ts';
import { expect, packedFixture, test } from './app.ts';

test('the filter completes, says where it is wrong, remembers, and takes what is selected', async ({ app, page }) => {
  await app.open();
  await app.choose('q10-iterative-change.bin.gz', packedFixture('q10-iterative-change'));
  await page.keyboard.press('/');
  const filter = page.getByRole('combobox', { name: 'Filter frames' });
  await expect(filter).toBeFocused();
  await filter.pressSequentially('ty');
  const offered = page.getByRole('listbox', { name: /^Filter frames: / }).getByRole('option');
  await expect(offered.first()).toContainText('type');
  await expect(offered.first()).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(filter).toHaveValue('type');
  await filter.pressSequentially(' == FU');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await expect(filter).toHaveValue('type == FULL');
  await page.keyboard.press('Enter');
  const frames = page.getByRole('listbox', { name: 'Frames', exact: true }).getByRole('option');
  await expect(frames.first()).toContainText('FULL');
  const says = page.locator('#frame-filter-says');
  await expect(says).toHaveText(/^\d+ of \d+$/);

  await filter.fill('type == FULL && lenght > 10');
  await expect(page.getByTestId('wrong-letters')).toHaveText('lenght');
  await expect(says).toHaveText(/did you mean length/);
  await expect(filter).toHaveAttribute('aria-invalid', 'true');
  await filter.fill('');
  await expect(offered).toHaveText([/^type == FULL\s*used before$/]);
  await page.keyboard.press('Escape');

  await page.evaluate(() => {
    const { document, selectRow } = window.migrascope.getState();
    const { spans } = document!.inspection;
    const row = Array.from({ length: spans.length }, (_, i) => i).find(
      (i) => spans.names[spans.name[i]!] === 'mac' && spans.next[i] === i + 1,
    )!;
    selectRow(row, 'tree');
  });
  await page.getByRole('button', { name: '= selected' }).click();
  await expect(filter).toHaveValue(/^mac == [0-9a-f:]{17}$/);
  await expect(frames).not.toHaveCount(0);
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  await expect(filter).toHaveValue('');
});

test('the tree says which subsections are absent, and why', async ({ app, page }) => {
  await app.open();
  await app.choose('q10-iterative-change.bin.gz', packedFixture('q10-iterative-change'));
  await page.evaluate(() => {
    const { document, selectRow } = window.migrascope.getState();
    const { spans, sections } = document!.inspection;
    const nic = sections.findLast(({ idstr }) => idstr.endsWith('/virtio-net'))!;
    const row = Array.from({ length: spans.length }, (_, i) => i).find(
      (i) => i > nic.row && spans.names[spans.name[i]!] === 'virtio/started',
    )!;
    selectRow(row, 'search');
  });
  const broken = page.getByRole('treeitem', { name: /virtio\/broken\s+absent: the device is not broken/ });
  await expect(broken).toBeVisible();
  await broken.click();
  await expect(broken).toHaveAttribute('aria-selected', 'true');
});

test('breakpoints and a followed buffer have their marks on the timeline', async ({ app, page }) => {
  await app.open();
  await page.evaluate(() => {
    const { addBreakpoint } = window.migrascope.getState();
    addBreakpoint({ kind: 'section', type: 'FULL', name: '0000:00:03.0/virtio-net', side: 'source' });
  });
  const marks = page.getByRole('listbox', { name: /^In view on the timeline/ }).getByRole('option', { name: /^mark,/ });
  await expect(marks).toHaveText([/^mark, breakpoint: .*, hit 1 of 1, at [\d.]+ ms virtual$/]);
  const buffer = await page.evaluate(
    ([added, subjects]) => {
      const { document, setQueue, followBuffer, moveTo } = window.migrascope.getState();
      if (document?.kind !== 'run') throw new Error('no run');
      const { events } = document.capture.source;
      const row = events.kind.indexOf(added!);
      setQueue(events.subject[row]! % subjects!);
      moveTo(document.timeline.heads.length - 1);
      followBuffer(events.before[row]!);
      return events.before[row]!;
    },
    [EventKind.GuestAddBuffer, QUEUE_SUBJECTS],
  );
  await expect(marks.filter({ hasText: `buffer ${buffer}: available` })).not.toHaveCount(0);
  await page.evaluate(() => window.migrascope.getState().followBuffer(-1));
  await expect(marks).toHaveCount(1);
});
