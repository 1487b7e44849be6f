// npm run screenshots: the views of the built app, light and dark, at two sizes, into docs/screenshots/.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { needProgram } from './programs.mjs';
import { build, install, ROOT } from './steps.mjs';

await install();
const executablePath = await needProgram('chromium');
if (!executablePath) process.exit(1);
await build();
const { chromium } = await import('@playwright/test');
const { serve } = await import('./serve.mjs');
const folder = join(ROOT, 'docs/screenshots');
mkdirSync(folder, { recursive: true });

/** Views: a name and how to get there from the default run. */
const VIEWS = {
  main: (page) =>
    page.evaluate(() => {
      const { document, moveToTime, selectRow } = window.migrascope.getState();
      moveToTime(document.phases.find(({ label }) => label === 'iterate 2').start + 20e6);
      selectRow(document.frames.find(({ flag }) => flag === 'INIT').row, 'step');
    }),
  stop: (page) =>
    page.evaluate(() => {
      const { document, moveToTime, selectRow } = window.migrascope.getState();
      const full = document.frames.find(({ type, idstr }) => type === 'FULL' && idstr.endsWith('/virtio-net'));
      moveToTime((full.arrived + full.loadEnd) / 2);
      selectRow(full.row, 'step');
    }),
  packed: async (page) => {
    await page.evaluate(() => {
      const { run, scenario } = window.migrascope.getState();
      const nics = scenario.nics.map((nic) => ({ ...nic, packed: true, featuresOff: ['mrg_rxbuf'] }));
      return run({ ...scenario, name: 'Packed rings', nics });
    });
    await VIEWS.stop(page);
  },
  branches: async (page) => {
    await VIEWS.stop(page);
    await page.evaluate(async () => {
      const { setStrategy, setBottomTab, setSheet } = window.migrascope.getState();
      await setStrategy('baseline');
      setBottomTab('branches');
      setSheet('intervene');
    });
  },
  file: async (page) => {
    await page.evaluate(() => window.migrascope.getState().openSample('q10-iterative-change.bin.gz'));
    await page.evaluate(() => {
      const { document, selectRow } = window.migrascope.getState();
      selectRow(document.frames.find(({ flag }) => flag === 'INIT').row, 'step');
    });
  },
};

const { server, port } = await serve();
const browser = await chromium.launch({
  executablePath,
  args: ['--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
try {
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ]) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      for (const [name, go] of Object.entries(VIEWS)) {
        await page.goto(`http://localhost:${port}/`);
        await page.waitForFunction(() => window.migrascope.getState().document !== null);
        await go(page);
        await page.getByRole('tree', { name: 'Fields' }).waitFor();
        await page.waitForLoadState('networkidle');
        await page.evaluate(() => document.fonts.ready);
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        const file = `${name}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: join(folder, file) });
        console.log(file);
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  server.close();
  server.closeAllConnections();
}
