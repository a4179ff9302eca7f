import { expect, type Locator, type Page } from '@playwright/test';
import type { JobState } from '../../../src/jobs/job';
import type { ServedFile } from '../../origin/origin';
import type { ExtensionBrowser } from './extension';

/** After the worker's death it can take the 30 seconds of its alarm until it is there again; then a VM boots. */
const PATIENCE = { timeout: 50_000 };

/** The popup of a notebook, used as a person does: by what stands on it. */
export class PopupPage {
  static async open(browser: ExtensionBrowser, notebook?: Page): Promise<PopupPage> {
    return new PopupPage(await browser.openPopup(notebook));
  }

  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  row(file: ServedFile): Locator {
    return this.page.getByRole('listitem').filter({ hasText: nameOf(file) });
  }

  async add({ url, output = '', sha256 = '' }: { url: string; output?: string; sha256?: string }): Promise<void> {
    await this.page.getByLabel('Address').fill(url);
    if (output !== '') await this.page.getByLabel('Where to').fill(output);
    if (sha256 !== '') await this.page.getByLabel('Checksum').fill(sha256);
    await this.page.getByRole('button', { name: /download$/i }).click();
  }

  async relaunch(file: ServedFile): Promise<void> {
    await this.row(file).getByRole('button', { name: 'Relaunch' }).click();
  }

  /** Two clicks for later, both before the window can show what the first one did, as impatient people click. */
  async relaunchTwice(file: ServedFile): Promise<() => Promise<void>> {
    // Held by its handle: a locator would wait for a button that another window's click has taken away.
    const button = await this.row(file).getByRole('button', { name: 'Relaunch' }).elementHandle();
    return async () =>
      button?.evaluate((element: HTMLElement) => {
        element.click();
        element.click();
      });
  }

  async expectState(file: ServedFile, state: JobState): Promise<void> {
    await expect(this.row(file)).toHaveAttribute('data-state', state, PATIENCE);
  }

  /** From now on notes each state that a download is shown in; returns what tells them. */
  async statesOf(file: ServedFile): Promise<() => Promise<string[]>> {
    const row = this.row(file);
    await row.evaluate((element) => {
      const states = [element.getAttribute('data-state')];
      new MutationObserver(() => states.push(element.getAttribute('data-state'))).observe(element, {
        attributeFilter: ['data-state'],
      });
      Object.assign(element, { states });
    });
    return () => row.evaluate((element) => (element as unknown as { states: string[] }).states);
  }

  /** Waits until the popup shows that bytes are on the VM's disk. */
  async expectProgress(file: ServedFile): Promise<void> {
    const bar = this.row(file).getByRole('progressbar');
    await expect(bar).toHaveAttribute('aria-valuenow', /[1-9]/, PATIENCE);
  }
}

function nameOf(file: ServedFile): string {
  return new URL(file.url).pathname.slice(1);
}
