// The same scenario gives the same capture in this process, in one thread, and in the page's two workers.
import { engine, digestScript } from './engine-in-page.ts';
import { expect, test } from './app.ts';

for (const strategy of ['baseline', 'iterative'] as const) {
  test(`${strategy}: one SHA-256 in Node and in two browser workers`, async ({ app, page }) => {
    const { DEFAULT_SCENARIO, hashCapture, runScenario } = await engine();
    const scenario = { ...DEFAULT_SCENARIO, strategy };
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
