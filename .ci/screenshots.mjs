// npm run screenshots: the views of the built app, light and dark, at two sizes, into docs/screenshots/.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { needProgram } from './programs.mjs';
import { build, install, ROOT } from './steps.mjs';
import { goToView, VIEWS } from './views.mjs';

await install();
const executablePath = await needProgram('chromium');
if (!executablePath) process.exit(1);
await build();
const { chromium } = await import('@playwright/test');
const { serve } = await import('./serve.mjs');
const folder = join(ROOT, 'docs/screenshots');
mkdirSync(folder, { recursive: true });

// Names of views may be given: `npm run screenshots -- lab share`.
const wanted = process.argv.slice(2);
for (const name of wanted)
  if (!(name in VIEWS)) throw new Error(`no view is named ${name}: ${Object.keys(VIEWS).join(', ')}`);

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
      for (const name of wanted.length > 0 ? wanted : Object.keys(VIEWS)) {
        await page.goto(`http://localhost:${port}/`);
        await page.waitForFunction(() => window.migrascope?.getState().document);
        await goToView(page, name);
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
