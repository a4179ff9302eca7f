import { test as base, type Page } from '@playwright/test';
import { type Origin, startOrigin } from '../../origin/origin';
import { startTwin, type Twin } from '../../twin/index';
import type { Variant } from '../../twin/variant';
import { type ExtensionBrowser, launchWithExtension, newProfile, removeProfile } from './extension';

type Notebook = Awaited<ReturnType<Twin['addNotebook']>>;

interface Fixtures {
  /** How this test's notebook differs from the twin's standard one. */
  variant: Partial<Variant>;
  /** Optional hosts and permissions that the user has allowed, and whether the browser is one without flags of automation. */
  allow: readonly string[];
  untouched: boolean;
  /** A fresh browser profile with the built extension. */
  browserWithExtension: ExtensionBrowser;
  /** A profile that outlives its browsers, and what starts one with it; `welcome` as for `launchWithExtension`. */
  keptProfile: { folder: string; start(welcome: boolean): Promise<ExtensionBrowser> };
  /** A notebook of the twin, and its page. */
  notebook: Notebook;
  notebookPage: Page;
}

interface WorkerFixtures {
  twin: Twin;
  origin: Origin;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  twin: [
    async ({}, use) => {
      const twin = await startTwin();
      await use(twin);
      await twin.stop();
    },
    { scope: 'worker' },
  ],
  origin: [
    async ({}, use) => {
      const origin = await startOrigin();
      await use(origin);
      await origin.stop();
    },
    { scope: 'worker' },
  ],
  allow: [[], { option: true }],
  untouched: [false, { option: true }],
  browserWithExtension: async ({ twin, allow, untouched }, use) => {
    const browser = await launchWithExtension({ args: [...twin.chromiumArgs], allow, untouched });
    await use(browser);
    await browser.close();
  },
  keptProfile: async ({ twin }, use) => {
    const folder = newProfile();
    await use({
      folder,
      start: (welcome) => launchWithExtension({ args: [...twin.chromiumArgs], profile: folder, welcome }),
    });
    await removeProfile(folder);
  },
  variant: [{}, { option: true }],
  notebook: async ({ twin, variant }, use) => {
    await use(await twin.addNotebook({ variant }));
  },
  notebookPage: async ({ browserWithExtension, notebook }, use) => {
    const page = await browserWithExtension.context.newPage();
    await page.goto(notebook.url);
    await use(page);
  },
});

export { expect } from '@playwright/test';
