// End to end against the built app, as a host would serve it. Two cores: two workers at most.
import { defineConfig } from '@playwright/test';
import { findProgram } from './programs.mjs';

const firefox = findProgram('firefox');
const port = Number(process.env.MIGRASCOPE_PORT ?? 4187);

export default defineConfig({
  testDir: '../e2e',
  testMatch: '*.spec.ts',
  outputDir: '../node_modules/.e2e',
  fullyParallel: false,
  workers: 2,
  timeout: 120_000,
  // In the gate a spec has a second and a third try; one that needed it is named.
  retries: process.env.CI ? 2 : 0,
  reporter: 'list',
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1440, height: 900 },
    // A trace doubles the time of a spec: the second try makes one; by hand, `--trace on` does.
    trace: 'on-first-retry',
    // It would fetch the whole app for every spec; e2e/offline.spec.ts lets it.
    serviceWorkers: 'block',
  },
  projects: [
    {
      name: 'chromium',
      use: {
        launchOptions: {
          executablePath: findProgram('chromium') ?? undefined,
          args: [
            '--disable-gpu',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            '--no-first-run',
            '--disable-quic',
          ],
        },
      },
    },
    // Firefox ESR as it is, over WebDriver BiDi: without the channel Playwright expects its own patched build.
    ...(firefox
      ? [
          {
            name: 'firefox',
            grepInvert: /@cdp/,
            use: { browserName: 'firefox', channel: 'moz-firefox', launchOptions: { executablePath: firefox } },
          },
        ]
      : []),
  ],
  webServer: [
    { command: `node serve.mjs ${port}`, cwd: import.meta.dirname, port, reuseExistingServer: false },
    {
      command: `node serve.mjs ${port + 1} --not-isolated`,
      cwd: import.meta.dirname,
      port: port + 1,
      reuseExistingServer: false,
    },
  ],
});
