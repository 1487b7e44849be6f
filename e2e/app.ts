// The page object: what a person sees and does, by role and name, and the idle signal that the specs wait for.
import { expect, test as base, type Locator, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppStore } from '../src/store/app-store.ts';

declare global {
  interface Window {
    migrascope: AppStore;
  }
}

export const FIXTURES = join(import.meta.dirname, '../src/fixtures/streams');

export class MigrascopeApp {
  readonly page: Page;
  /** What the page complained about: uncaught errors and console errors. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  /** Opens the page and waits for the default run. */
  async open(): Promise<void> {
    await this.page.goto('./');
    await this.idle();
  }

  /** Waits until nothing goes on and something is open. */
  async idle(): Promise<void> {
    await this.page.waitForFunction(() => {
      const { document, work } = window.migrascope.getState();
      return document !== null && work === null;
    });
  }

  /** Name and kind of what is open. */
  opened(): Promise<string> {
    return this.page.evaluate(() => {
      const { document } = window.migrascope.getState();
      return `${document?.kind} ${document?.name}`;
    });
  }

  cursor(): Promise<number> {
    return this.page.evaluate(() => window.migrascope.getState().cursor);
  }

  /** Chooses a file in the dialog. */
  async choose(name: string, buffer: Buffer): Promise<void> {
    await this.page
      .getByLabel('Open a stream file')
      .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await this.settled();
  }

  /** Drops bytes as a file on the page, as a file manager does. */
  async drop(name: string, bytes: Buffer): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      ([text, file]) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(atob(text!), (c) => c.charCodeAt(0))], file!));
        return data;
      },
      [bytes.toString('base64'), name],
    );
    await this.page.locator('#root > *').first().dispatchEvent('drop', { dataTransfer: transfer });
    await this.settled();
  }

  /** Waits until a job that was begun has ended, well or not. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(() => window.migrascope.getState().work === null);
  }

  async openSample(title: RegExp): Promise<void> {
    await this.page
      .getByRole('button', { name: /Open a run, a file or a sample|\.bin|Default|baseline|iterative/i })
      .first()
      .click();
    await this.page.getByRole('button', { name: title }).click();
    await this.page.waitForFunction(() => window.migrascope.getState().document?.kind === 'file');
    await this.idle();
  }
}

/** A captured stream as it lies in the repository, still gzipped. */
export function packedFixture(name: string): Buffer {
  return readFileSync(join(FIXTURES, `${name}.bin.gz`));
}

/** Over WebDriver BiDi, fill() sets a field's value behind React's back: in Firefox the keys are typed instead. */
function typeInstead(page: Page): void {
  const locators = Object.getPrototypeOf(page.locator('html')) as Pick<Locator, 'fill'>;
  locators.fill = async function (this: Locator, text: string) {
    await this.focus();
    await this.press('Control+a');
    await this.press('Delete');
    await this.pressSequentially(text);
  };
}

export const test = base.extend<{ app: MigrascopeApp }>({
  page: async ({ page, browserName }, use) => {
    if (browserName === 'firefox') typeInstead(page);
    await use(page);
  },
  app: async ({ page }, use) => {
    const app = new MigrascopeApp(page);
    await use(app);
    expect(app.complaints).toEqual([]);
  },
});

export { expect };
