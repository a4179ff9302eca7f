import type { Page } from '@playwright/test';
import type { Origin } from '../origin/origin';
import type { ExtensionBrowser } from './support/extension';
import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

/* A job belongs to a notebook, not to a tab: it waits for its notebook, says so, and goes on wherever that is shown. */

const MIB = 1024 * 1024;
let number = 0;
const held = (origin: Origin) =>
  origin.add(`tab-${process.pid}-${++number}.bin`, { size: 12 * MIB, rate: 24 * MIB, holdAt: 5 * MIB });
/** The runtime asks for a little with each new connection. */
const ONCE = 13 * MIB;

/** A download that runs in the notebook of this page, and the popup over it. */
async function begun(browser: ExtensionBrowser, notebookPage: Page, origin: Origin) {
  const file = held(origin);
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add(file);
  await popup.expectProgress(file);
  return { file, popup };
}

test('of two tabs with one notebook the first leads; when it is closed, the other one takes over', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
  origin,
}) => {
  const { file } = await begun(browser, notebookPage, origin);
  const second = await browser.context.newPage();
  await second.goto(notebook.url);
  const other = await PopupPage.open(browser, second);
  await expect(other.page.getByText('a cell is running')).toBeVisible();
  await notebookPage.close();
  // Only what the other tab tells by itself counts from here on.
  await (await browser.worker()).evaluate(() => chrome.alarms.clear('tick'));
  file.release();
  await other.expectState(file, 'completed');
  expect(file.sent()).toBeLessThanOrEqual(ONCE);
  expect(notebook.cells().filter(({ text }) => text.includes('lifeline-cell'))).toHaveLength(1);
});

test('a scratchpad is known by its tab; when that is closed, one click goes on in another', { tag: '@long' }, async ({
  browserWithExtension: browser,
  twin,
  origin,
}) => {
  const scratch = () => twin.addNotebook({ variant: { source: 'scratch' } });
  const first = await scratch();
  const page = await browser.context.newPage();
  await page.goto(first.url);
  const { file, popup } = await begun(browser, page, origin);
  await page.close();
  await popup.expectState(file, 'interrupted');
  const second = await scratch();
  const opened = browser.context.waitForEvent('page');
  await popup.relaunch(file);
  expect((await opened).url()).toBe(second.url);
  file.release();
  await popup.expectState(file, 'completed');
  const lists = [first, second].map((notebook) =>
    notebook.cells().filter(({ text }) => text.includes('lifeline-cell')),
  );
  expect(lists.map(({ length }) => length)).toEqual([1, 1]);
});

test('a tab that crashes is told at once, and one click loads it again', async ({
  browserWithExtension: browser,
  notebookPage,
  origin,
}) => {
  const { file, popup } = await begun(browser, notebookPage, origin);
  const tabs = browser.context.pages().length;
  const crashed = notebookPage.waitForEvent('crash');
  const session = await browser.context.newCDPSession(notebookPage);
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  await popup.expectState(file, 'interrupted');
  await expect(popup.row(file)).toContainText('has crashed');
  await popup.page.screenshot({ path: 'test-results/screens/crashed.png' });
  await popup.relaunch(file);
  await popup.expectState(file, 'running');
  file.release();
  await popup.expectState(file, 'completed');
  expect(file.sent()).toBeLessThanOrEqual(ONCE);
  expect(browser.context.pages()).toHaveLength(tabs);
});

test('a tab that goes on to another notebook, or to another site: the download waits, and goes on when it is back', {
  tag: '@long',
}, async ({ browserWithExtension: browser, notebook, notebookPage, twin, origin }) => {
  const file = held(origin);
  await (await PopupPage.open(browser, notebookPage)).add(file);
  const popup = await PopupPage.open(browser);
  await popup.expectProgress(file);
  const other = await twin.addNotebook();
  await notebook.navigateTo(other);
  await popup.expectState(file, 'interrupted');
  await expect(popup.row(file)).toContainText('shows something else');
  await other.navigateTo(notebook);
  await popup.expectState(file, 'running');
  await notebookPage.goto('about:blank');
  await popup.expectState(file, 'interrupted');
  const opened = browser.context.waitForEvent('page');
  await popup.relaunch(file);
  await opened;
  await popup.expectState(file, 'running');
  file.release();
  await popup.expectState(file, 'completed');
  expect(file.sent()).toBeLessThanOrEqual(ONCE);
});

test('after a restart of the browser the download says what happened, and a click opens its notebook', {
  tag: '@long',
}, async ({ keptProfile, notebook, origin }) => {
  const before = await keptProfile.start(false);
  const tab = await before.context.newPage();
  await tab.goto(notebook.url);
  const { file } = await begun(before, tab, origin);
  await before.close();

  const after = await keptProfile.start(true);
  const popup = await PopupPage.open(after);
  await popup.expectState(file, 'interrupted');
  await expect(popup.row(file)).toContainText('browser was closed');
  await popup.page.screenshot({ path: 'test-results/screens/browser-closed.png' });
  const opened = after.context.waitForEvent('page');
  await popup.relaunch(file);
  expect((await opened).url()).toContain(notebook.id);
  await popup.expectState(file, 'running');
  file.release();
  await popup.expectState(file, 'completed');
  expect(file.sent()).toBeLessThanOrEqual(ONCE);
  await after.close();
});
