import type { Page } from '@playwright/test';
import { withMarker } from '../../../src/runtime/cell-marker';
import type { ExtensionBrowser } from '../support/extension';
import { expect, test } from '../support/test';
import { recordTouches, takeTouches } from './clicks';
import { showDialog } from './dialogs';
import { ask, TOKEN } from './tab';

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
    await page.keyboard.type('rd');
    await expect.poll(() => notebook.cells()[2]?.text).toContain('half a word');
    await expect.poll(() => notebook.cells().at(-1)?.text).toBe(text);
  });
}

test('a dialog over the page stops every action, and none is pressed', async ({
  browserWithExtension: browser,
  twin,
}) => {
  const notebook = await twin.addNotebook();
  const page = await browser.context.newPage();
  await recordTouches(page);
  await page.goto(notebook.url);
  await page.locator('.cell.code').first().waitFor();
  for (const kind of ['warning', 'not-authored', 'disallowed', 'drive', 'unknown'] as const) {
    const close = await showDialog(page, kind);
    const text = await withMarker('x = 1\n');
    expect(await ask(browser, page, 'tab/ensure', ensure(text, { run: true }))).toMatchObject({
      ok: false,
      code: 'dialog-open',
    });
    expect(await ask(browser, page, 'tab/connect', null)).toMatchObject({ ok: false, code: 'dialog-open' });
    expect(await ask(browser, page, 'tab/nudge', { request: false })).toMatchObject({ ok: false, code: 'dialog-open' });
    expect(await takeTouches(page), kind).toEqual([]);
    await close();
  }
  expect(notebook.cells()).toHaveLength(2);
});

test('"Reconnect" on the inactivity dialog is the one answer given', async ({
  browserWithExtension: browser,
  twin,
}) => {
  const notebook = await twin.addNotebook();
  const page = await browser.context.newPage();
  await recordTouches(page);
  await page.goto(notebook.url);
  await page.locator('.cell.code').first().waitFor();
  await showDialog(page, 'inactivity');
  expect((await ask(browser, page, 'tab/read', null)).state).toBe('lost');
  expect(await takeTouches(page)).toEqual([]);
  expect(await ask(browser, page, 'tab/connect', null)).toMatchObject({
    ok: true,
    rung: 'dialog/reconnect',
    value: 'idle',
  });
  const touches = await takeTouches(page);
  expect(touches.map(({ dialog }) => dialog)).toEqual(['inactivity']);
});

test('"Run anyway" is answered where the user said so for this notebook, and nowhere else', async ({
  browserWithExtension: browser,
  twin,
}) => {
  const notebook = await twin.addNotebook({ variant: { source: 'github', connectedAtLoad: true } });
  const page = await browser.context.newPage();
  await recordTouches(page);
  await page.goto(notebook.url);
  await page.locator('.cell.code').first().waitFor();
  await expect.poll(async () => (await ask(browser, page, 'tab/read', null)).state).toBe('idle');
  const text = await withMarker(LOOP);
  expect(await ask(browser, page, 'tab/ensure', ensure(text, { run: true }))).toMatchObject({
    ok: false,
    code: 'dialog-open',
  });
  expect((await ask(browser, page, 'tab/read', null)).dialogs.map(({ kind }) => kind)).toEqual(['not-authored']);
  expect((await takeTouches(page)).filter(({ dialog }) => dialog !== null)).toEqual([]);
  const answered = await ask(browser, page, 'tab/ensure', ensure(text, { run: true, runUntrusted: true }));
  expect(answered, JSON.stringify(answered)).toMatchObject({ ok: true });
  const pressed = (await takeTouches(page)).filter(({ dialog }) => dialog !== null);
  expect(pressed.map(({ type }) => type)).toEqual(['click']);
  await expect.poll(async () => (await ask(browser, page, 'tab/progress', { token: TOKEN })).running).toBe(true);
});
