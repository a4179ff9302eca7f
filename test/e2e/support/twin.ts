import { type Browser, test as base, chromium, type Page } from '@playwright/test';
import { startTwin, type Twin } from '../../twin/index';

interface WorkerFixtures {
  twin: Twin;
  /** A Chromium that takes the twin for Colab, without the extension. */
  plainBrowser: Browser;
}

interface Fixtures {
  /** Opens a notebook's page and waits until its cells are there. */
  open: (notebook: { url: string }) => Promise<Page>;
}

/** For tests of the twin itself. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  twin: [
    async ({}, use) => {
      const twin = await startTwin();
      await use(twin);
      await twin.stop();
    },
    { scope: 'worker' },
  ],
  plainBrowser: [
    async ({ twin }, use) => {
      const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
        args: [...twin.chromiumArgs],
      });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  open: async ({ plainBrowser }, use) => {
    const pages: Page[] = [];
    await use(async ({ url }) => {
      const page = await plainBrowser.newPage();
      pages.push(page);
      await page.goto(url);
      await page.locator('.cell').first().waitFor();
      return page;
    });
    await Promise.all(pages.map((page) => page.close()));
  },
});

export { expect } from '@playwright/test';
