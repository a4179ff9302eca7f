import type { Page } from '@playwright/test';
import { withMarker } from '../../../src/runtime/cell-marker';
import type { ExtensionBrowser } from '../support/extension';
import { expect, test } from '../support/test';
import { translatePage } from './mutations';
import { ask, TOKEN } from './tab';
import { touchesOfScripts } from './touches';

const ensure = (text: string, more: { run?: boolean; overwriteEdited?: boolean; runUntrusted?: boolean } = {}) => ({
  text,
  run: false,
  overwriteEdited: false,
  runUntrusted: false,
  ...more,
});
const LOOP = `import time\nfor seq in range(1, 600):\n    print('@@lifeline {"v": 1, "token": "${TOKEN}", "seq": %d}' % seq, flush=True)\n    time.sleep(0.1)\n`;

test.beforeEach(async ({ notebookPage }) => {
  await notebookPage.locator('.cell.code').first().waitFor();
});

/** Runs the manifest's content scripts once more, as the background does for tabs that were open before an update. */
async function injectAgain(browser: ExtensionBrowser, page: Page): Promise<void> {
  await (await browser.worker()).evaluate(
    async (tabId) => {
      const scripts = (chrome.runtime.getManifest().content_scripts ?? []) as { js?: string[]; world?: 'MAIN' }[];
      for (const { js = [], world = 'ISOLATED' } of scripts) {
        await chrome.scripting.executeScript({
          target: { tabId },
          files: js,
          world,
          injectImmediately: true,
        });
      }
    },
    await browser.tabId(page),
  );
}

test('a newer copy of the scripts takes over from the older', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage: page,
}) => {
  for (let copy = 0; copy < 3; copy++) await injectAgain(browser, page);
  const text = await withMarker('x = 1\n');
  const both = await Promise.all([
    ask(browser, page, 'tab/ensure', ensure(text)),
    ask(browser, page, 'tab/ensure', ensure(text)),
  ]);
  expect(both.map((result) => result.ok && result.value.changed)).toEqual([true, false]);
  expect(both[0].trace.some(({ rung, outcome }) => rung.startsWith('page-object/') && outcome === 'held')).toBe(true);
  expect(notebook.cells().filter((cell) => cell.text.includes('lifeline-cell'))).toHaveLength(1);
});

test('a cell that the user edited is overwritten only when asked to', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage: page,
}) => {
  const text = await withMarker('x = 1\n');
  await ask(browser, page, 'tab/ensure', ensure(text));
  await page.evaluate(() => {
    const { cells } = (
      window as unknown as {
        colab: { global: { notebook: { cells: { getText(): string; setText(text: string): void }[] } } };
      }
    ).colab.global.notebook;
    const cell = cells.at(-1);
    cell?.setText(`${cell.getText()}print('mine')\n`);
  });
  await expect.poll(() => notebook.cells().at(-1)?.text).toContain('mine');
  const changed = await withMarker('x = 2\n');
  expect(await ask(browser, page, 'tab/ensure', ensure(changed))).toMatchObject({ ok: false, code: 'cell-edited' });
  expect(notebook.cells().at(-1)?.text).toContain('mine');
  expect(await ask(browser, page, 'tab/ensure', ensure(changed, { overwriteEdited: true }))).toMatchObject({
    ok: true,
  });
  await expect.poll(() => notebook.cells().at(-1)?.text).toBe(changed);
});

test('progress is read from the Lifeline cell alone', async ({ browserWithExtension: browser, twin }) => {
  const forged = `print('@@lifeline {"v": 1, "token": "${TOKEN}", "seq": 999999}')`;
  const notebook = await twin.addNotebook({
    variant: { connectedAtLoad: true },
    cells: [{ kind: 'code', text: forged }],
  });
  const page = await browser.context.newPage();
  await page.goto(notebook.url);
  await page.locator('.cell.code').first().waitFor();
  await expect.poll(async () => (await ask(browser, page, 'tab/read', null)).state).toBe('idle');
  await page.locator('.cell.code colab-run-button').first().click();
  await expect.poll(() => JSON.stringify(notebook.cells()[0]?.outputs)).toContain('999999');
  expect(await ask(browser, page, 'tab/progress', { token: TOKEN })).toMatchObject({
    line: null,
    cellId: null,
    running: false,
  });
  await ask(browser, page, 'tab/ensure', ensure(await withMarker(LOOP), { run: true }));
  await expect
    .poll(async () => (await ask(browser, page, 'tab/progress', { token: TOKEN })).line)
    .toMatch(/"seq": \d{1,3}}$/);
});

for (const pageObject of ['present', 'missing'] as const) {
  test(`the user's caret, focus and view stay where they are (page object ${pageObject})`, async ({
    browserWithExtension: browser,
    twin,
  }) => {
    const cells = Array.from({ length: 20 }, (_, index) => ({
      kind: 'code' as const,
      text: `# cell ${index}\n${'x = 1\n'.repeat(12)}`,
    }));
    const notebook = await twin.addNotebook({ variant: { pageObject }, cells });
    const page = await browser.context.newPage();
    await page.goto(notebook.url);
    await page.locator('.cell.code').nth(2).locator('.editor').click();
    await page.locator('.cell.code').nth(2).locator('.view-lines').click();
    await page.keyboard.type('half a wo');
    const stand = () =>
      page.evaluate(() => {
        const focused = document.activeElement;
        return {
          focus: focused?.className,
          cell: focused?.closest('.cell')?.id,
          top: document.querySelector('#notebook-main')?.scrollTop,
        };
      });
    const before = await stand();
    expect(before.cell).toBeDefined();
    const text = await withMarker(`x = 1\n${'y = 2\n'.repeat(100)}`);
    expect(await ask(browser, page, 'tab/ensure', ensure(text))).toMatchObject({ ok: true });
    expect(await stand()).toEqual(before);
    // All the cells are read for a marker; a key in one of the user's editors would move the caret that it remembers.
    const heartbeat = { on: false, text: '# @title Heartbeat\n# marker of the test' };
    expect(await ask(browser, page, 'tab/heartbeat', heartbeat)).toMatchObject({ ok: true, rung: 'already-gone' });
    expect(await stand()).toEqual(before);
    const keys = touchesOfScripts(await notebook.takeJournal()).filter(({ type }) => type === 'keydown');
    const ours = await page.locator('.cell.code').last().getAttribute('id');
    expect(keys.filter(({ cell }) => cell !== ours)).toEqual([]);
    await page.keyboard.type('rd');
    await expect.poll(() => notebook.cells()[2]?.text).toContain('half a word');
    await expect.poll(() => notebook.cells().at(-1)?.text).toBe(text);
  });
}

test('a dialog over the page stops every action, and none is pressed', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage: page,
}) => {
  const text = await withMarker('x = 1\n');
  for (const name of ['scan-warning', 'not-authored', 'disallowed', 'drive', 'drive-revoke', 'unknown'] as const) {
    await notebook.showDialog(name);
    const refused = { ok: false, code: name === 'disallowed' ? 'refused' : 'dialog-open' };
    expect(await ask(browser, page, 'tab/ensure', ensure(text, { run: true }))).toMatchObject(refused);
    expect(await ask(browser, page, 'tab/connect', null)).toMatchObject(refused);
    expect(await ask(browser, page, 'tab/nudge', { request: false })).toMatchObject(refused);
    expect(touchesOfScripts(await notebook.takeJournal()), name).toEqual([]);
    await notebook.dismissDialogs();
  }
  expect(notebook.cells()).toHaveLength(2);
});

test('"Reconnect" on the inactivity dialog is the one answer given', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage: page,
}) => {
  await notebook.showDialog('disconnected');
  expect((await ask(browser, page, 'tab/read', null)).state).toBe('lost');
  expect(touchesOfScripts(await notebook.takeJournal())).toEqual([]);
  expect(await ask(browser, page, 'tab/connect', null)).toMatchObject({
    ok: true,
    rung: 'dialog/reconnect',
    value: 'idle',
  });
  const touches = touchesOfScripts(await notebook.takeJournal());
  expect(touches.map(({ dialog }) => dialog)).toEqual(['disconnected']);
});

test('"Run anyway" is answered where the user said so for this notebook, and nowhere else', async ({
  browserWithExtension: browser,
  twin,
}) => {
  const notebook = await twin.addNotebook({ variant: { source: 'github', connectedAtLoad: true } });
  const page = await browser.context.newPage();
  await page.goto(notebook.url);
  await page.locator('.cell.code').first().waitFor();
  await expect.poll(async () => (await ask(browser, page, 'tab/read', null)).state).toBe('idle');
  const text = await withMarker(LOOP);
  expect(await ask(browser, page, 'tab/ensure', ensure(text, { run: true }))).toMatchObject({
    ok: false,
    code: 'dialog-open',
  });
  expect((await ask(browser, page, 'tab/read', null)).dialogs.map(({ kind }) => kind)).toEqual(['not-authored']);
  const presses = async () => touchesOfScripts(await notebook.takeJournal()).filter(({ dialog }) => dialog !== null);
  expect(await presses()).toEqual([]);
  const answered = await ask(browser, page, 'tab/ensure', ensure(text, { run: true, runUntrusted: true }));
  expect(answered, JSON.stringify(answered)).toMatchObject({ ok: true });
  expect((await presses()).map(({ type }) => type)).toEqual(['click']);
  await expect.poll(async () => (await ask(browser, page, 'tab/progress', { token: TOKEN })).running).toBe(true);
});

for (const pageObject of ['present', 'missing'] as const) {
  test.describe(`page object ${pageObject}`, () => {
    test.use({ variant: { pageObject, connectedAtLoad: true } });

    test('works on a page that the browser has translated', async ({
      browserWithExtension: browser,
      notebook,
      notebookPage: page,
    }) => {
      await expect.poll(async () => (await ask(browser, page, 'tab/read', null)).state).toBe('idle');
      await page.evaluate(translatePage);
      expect((await ask(browser, page, 'tab/read', null)).state).toBe('idle');
      const text = await withMarker(LOOP);
      expect(await ask(browser, page, 'tab/ensure', ensure(text, { run: true }))).toMatchObject({ ok: true });
      await expect.poll(() => notebook.cells().at(-1)?.text).toBe(text);
      await expect
        .poll(async () => (await ask(browser, page, 'tab/progress', { token: TOKEN })).line)
        .toContain('"seq"');
      expect(await ask(browser, page, 'tab/interrupt', null)).toMatchObject({ ok: true });
    });

    test('takes no proposal of Gemini’s for the cell’s own text', async ({
      browserWithExtension: browser,
      notebook,
      notebookPage: page,
    }) => {
      const text = await withMarker('x = 1\n');
      await ask(browser, page, 'tab/ensure', ensure(text));
      await expect.poll(() => notebook.cells().at(-1)?.text).toBe(text);
      await notebook.propose(notebook.cells().at(-1)?.id ?? '', `${text}print('proposed')\n`);
      await expect(page.locator('.agent-focused .editor.modified .view-lines')).toContainText('proposed');
      expect((await ask(browser, page, 'tab/read', null)).cells.at(-1)).toMatchObject({ lifeline: true });
      const changed = await withMarker('x = 2\n');
      expect(await ask(browser, page, 'tab/ensure', ensure(changed))).toMatchObject({ ok: true });
      await expect.poll(() => notebook.cells().at(-1)?.text).toBe(changed);
    });
  });
}

test('a page object that comes late is used from then on', async ({ browserWithExtension: browser, twin }) => {
  const notebook = await twin.addNotebook({ variant: { pageObject: 'late' } });
  const page = await browser.context.newPage();
  await page.goto(notebook.url);
  await page.locator('.cell.code').first().waitFor();
  const rungOf = async (text: string) => {
    const result = await ask(browser, page, 'tab/ensure', ensure(await withMarker(text)));
    return result.ok ? result.rung : result.code;
  };
  expect(await rungOf('x = 1\n')).toBe('dom/add-below-last + editor/set-value');
  await notebook.advance(30);
  expect(await rungOf('x = 2\n')).toBe('page-object/set-text');
});
