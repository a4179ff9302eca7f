import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

const MIB = 1024 * 1024;

/** The browser's own events: a person's click on a notification comes from the desktop, where no test reaches. */
interface Dispatched {
  dispatch(...args: unknown[]): void;
}

test('a break is notified once; a click shows the notebook, the button relaunches, the next news waits its time', {
  tag: '@long',
}, async ({ browserWithExtension: browser, notebook, notebookPage, origin }) => {
  const file = origin.add(`notified-${process.pid}.bin`, { size: 12 * MIB, rate: 24 * MIB, holdAt: 5 * MIB });
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add(file);
  await popup.expectProgress(file);
  await notebook.restartKernel();
  await popup.expectState(file, 'interrupted');

  const worker = await browser.worker();
  const shown = () => worker.evaluate(async () => Object.keys(await chrome.notifications.getAll()));
  const id = `disconnected drive:${notebook.id}`;
  await expect.poll(shown).toEqual([id]);
  expect(await worker.evaluate(() => chrome.action.getBadgeText({}))).toBe('!');

  const tabId = await browser.tabId(notebookPage);
  const isInFront = () => worker.evaluate(async (tab) => (await chrome.tabs.get(tab)).active, tabId);
  await popup.page.bringToFront();
  await expect.poll(isInFront).toBe(false);
  await worker.evaluate((clicked) => (chrome.notifications.onClicked as unknown as Dispatched).dispatch(clicked), id);
  await expect.poll(isInFront).toBe(true);
  await expect.poll(shown).toEqual([]);

  await worker.evaluate(
    (clicked) => (chrome.notifications.onButtonClicked as unknown as Dispatched).dispatch(clicked, 0),
    id,
  );
  await popup.expectState(file, 'running');
  file.release();
  await popup.expectState(file, 'completed');
  await expect.poll(() => worker.evaluate(() => chrome.action.getBadgeText({}))).toBe('');
  // Half a minute after the last notification at the earliest.
  const due = await worker.evaluate(async () => (await chrome.alarms.get('outbox'))?.scheduledTime ?? 0);
  const told = await shown();
  expect(told.length === 1 || due > Date.now()).toBe(true);
});
