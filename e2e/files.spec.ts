// Streams that a real QEMU wrote, whole and damaged; things that are no stream at all.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, packedFixture, test } from './app.ts';

const SAMPLES = [
  { title: /MAC, VLANs and queue pairs change/, nic: '0000:00:03.0/virtio-net', iterative: true },
  { title: /live traffic, no early state/, nic: '0000:00:03.0/virtio-net', iterative: false },
  { title: /four queue pairs/, nic: '0000:00:03.0/virtio-net', iterative: false },
];

for (const { title, nic, iterative } of SAMPLES) {
  test(`sample ${title.source}: sections, the NIC's fields, every byte owned`, async ({ app, page }) => {
    await app.open();
    await app.openSample(title);
    const found = await page.evaluate((idstr) => {
      const { inspection, stream } = window.migrascope.getState().document!;
      const { spans } = inspection;
      const leaf = new Uint8Array(spans.length).fill(1);
      for (let i = 0; i < spans.length; i++) if (spans.parent[i]! >= 0) leaf[spans.parent[i]!] = 0;
      let owned = 0;
      for (let i = 0; i < spans.length; i++) if (leaf[i]) owned += spans.end[i]! - spans.start[i]!;
      return {
        unowned: stream.length - owned,
        nic: inspection.sections.filter((section) => section.idstr === idstr).length,
        early: inspection.sections.filter((section) => section.idstr.endsWith('virtio-net-iterative')).length,
        incomplete: inspection.sections.filter(({ complete }) => !complete).length,
        worst: inspection.diagnostics.filter(({ severity }) => severity === 'error').length,
      };
    }, nic);
    expect(found).toMatchObject({ unowned: 0, nic: 1, incomplete: 0, worst: 0 });
    expect(found.early > 0).toBe(iterative);
    await page.getByRole('listbox', { name: 'Frames' }).focus();
    await page.evaluate((idstr) => {
      const { document, selectRow } = window.migrascope.getState();
      selectRow(document!.inspection.sections.find((section) => section.idstr === idstr)!.row, 'frames');
    }, nic);
    await expect(page.getByRole('treeitem', { name: /virtio-net/ }).first()).toBeVisible();
    // Its rings, out of the guest memory in the same file.
    const saved = page.getByTestId('saved');
    await expect(saved.getByRole('group', { name: /^Available ring/ })).toBeVisible();
    await expect(saved.getByTestId('arithmetic')).toContainText('passes');
  });
}

test('a damaged file that is dropped stays readable and says what is wrong where', async ({ app, page }) => {
  await app.open();
  const bytes = gunzipSync(packedFixture('q10-iterative-change'));
  bytes[bytes.length >> 1]! ^= 0xff;
  const damaged = bytes.subarray(0, Math.floor(bytes.length * 0.97));
  await app.drop('damaged.bin', damaged);
  expect(await app.opened()).toBe('file damaged.bin');
  await expect(page.getByTestId('problem')).toHaveCount(0);
  const found = await page.evaluate(() => {
    const { inspection, stream } = window.migrascope.getState().document!;
    return {
      length: stream.length,
      sections: inspection.sections.length,
      errors: inspection.diagnostics.filter(({ severity }) => severity === 'error').map(({ offset }) => offset),
    };
  });
  expect(found.length).toBe(damaged.length);
  expect(found.sections).toBeGreaterThan(5);
  expect(found.errors.length).toBeGreaterThan(0);
  for (const offset of found.errors) expect(offset).toBeLessThanOrEqual(damaged.length);
  await expect(page.getByText('The file ends').first()).toBeVisible();
});

const NO_STREAMS: readonly (readonly [name: string, bytes: Buffer, words: RegExp])[] = [
  ['empty.bin', Buffer.alloc(0), /The file is empty/],
  ['notes.txt', Buffer.from('Dear all, this is no stream.\n'), /Not a migration stream/],
  ['zeros.bin', Buffer.alloc(4096), /Not a migration stream/],
  ['magic.bin', Buffer.from('QEVM'), /ends inside the file header/],
  ['broken.gz', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff]), /gzip/i],
];

for (const [name, bytes, words] of NO_STREAMS) {
  test(`${name} gets a message`, async ({ app, page }) => {
    await app.open();
    await app.choose(name, bytes);
    await expect(page.getByText(words).first()).toBeVisible();
  });
}

test('a gzip file that is cut shows what came out of it, and says so', async ({ app, page }) => {
  await app.open();
  const packed = packedFixture('deb72-mq4');
  await app.choose('cut.bin.gz', packed.subarray(0, packed.length >> 1));
  expect(await app.opened()).toBe('file cut.bin.gz');
  await expect(page.getByText(/gzip data ends early|gzip data is damaged/i).first()).toBeVisible();
});

// A real drag of a directory needs Chromium's protocol; the Firefox project leaves out what is tagged so.
test('a directory that is dropped gets a message, and what was open stays', { tag: '@cdp' }, async ({ app, page }) => {
  await app.open();
  const before = await app.opened();
  const folder = mkdtempSync(join(tmpdir(), 'folder-'));
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 700, y: 450, data });
  await expect(page.getByText(/cannot be read as a file/).first()).toBeVisible();
  expect(await app.opened()).toBe(before);
  rmSync(folder, { recursive: true });
});
