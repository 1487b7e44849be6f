// What axe finds in a page. It runs in the page itself: the package's own builder carries every passing node over the wire
// and took seven times as long in Firefox.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const builder = createRequire(import.meta.url).resolve('@axe-core/playwright');
const source = readFileSync(createRequire(builder).resolve('axe-core/axe.min.js'), 'utf8');

/** `rule: the element` for each violation. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const script = "window.axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)";
  const violations = await page.evaluate<AxeResults['violations']>(script);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
