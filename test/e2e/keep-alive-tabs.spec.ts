import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { beat, ring, toolbar } from './support/keep-alive';
import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

/* Tabs that the browser takes away, an extension that is updated, and a VM that is replaced: the download goes on. */

const MIB = 1024 * 1024;

/** The Web Locks that the page's origin holds. */
const locksOf = (page: Page) =>
  page.evaluate(async () => (await navigator.locks.query()).held?.map(({ name, mode }) => `${mode} ${name}`));

test.describe('where the user has allowed the computer to be kept awake', () => {
  test.use({ allow: ['power'] });

  test('work keeps its tab from being discarded, its page from being frozen and the computer from falling asleep', async ({
    browserWithExtension: browser,
    notebookPage,
    origin,
  }) => {
    const [worker, tabId] = [await browser.worker(), await browser.tabId(notebookPage)];
    await worker.evaluate(() => {
      const calls: string[] = [];
      Object.assign(self, { powerCalls: calls });
      const { requestKeepAwake, releaseKeepAwake } = chrome.power;
      chrome.power.requestKeepAwake = (level) => {
        calls.push(level);
        requestKeepAwake(level);
      };
      chrome.power.releaseKeepAwake = () => {
        calls.push('let');
        releaseKeepAwake();
      };
    });
    const kept = async () => ({
      ...(await worker.evaluate(
        async (id) => ({
          power: (self as unknown as { powerCalls: string[] }).powerCalls.at(-1),
          discardable: (await chrome.tabs.get(id)).autoDiscardable,
        }),
        tabId,
      )),
      locks: await locksOf(notebookPage),
    });
    const file = origin.add(`kept-${process.pid}.bin`, { size: 8 * MIB, rate: 8 * MIB, holdAt: 2 * MIB });
    const popup = await PopupPage.open(browser, notebookPage);
    await popup.page.getByText('Keep-alive options').click();
    await popup.page.getByLabel('Keep this computer from falling asleep meanwhile').check();
    expect(await kept()).toMatchObject({ discardable: true, locks: [] });
    await popup.add({ url: file.url });
    await expect.poll(kept).toEqual({ power: 'system', discardable: false, locks: ['shared lifeline-for-colab'] });
    file.release();
    await popup.expectState(file, 'completed');
    // The lock goes ten minutes after the last sign of life.
    await expect
      .poll(() => ring(browser, { pushed: 0, wait: false }).then(kept))
      .toMatchObject({ power: 'let', discardable: true });
  });
});

test('the browser itself says that it freezes no page that has work', { tag: '@long' }, async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`unfrozen-${process.pid}.bin`, { size: 8 * MIB, rate: 8 * MIB, holdAt: 2 * MIB });
  const popup = await PopupPage.open(browser, notebookPage);
  const discards = await browser.context.newPage();
  await discards.goto('chrome://discards');
  const row = discards.locator('tr').filter({ hasText: notebook.id });
  await expect(row.getByText('[View Reason]')).not.toHaveCount(0);
  const lock = row.getByText('holding Web Lock');
  await expect(lock).toHaveCount(0);
  await popup.add({ url: file.url });
  await popup.expectProgress(file);
  await expect(lock).not.toHaveCount(0);
  file.release();
  await popup.expectState(file, 'completed');
});

test('after an update the new scripts take over in the open tab, without a reload', { tag: '@long' }, async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`updated-${process.pid}.bin`, { size: 8 * MIB, rate: 8 * MIB, holdAt: 2 * MIB });
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add({ url: file.url });
  await popup.expectProgress(file);
  await notebookPage.evaluate(() => Object.assign(window, { notReloaded: true }));
  const reloaded = browser.context.waitForEvent('serviceworker');
  await (await browser.worker()).evaluate(() => chrome.runtime.reload());
  await reloaded;
  const after = await PopupPage.open(browser);
  // The worker that starts anew has heard nothing yet of its tabs.
  await expect(after.row(file)).toHaveAttribute('data-state', /running|stalled/);
  file.release();
  await after.expectState(file, 'completed');
  expect(await notebookPage.evaluate(() => 'notReloaded' in window)).toBe(true);
  // The old copy has let go of what it held; the new one holds it from its next sign of life on.
  expect(await locksOf(notebookPage)).toEqual([]);
  expect(notebook.cells()).toHaveLength(3);
  // What the old worker took out of the browser's hands, the new one gives back.
  const discardable = async () => {
    const [worker, tabId] = [await browser.worker(), await browser.tabId(notebookPage)];
    return worker.evaluate(async (id) => (await chrome.tabs.get(id)).autoDiscardable, tabId);
  };
  await expect.poll(() => ring(browser, { pushed: 0, wait: false }).then(discardable)).toBe(true);
});

test.describe('in a browser without flags of automation', () => {
  // Elsewhere an explicit discard takes the browser down with it (Chromium 150 under Playwright).
  test.use({ untouched: true });

  test('a tab that is discarded over work is loaded again in the background, and the download goes on', {
    tag: '@long',
  }, async ({ browserWithExtension: browser, notebook, notebookPage, origin }) => {
    const file = origin.add(`discarded-${process.pid}.bin`, { size: 8 * MIB, rate: 8 * MIB, holdAt: 2 * MIB });
    const popup = await PopupPage.open(browser, notebookPage);
    await popup.add({ url: file.url });
    await popup.expectProgress(file);
    await popup.page.bringToFront();
    const [worker, before] = [await browser.worker(), await browser.tabId(notebookPage)];
    await worker.evaluate((id) => chrome.tabs.discard(id), before);
    const shown = () =>
      worker.evaluate(async (url) => {
        const [tab] = await chrome.tabs.query({ url: `${url}*` });
        return { id: tab?.id, discarded: tab?.discarded, active: tab?.active, status: tab?.status };
      }, notebook.url);
    await expect.poll(shown).toMatchObject({ discarded: false, active: false, status: 'complete' });
    expect((await shown()).id).not.toBe(before);
    const after = await PopupPage.open(browser);
    await expect(after.row(file)).toHaveAttribute('data-state', /running|stalled/);
    file.release();
    await after.expectState(file, 'completed');
    const discardable = () =>
      worker.evaluate(async (url) => (await chrome.tabs.query({ url: `${url}*` }))[0]?.autoDiscardable, notebook.url);
    await expect.poll(() => ring(browser, { pushed: 0, wait: false }).then(discardable)).toBe(true);
  });
});

test('without a network nothing is tried; when it is back the runtime is reconnected', { tag: '@long' }, async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`offline-${process.pid}.bin`, { size: 8 * MIB, rate: 8 * MIB, holdAt: 2 * MIB });
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add({ url: file.url });
  await popup.expectProgress(file);
  await browser.context.setOffline(true);
  notebook.cutSocket();
  await expect(popup.page.getByText('This computer has no network.')).toBeVisible();
  for (let beats = 0; beats < 3; beats++) await beat(browser, 120, true);
  await expect(popup.page.getByText('This computer has no network.')).toBeVisible();
  await browser.context.setOffline(false);
  await expect(popup.page.getByText('Guarding while work runs')).toBeVisible();
  file.release();
  await popup.expectState(file, 'completed');
  expect(notebook.cells()).toHaveLength(3);
});

test('the shortcut switches keep-alive in the notebook of its tab', async ({
  browserWithExtension: browser,
  notebookPage,
}) => {
  const popup = await PopupPage.open(browser, notebookPage);
  const keepAlive = popup.page.getByRole('switch', { name: 'Keep the runtime alive' });
  await expect(keepAlive).toBeChecked();
  const [worker, tabId] = [await browser.worker(), await browser.tabId(notebookPage)];
  const press = () =>
    worker.evaluate(async (id) => {
      const commands = chrome.commands.onCommand as unknown as { dispatch(name: string, tab: object): void };
      commands.dispatch('toggle-keep-alive', await chrome.tabs.get(id));
    }, tabId);
  await press();
  await expect(keepAlive).not.toBeChecked();
  await expect.poll(() => toolbar(browser)).toMatchObject({ badge: '', title: /Keep-alive is off/ });
  await press();
  await expect(keepAlive).toBeChecked();
  await expect.poll(() => toolbar(browser)).toMatchObject({ badge: '', title: /Nothing to guard now/ });
});

test('on a new VM all goes on by itself: reconnected, set up, resumed, and told', async ({
  browserWithExtension: browser,
  twin,
  origin,
}) => {
  const notebook = await twin.addNotebook({
    variant: { connectedAtLoad: true },
    cells: [{ kind: 'code', text: '# lifeline: setup\nopen("ready", "x").close()' }],
  });
  const page = await browser.context.newPage();
  await page.goto(notebook.url);
  const options = await browser.context.newPage();
  await options.goto(`chrome-extension://${browser.id}/src/options/index.html`);
  await options.getByLabel('Relaunch by itself what was interrupted').check();
  const file = origin.add(`set-up-${process.pid}.bin`, { size: 8 * MIB, rate: 8 * MIB, holdAt: 2 * MIB });
  const popup = await PopupPage.open(browser, page);
  await popup.page.getByText('Keep-alive options').click();
  await popup.page.getByLabel(/first run my set-up cells/).check();
  await popup.add({ url: file.url });
  await popup.expectProgress(file);
  const ready = () => existsSync(join(notebook.vm?.content ?? '', 'ready'));
  expect(ready()).toBe(true);
  await notebook.takeVmAway();
  await popup.expectState(file, 'interrupted');
  file.release();
  // Each beat is a minute: the waits before a reconnect and a relaunch pass.
  await expect
    .poll(
      async () => {
        await beat(browser, 60, false);
        return popup.row(file).getAttribute('data-state');
      },
      { intervals: [1000] },
    )
    .toBe('completed');
  expect(ready()).toBe(true);
  await popup.page.reload();
  const summary = popup.page.getByRole('region', { name: /While you were away/ });
  await expect(summary.getByRole('listitem')).toHaveText([
    'Colab disconnected 1 time.',
    'Lifeline reconnected 1 time.',
    'Your set-up cells were run 2 times.',
    '1 download was completed.',
  ]);
  await popup.page.screenshot({ path: 'test-results/screens/keep-alive-away.png' });
});

test('a set-up cell that fails stops what comes after it; mended, one click goes on', async ({
  browserWithExtension: browser,
  twin,
  origin,
}) => {
  const needed = join(mkdtempSync(join(tmpdir(), 'lifeline-set-up-')), 'needed');
  const notebook = await twin.addNotebook({
    variant: { connectedAtLoad: true },
    cells: [
      { kind: 'code', text: `# lifeline: setup\nopen(${JSON.stringify(needed)}).close()` },
      { kind: 'code', text: '# lifeline: setup\nopen("second", "w").close()' },
    ],
  });
  const page = await browser.context.newPage();
  await page.goto(notebook.url);
  const file = origin.add(`not-set-up-${process.pid}.bin`, { size: MIB });
  const popup = await PopupPage.open(browser, page);
  await popup.page.getByText('Keep-alive options').click();
  await popup.page.getByLabel(/first run my set-up cells/).check();
  await popup.add({ url: file.url });
  await popup.expectState(file, 'failed');
  await expect(popup.row(file).getByText(/A set-up cell has failed/)).toBeVisible();
  const ran = () => existsSync(join(notebook.vm?.content ?? '', 'second'));
  expect([ran(), file.sent(), notebook.cells().length]).toEqual([false, 0, 2]);
  await popup.page.screenshot({ path: 'test-results/screens/keep-alive-set-up-failed.png' });
  writeFileSync(needed, '');
  await popup.relaunch(file);
  await popup.expectState(file, 'completed');
  expect(ran()).toBe(true);
});
