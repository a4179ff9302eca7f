import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { expect, test } from '../support/twin';
import { outlineOf } from './outline';

/*
 * The twin's structure beside the recorded pages': each part that we know of, element for element, through its shadow roots.
 * Each is compared with a page that shows it in the same state.
 */

const GPU = '2026-03-en-light-connected-gpu-t4';
const PT = '2026-04-pt-dark-connected-high-contrast-editor';
const NOT_CONNECTED = '2026-07-en-light-not-connected';
const OLD = '2025-07-en-light-reconnect';
const IDLE_CODE = '.cell.code.code-has-output:not(.focused)';

/** Part, selector, recorded page. */
const CONNECTED: [string, string, string][] = [
  ['skip link', 'colab-skip-link', GPU],
  ['header', '#header', GPU],
  ['note on private outputs', '#private-outputs-warning', GPU],
  ['menu bar', '#top-menubar', PT],
  ['toolbar', '#top-toolbar', '2025-12-tr-dark-connected'],
  ['connect button', 'colab-connect-button', GPU],
  ['left pane', '.colab-left-pane-nib', GPU],
  ['tab pane', 'colab-tab-pane', GPU],
  ['bar between cells', '.notebook-content > .add-cell', GPU],
  ['code cell with output', IDLE_CODE, PT],
  ['tools of the focused cell', 'colab-cell-toolbar', GPU],
  ['output frames', '.proxies', GPU],
  ['status bar', 'colab-status-bar', GPU],
  ['Gemini button', 'colab-composer-floating-spark', GPU],
  ['snackbar', '#message-area', GPU],
  ['comments', 'dialog.doc-comments-area', GPU],
  ...['file', 'edit', 'view', 'insert', 'runtime', 'tools', 'help'].map((name): [string, string, string] => [
    `${name} menu`,
    `#${name}-menu`,
    GPU,
  ]),
];

/** A recorded page as a document, where its shadow roots come alive. */
async function recorded(browser: Browser, name: string): Promise<Page> {
  const page = await browser.newPage();
  const body = readFileSync(join(import.meta.dirname, `../../fixtures/recorded/${name}.html`), 'utf8');
  await page.route('**/*', (route) =>
    route.request().resourceType() === 'document' && route.request().frame().parentFrame() === null
      ? route.fulfill({ contentType: 'text/html; charset=utf-8', body })
      : route.abort(),
  );
  await page.goto('https://colab.research.google.com/drive/1');
  return page;
}

async function compare(twin: Page, browser: Browser, parts: readonly (readonly [string, string, string])[]) {
  for (const name of new Set(parts.map(([, , page]) => page))) {
    const page = await recorded(browser, name);
    for (const [part, selector] of parts.filter((each) => each[2] === name)) {
      const known = await outlineOf(page, selector);
      expect(known.length, `${part} of ${name}`).toBeGreaterThan(1);
      expect.soft(await outlineOf(twin, selector), `${part}, beside ${name}`).toEqual(known);
    }
    await page.close();
  }
}

test('the connected page is built as the recorded ones', async ({ twin, open, plainBrowser }) => {
  const notebook = await twin.addNotebook({
    variant: { connectedAtLoad: true, accelerator: 'T4' },
    cells: [
      { kind: 'code', text: 'print(1)' },
      { kind: 'code', text: '' },
    ],
  });
  const page = await open(notebook);
  await expect(page.locator('#connect-button-resource-display')).toBeAttached();
  await page.locator('.cell.code #run-button').first().click();
  await expect(page.locator('.cell.code .last-run')).toContainText('check');
  await page
    .locator('.cell.code .cell-gutter')
    .last()
    .click({ position: { x: 2, y: 2 } });
  await expect(page.locator(IDLE_CODE)).toHaveCount(1);
  await compare(page, plainBrowser, CONNECTED);

  const real = await recorded(plainBrowser, GPU);
  const children = (of: Page) =>
    of.evaluate(() =>
      [...document.body.children]
        .map(({ localName, id, classList }) => `${localName}#${id}.${classList[0] ?? ''}`)
        // Monaco's, other extensions', and frames whose order varies.
        .filter((name) => !/#\.$|monaco|context-view|template|INTERFACE|apiproxy/.test(name)),
    );
  expect(await children(page)).toEqual(await children(real));
});

test('without a runtime, too', async ({ twin, open, plainBrowser }) => {
  const page = await open(await twin.addNotebook({ cells: [{ kind: 'code', text: '' }] }));
  await compare(page, plainBrowser, [
    ['connect button', 'colab-connect-button', NOT_CONNECTED],
    ['runtime status', 'colab-status-bar', NOT_CONNECTED],
    ['run menu', 'colab-notebook-toolbar-run-button', NOT_CONNECTED],
    ['run button', 'colab-run-button', NOT_CONNECTED],
  ]);
});

test('the structure of 2025', async ({ twin, open, plainBrowser }) => {
  const notebook = await twin.addNotebook({
    variant: { dom: '2025-05' },
    cells: [{ kind: 'code', text: '' }],
  });
  const page = await open(notebook);
  await compare(page, plainBrowser, [
    ['connect button', 'colab-connect-button', OLD],
    ['run button', 'colab-run-button', OLD],
  ]);
  // What the page of May 2025 had, which is not among the recorded ones.
  await expect(page.locator('.cell.notebook-cell, colab-notebook-toolbar-run-button')).toHaveCount(0);
  await expect(page.locator('.inputarea-and-title > .inputarea')).toHaveCount(1);
  await expect(page.locator('.cell-contents > colab-cell-next-steps')).toHaveCount(1);
});

test('a dialog has the shell of the recorded ones', async ({ twin, open, plainBrowser }) => {
  const notebook = await twin.addNotebook();
  const page = await open(notebook);
  await notebook.showDialog('remote-changes');
  const real = await recorded(plainBrowser, '2025-02-en-dark-remote-changes-dialog');
  for (const part of ['.mdc-dialog', 'mwc-dialog > [dialogaction=ok]', 'mwc-dialog > [dialogaction=cancel]']) {
    expect(await outlineOf(page, part)).toEqual(await outlineOf(real, part));
  }
  expect(await page.locator('body > [inert]').count()).toBeGreaterThan(10);
  await expect(real.locator('.notebook-vertical')).toHaveAttribute('inert');
});
