import type { Page } from '@playwright/test';
import type { Happening, Refusal } from '../../twin/control';
import { PopupPage } from '../support/popup';
import { expect, test } from '../support/test';
import { touchesOfScripts } from './touches';

/* What Colab refuses: Lifeline presses Connect once, no button of the answer, and tells the user what is to be done. */

const FILE = 'https://example.org/big.bin';

/** What a script pressed, by the button's host. */
function presses(journal: readonly Happening[]): string[] {
  return touchesOfScripts(journal)
    .filter(({ type }) => type === 'click')
    .map(({ path, dialog }) => `${dialog ?? 'page'}: ${path.find((element) => /-button#/.test(element)) ?? path[0]}`);
}

const shot = (popup: Page, name: string) =>
  popup.screenshot({ path: `test-results/screens/refused-${name}.png`, fullPage: true });

for (const [refusal, title] of [
  ['too-many-sessions', 'Too many sessions'],
  ['no-gpu', 'Cannot connect to GPU backend'],
  ['captcha', 'Are you still there?'],
] as const satisfies [Refusal, string][]) {
  // The others differ by their words alone, which unit tests know.
  const tag = refusal === 'too-many-sessions' ? [] : '@long';
  test(`no runtime is given: ${refusal}`, { tag }, async ({
    browserWithExtension: browser,
    notebook,
    notebookPage,
  }) => {
    notebook.refuse(refusal);
    const { page: popup } = await openWith(browser, notebookPage);
    await expect(popup.getByText(`Colab asks in the notebook: ${title}`)).toBeVisible();
    await expect(popup.getByText('Colab gives no runtime now.')).toBeVisible();
    await shot(popup, refusal);
    const pressed = presses(await notebook.takeJournal());
    expect(pressed.filter((press) => !press.startsWith('page: '))).toEqual([]);

    // The user's answer brings nothing about by itself.
    await notebook.dismissDialogs();
    await expect(popup.getByText('Colab asks in the notebook')).toHaveCount(0);
    await expect(popup.getByText('Not connected', { exact: true })).toBeVisible();
    expect(presses(await notebook.takeJournal())).toEqual([]);
    notebook.refuse(null);
    await popup.getByRole('button', { name: /^Relaunch/ }).click();
    await expect(popup.getByText(/^Connected/)).toBeVisible();
  });
}

test('nobody is signed in', async ({ browserWithExtension: browser, twin }) => {
  const notebook = await twin.addNotebook({ variant: { user: 'signed-out' } });
  const page = await browser.context.newPage();
  await page.goto(notebook.url);
  const { page: popup } = await openWith(browser, page);
  await expect(popup.getByText('You are signed out of Google')).toBeVisible();
  await expect(popup.getByText('Nobody is signed in to Google in this notebook.')).toBeVisible();
  await shot(popup, 'signed-out');
  expect(presses(await notebook.takeJournal())).toEqual([]);
});

test('the server gives no runtime, and says no more than that', { tag: '@long' }, async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
}) => {
  notebook.refuse('error');
  const { page: popup } = await openWith(browser, notebookPage);
  await expect(popup.getByText('The notebook is not connected to a runtime.')).toBeVisible();
  expect(presses(await notebook.takeJournal()).filter((press) => !press.startsWith('page: '))).toEqual([]);
});

test('a question of Colab’s stands in the way, in its own words', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
}) => {
  await notebookPage.locator('.cell.code').first().waitFor();
  await notebook.showDialog('scan-warning');
  const { page: popup } = await openWith(browser, notebookPage);
  await expect(popup.getByText('Colab asks in the notebook: Warning')).toBeVisible();
  await expect(popup.getByText('You may be executing code that is disallowed')).toBeVisible();
  await shot(popup, 'question');
  expect(presses(await notebook.takeJournal())).toEqual([]);
  expect(notebook.cells()).toHaveLength(2);
});

test('a capability that is lost is told, and what still works', async ({ browserWithExtension: browser, twin }) => {
  const notebook = await twin.addNotebook({ variant: { pageObject: 'missing' } });
  const page = await browser.context.newPage();
  await page.addInitScript(() => {
    const remove = () => {
      for (const part of document.querySelectorAll('.add-cell, #toolbar-add-code')) part.remove();
    };
    new MutationObserver(remove).observe(document, { childList: true, subtree: true });
  });
  await page.goto(notebook.url);
  const popup = await browser.openPopup(page);
  await expect(popup.getByText('Lifeline cannot do this here: add its cell.')).toBeVisible();
  await expect(popup.getByText('All else works as before.')).toBeVisible();
  await shot(popup, 'lost-capability');
});

async function openWith(browser: Parameters<typeof PopupPage.open>[0], notebookPage: Page): Promise<PopupPage> {
  await notebookPage.locator('.cell.code').first().waitFor();
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add({ url: FILE });
  return popup;
}
