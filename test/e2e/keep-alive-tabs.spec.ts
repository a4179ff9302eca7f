import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

/* Tabs that the browser takes away, an extension that is updated, and a VM that is replaced: the download goes on. */

const MIB = 1024 * 1024;

test('a tab with work is not for the browser to discard, and is again when the work is done', async ({
  browserWithExtension: browser,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`kept-${process.pid}.bin`, { size: 8 * MIB, rate: 8 * MIB, holdAt: 2 * MIB });
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add({ url: file.url });
  const [worker, tabId] = [await browser.worker(), await browser.tabId(notebookPage)];
  const discardable = () => worker.evaluate(async (id) => (await chrome.tabs.get(id)).autoDiscardable, tabId);
  await expect.poll(discardable).toBe(false);
  file.release();
  await popup.expectState(file, 'completed');
  const beat = () =>
    worker.evaluate(() =>
      (chrome.alarms.onAlarm as unknown as { dispatch(alarm: object): void }).dispatch({
        name: 'tick',
        scheduledTime: 0,
      }),
    );
  await expect.poll(() => beat().then(discardable)).toBe(true);
});

test('after an update the new scripts take over in the open tab, without a reload', async ({
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
  expect(notebook.cells()).toHaveLength(3);
});

test('on a new VM the set-up cells run before the download is resumed', async ({
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
  await popup.relaunch(file);
  await popup.expectState(file, 'completed');
  expect(ready()).toBe(true);
  await popup.page.reload();
  await expect(popup.page.getByText('Your set-up cells were run 1 time.')).toBeVisible();
});
