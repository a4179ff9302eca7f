import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { ServedFile } from '../origin/origin';
import { startTwin } from '../twin/index';
import { type ExtensionBrowser, launchWithExtension, pageAt } from './support/extension';
import { PopupPage } from './support/popup';
import { test as base, expect } from './support/test';

/*
 * From anywhere to bytes flowing. No driver can click what the browser itself draws (its menus, its address bar, notifications):
 * there the click is told to the worker as the browser would tell it, by the very event. All else is real.
 */

const MIB = 1024 * 1024;

const test = base.extend({
  browserWithExtension: async ({ twin }, use) => {
    const browser = await launchWithExtension({ args: [...twin.chromiumArgs], allow: ['contextMenus', 'downloads'] });
    await use(browser);
    await browser.close();
  },
});

type Told =
  | 'contextMenus.onClicked'
  | 'omnibox.onInputEntered'
  | 'commands.onCommand'
  | 'notifications.onButtonClicked';

async function tell(extension: ExtensionBrowser, event: Told, ...values: unknown[]): Promise<void> {
  await (await extension.worker()).evaluate(
    ([path, given]) => {
      const [part = '', name = ''] = path.split('.');
      const api = chrome as unknown as Record<string, Record<string, { dispatch(...values: unknown[]): void }>>;
      api[part]?.[name]?.dispatch(...given);
    },
    [event, values] as const,
  );
}

function rightFile(content: string, { url, sha256 }: ServedFile): boolean {
  const path = join(content, new URL(url).pathname.slice(1));
  return createHash('sha256').update(readFileSync(path)).digest('hex') === sha256;
}

/** The first download of a notebook: Lifeline may write its cell there from now on. */
async function allowCell(popup: PopupPage, first: ServedFile): Promise<void> {
  await popup.add({ url: first.url });
  await popup.expectState(first, 'completed');
}

/** A page with a link, as there are many. */
async function pageWithLink({ context }: ExtensionBrowser, url: string): Promise<Page> {
  const page = await context.newPage();
  await page.setContent(`<a id="link" href="${url}">the model</a>`);
  return page;
}

test('a link goes to the notebook by its menu: two clicks', async ({
  browserWithExtension: extension,
  twin,
  notebook,
  notebookPage,
  origin,
}) => {
  const [first, second, third] = ['first', 'menu', 'omnibox'].map((name) =>
    origin.add(`${name}-${process.pid}.bin`, { size: 3 * MIB }),
  ) as [ServedFile, ServedFile, ServedFile];
  const popup = await PopupPage.open(extension, notebookPage);
  await allowCell(popup, first);
  const content = notebook.vm?.content ?? '';
  const key = `drive:${notebook.id}`;
  const menuHas = async (id: string) =>
    (await extension.worker()).evaluate(
      (item) =>
        chrome.contextMenus.update(item, {}).then(
          () => true,
          () => false,
        ),
      id,
    );
  await expect.poll(() => menuHas(`notebook ${key}`)).toBe(true);

  const page = await pageWithLink(extension, second.url);
  let clicks = 0;
  await page.locator('#link').click({ button: 'right' });
  clicks++;
  await tell(extension, 'contextMenus.onClicked', { menuItemId: `notebook ${key}`, linkUrl: second.url });
  clicks++;
  await expect.poll(() => second.sent()).toBeGreaterThan(0);
  expect(clicks).toBe(2);
  await popup.expectState(second, 'completed');
  expect(rightFile(content, second)).toBe(true);

  await tell(extension, 'omnibox.onInputEntered', third.url, 'currentTab');
  await popup.expectState(third, 'completed');
  expect(rightFile(content, third)).toBe(true);

  // Another notebook, which has no cell of ours yet: nothing is written into it before its user says so.
  const other = await twin.addNotebook({});
  await (await extension.context.newPage()).goto(other.url);
  await expect.poll(() => menuHas(`notebook drive:${other.id}`)).toBe(true);
  expect(await menuHas('last')).toBe(true);
  const addPage = pageAt(extension.context, `chrome-extension://${extension.id}/src/add/index.html`);
  await tell(extension, 'contextMenus.onClicked', { menuItemId: `notebook drive:${other.id}`, linkUrl: second.url });
  const add = await addPage;
  await expect(add.getByLabel('What to download')).toHaveValue(second.url);
  await expect(add.getByLabel('Notebook')).toHaveValue(`drive:${other.id}`);
  await add.getByRole('button', { name: 'Add the cell and download it' }).click();
  await expect.poll(() => other.cells().some((cell) => cell.text.includes(second.url))).toBe(true);
  await add.close();

  const byKey = pageAt(extension.context, `chrome-extension://${extension.id}/src/add/index.html`);
  await tell(extension, 'commands.onCommand', 'add-downloads');
  await expect((await byKey).getByLabel('What to download')).toHaveValue('');
});

test('a copied request brings its cookie to the server, and never into the notebook', async ({ origin }) => {
  const cookie = 'session=very-s3cret';
  const file = origin.add(`cookie-${process.pid}.bin`, { size: 3 * MIB, cookie });
  // As Colab's Secrets would give it.
  const twin = await startTwin({ vmEnv: { LIFELINE_SECRET_LIFELINE_127_0_0_1_COOKIE: cookie } });
  const extension = await launchWithExtension({ args: [...twin.chromiumArgs] });
  try {
    const notebook = await twin.addNotebook();
    const page = await extension.context.newPage();
    await page.goto(notebook.url);
    const popup = await PopupPage.open(extension, page);
    const addPage = pageAt(extension.context, `chrome-extension://${extension.id}/src/add/index.html`);
    await popup.page.getByRole('link', { name: /copied request/ }).click();
    const add = await addPage;
    await add
      .getByLabel('What to download')
      .fill(`curl '${file.url}' \\\n  -H 'accept: */*' \\\n  -b '${cookie}' --compressed`);
    await expect(add.getByText('LIFELINE_127_0_0_1_COOKIE')).toBeVisible();
    await add.getByRole('button', { name: 'Add the cell and download it' }).click();
    await popup.expectState(file, 'completed');
    expect(rightFile(notebook.vm?.content ?? '', file)).toBe(true);
    const saved = JSON.stringify(notebook.cells());
    expect(saved).toContain('{secret:LIFELINE_127_0_0_1_COOKIE}');
    expect(saved).not.toContain('very-s3cret');
  } finally {
    await extension.close();
    await twin.stop();
  }
});

test('a download that the browser began goes on in Colab', { tag: '@long' }, async ({
  browserWithExtension: extension,
  notebook,
  notebookPage,
  origin,
}) => {
  const first = origin.add(`before-${process.pid}.bin`, { size: MIB });
  const file = origin.add(`offered-${process.pid}.bin`, { size: 52 * MIB, holdAt: MIB });
  const popup = await PopupPage.open(extension, notebookPage);
  await allowCell(popup, first);
  const page = await pageWithLink(extension, file.url);
  await page.locator('#link').click();
  const offers = async () =>
    (await extension.worker()).evaluate(async () => Object.keys(await chrome.notifications.getAll()));
  await expect.poll(offers).toContainEqual(expect.stringMatching(/^offer /));
  const offer = (await offers()).find((id) => id.startsWith('offer ')) ?? '';
  await tell(extension, 'notifications.onButtonClicked', offer, 0);
  await popup.expectState(file, 'running');
  // The browser's own download ends once the notebook has it.
  const own = async () =>
    (await extension.worker()).evaluate(async () => (await chrome.downloads.search({})).map(({ state }) => state));
  await expect.poll(own).toEqual(['interrupted']);
  file.release();
  await popup.expectState(file, 'completed');
  expect(rightFile(notebook.vm?.content ?? '', file)).toBe(true);
});
