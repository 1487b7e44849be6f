// The same scenario gives the same capture in this process, in one thread, and in the page's two workers.
import { engine, digestScript } from './engine-in-page.ts';
import { expect, test } from './app.ts';

const CASES = {
  baseline: { strategy: 'baseline' },
  iterative: { strategy: 'iterative' },
  // What comes back from the destination decides when the source stops: these are run three times over.
  'switchover-ack and redo on change': {
    switches: {
      usedQueuesOnly: true,
      switchoverAck: true,
      vdpaEarly: false,
      vdpaKeepPinned: false,
      redoOnChange: true,
    },
    interventions: [{ at: 100_000_000, action: { do: 'set-mac', nic: 0, mac: '52:54:00:ab:cd:ef' } }],
  },
} as const;

for (const [name, change] of Object.entries(CASES)) {
  test(`${name}: one SHA-256 in Node and in two browser workers`, async ({ app, page }) => {
    const { DEFAULT_SCENARIO, hashCapture, runScenario } = await engine();
    const scenario = { ...DEFAULT_SCENARIO, ...change };
    const here = hashCapture(runScenario(scenario));
    await app.open();
    const script = await digestScript();
    const digest = (): Promise<string> =>
      page.evaluate<string>(`(${script})(window.migrascope.getState().document.capture)`);
    const twice: string[] = [];
    for (let i = 0; i < 2; i++) {
      await page.evaluate((value) => window.migrascope.getState().run(value), scenario);
      twice.push(await digest());
    }
    expect(here).toMatch(/^[0-9a-f]{64}$/);
    expect(twice).toEqual([here, here]);
  });
}
