import { withMarker } from '../../../src/runtime/cell-marker';
import { launchWithExtension } from '../support/extension';
import { expect, test } from '../support/test';
import { ask, COUNTER, TOKEN } from './tab';

/*
 * Where the page does not show what goes on: a socket that was lost or an output in a frame of another origin.
 */

test.beforeEach(async ({ notebookPage }) => {
  await notebookPage.locator('.cell.code').first().waitFor();
});

for (const pageObject of ['present', 'missing'] as const) {
  test.describe(`page object ${pageObject}`, () => {
    test.use({ variant: { pageObject } });

    test('a cell that runs on after a lost socket is interrupted all the same', async ({
      browserWithExtension: browser,
      notebook,
      notebookPage: page,
    }) => {
      const cell = { text: await withMarker(COUNTER), overwriteEdited: false, run: true, runUntrusted: false };
      expect(await ask(browser, page, 'tab/ensure', cell)).toMatchObject({ ok: true });
      const progress = () => ask(browser, page, 'tab/progress', { token: TOKEN });
      await expect.poll(async () => (await progress()).line).toContain('"seq"');
      notebook.cutSocket();
      await expect.poll(async () => (await ask(browser, page, 'tab/read', null)).state).toBe('disconnected');
      expect((await progress()).running).toBe(false);
      const interrupted = await ask(browser, page, 'tab/interrupt', null);
      expect(interrupted, JSON.stringify(interrupted)).toMatchObject({ ok: true });
      expect(interrupted.ok && interrupted.rung).not.toBe('already-still');
      await expect.poll(() => JSON.stringify(notebook.cells().at(-1)?.outputs)).toContain('KeyboardInterrupt');
      expect((await ask(browser, page, 'tab/read', null)).state).toBe('idle');
    });

    test('work that no cell owns up to is left alone', async ({
      browserWithExtension: browser,
      notebook,
      notebookPage: page,
    }) => {
      await ask(browser, page, 'tab/connect', null);
      // Deleted while it runs; a scratch cell stands in no list of cells, either.
      const cell = { text: await withMarker(COUNTER), overwriteEdited: false, run: true, runUntrusted: false };
      await ask(browser, page, 'tab/ensure', cell);
      await page.locator('.cell.code').last().click();
      await page.locator('#button-delete-cell-or-selection').click();
      await expect.poll(() => notebook.cells().length).toBe(2);
      await page.reload();
      await expect.poll(async () => (await ask(browser, page, 'tab/read', null)).state).toBe('busy');
      expect(await ask(browser, page, 'tab/ensure', cell)).toMatchObject({ ok: true });
      await expect.poll(() => notebook.runs.length).toBe(2);
      expect(await notebook.takeJournal()).not.toContainEqual({ kind: 'interrupt' });
    });
  });
}

test('a line in an output frame reaches the background, once the host is allowed', async ({ twin }) => {
  const browser = await launchWithExtension({
    args: [...twin.chromiumArgs],
    // What the user's click on the permission does; a prompt of the browser cannot be pressed from a test.
    allow: ['https://*.googleusercontent.com/*'],
  });
  const text = `from IPython.display import display, HTML
display(HTML('<pre>@@lifeline {"token": "guess", "seq": 7}</pre>'))`;
  const notebook = await twin.addNotebook({
    variant: { connectedAtLoad: true },
    cells: [{ kind: 'code', text }],
  });
  const page = await browser.context.newPage();
  await page.goto(notebook.url);
  await expect(page.locator('.cell.code colab-run-button').first()).toBeVisible();
  // Only a notebook that the user has asked something of is known, and has a token that a line could lack.
  const popup = await browser.openPopup(page);
  const keepAlive = popup.getByRole('switch').first();
  await keepAlive.click();
  await keepAlive.click();
  await page.bringToFront();
  await page.locator('.cell.code colab-run-button').first().click();
  await expect.poll(() => JSON.stringify(notebook.cells()[0]?.outputs)).toContain('guess');
  const forged = () =>
    popup.evaluate(
      () =>
        new Promise<string[]>((resolve, reject) => {
          const opening = indexedDB.open('lifeline');
          opening.addEventListener('error', () => reject(opening.error));
          opening.addEventListener('success', () => {
            const all = opening.result.transaction('flight').objectStore('flight').getAll();
            all.addEventListener('success', () => {
              opening.result.close();
              resolve(all.result.filter(({ kind }) => kind === 'forged').map(({ why }) => why));
            });
          });
        }),
    );
  await expect.poll(forged).toEqual(['not-ours']);
  await browser.close();
});
