import { beat, clickNotification, pushClock, ring, storedNotebook, told, toolbar } from './support/keep-alive';
import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

/* What ends or hinders a runtime, as its user sees it: Colab's limits, its questions, its refusals, and an end on purpose. */

test.use({ variant: { connectedAtLoad: true } });

const MIB = 1024 * 1024;
const SMALL = { size: 2 * MIB, rate: 2 * MIB, holdAt: MIB };
const screen = (name: string) => `test-results/screens/keep-alive-${name}.png`;

test('when all is done and verified the runtime is ended after a countdown, and its user is told', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`released-${process.pid}.bin`, SMALL);
  const options = await browser.context.newPage();
  await options.goto(`chrome-extension://${browser.id}/src/options/index.html`);
  await options.getByLabel('End the runtime when all its downloads are done').check();
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add({ url: file.url, sha256: file.sha256 });
  await popup.expectProgress(file);
  const { vm } = notebook;
  file.release();
  await popup.expectState(file, 'completed');
  await expect(popup.page.getByText(/The runtime ends in 4 min \d+ sec/)).toBeVisible();
  await popup.page.screenshot({ path: screen('release') });
  await expect.poll(() => told(browser)).toContain('release');

  // Undone: nothing happens at the end of the five minutes, nor later.
  await popup.page.getByRole('button', { name: 'Keep the runtime' }).click();
  await expect(popup.page.getByText(/The runtime ends in/)).toBeHidden();
  await beat(browser, 400, false);
  await expect.poll(async () => (await toolbar(browser)).title).toContain('Nothing to guard');
  expect((await storedNotebook(browser))?.release.due).toBeNull();
  expect(vm?.alive).toBe(true);

  // A later download brings it again; this time nobody minds.
  const later = origin.add(`released-later-${process.pid}.bin`, SMALL);
  await popup.add({ url: later.url });
  later.release();
  await popup.expectState(later, 'completed');
  const due = async () => (await storedNotebook(browser))?.release.due ?? null;
  await expect.poll(due).not.toBeNull();
  expect(vm?.alive).toBe(true);
  await beat(browser, 240, true);
  const left = ((await due()) ?? 0) - (await (await browser.worker()).evaluate(() => Date.now()));
  expect(vm?.alive).toBe(true);
  await beat(browser, left / 1000 + 1, true);
  await expect.poll(() => vm?.alive).toBe(false);
  await expect(popup.page.getByText('Not connected')).toBeVisible();
  await expect.poll(() => told(browser)).toContain('released');
  await popup.page.reload();
  await expect(popup.page.getByText('The runtime was ended, all downloads being done.')).toBeVisible();
  await popup.page.screenshot({ path: screen('released') });
});

test('at a CAPTCHA keep-alive pauses, its notification leads to the notebook, and nothing is touched', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`captcha-${process.pid}.bin`, SMALL);
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add({ url: file.url });
  await popup.expectProgress(file);
  await expect(popup.page.getByText('Guarding while work runs')).toBeVisible();
  await notebook.takeJournal();
  const { method } = await notebook.activity();

  await notebook.showDialog('captcha');
  await expect(popup.page.getByText('Paused: Colab asks whether you are a human.')).toBeVisible();
  await expect.poll(() => toolbar(browser)).toMatchObject({ badge: '!', title: /A notebook needs you/ });
  await expect.poll(() => told(browser)).toContain('captcha');
  await popup.page.screenshot({ path: screen('captcha') });
  for (let minute = 0; minute < 3; minute++) await beat(browser, 240, true);
  const key = (await storedNotebook(browser))?.key ?? '';
  const active = async () => {
    const [worker, tabId] = [await browser.worker(), await browser.tabId(notebookPage)];
    return worker.evaluate(async (id) => (await chrome.tabs.get(id)).active, tabId);
  };
  expect(await active()).toBe(false);
  await clickNotification(browser, 'captcha', key);
  await expect.poll(active).toBe(true);
  expect((await notebook.activity()).method).toBe(method);
  const journal = await notebook.takeJournal();
  expect(journal.filter(({ kind }) => kind !== 'dialog')).toEqual([]);
  expect(journal.flatMap((each) => (each.kind === 'dialog' ? [each.answer] : []))).toEqual([null]);

  await notebookPage.locator('colab-recaptcha-dialog [dialogaction=ok]').click();
  await expect(popup.page.getByText('Guarding while work runs')).toBeVisible();
  file.release();
  await popup.expectState(file, 'completed');
});

test('when Colab blocks the runtime all stops, for good, with the way to an appeal', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`blocked-${process.pid}.bin`, SMALL);
  const options = await browser.context.newPage();
  await options.goto(`chrome-extension://${browser.id}/src/options/index.html`);
  await options.getByLabel('Relaunch by itself what was interrupted').check();
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add({ url: file.url });
  await popup.expectProgress(file);
  const vm = notebook.vm?.id;
  await notebook.disallow();
  await expect(popup.page.getByText('Colab has stopped this runtime')).toBeVisible();
  await expect(popup.page.getByText('disallowed in our free of charge tier')).toBeVisible();
  await expect(popup.page.getByText('Stopped: Colab has blocked this runtime.')).toBeVisible();
  await expect(popup.page.getByRole('switch', { name: 'Keep the runtime alive' })).not.toBeChecked();
  await expect(popup.page.getByRole('link', { name: 'Go to the appeal' })).toHaveAttribute(
    'href',
    'https://support.google.com/colab/appeal',
  );
  await popup.expectState(file, 'interrupted');
  await expect.poll(() => told(browser)).toContain('blocked');
  await popup.page.screenshot({ path: screen('blocked') });
  await notebook.takeJournal();
  for (let minute = 0; minute < 4; minute++) await beat(browser, 600, false);
  await popup.expectState(file, 'interrupted');
  expect(await notebook.takeJournal()).toEqual([]);
  expect([notebook.vm, vm]).toEqual([null, vm]);
});

test('the popup tells how long the session lasts, by Colab’s word, and what does not fit into it; hours bound it', {
  tag: '@long',
}, async ({ browserWithExtension: browser, notebook, notebookPage, origin }) => {
  const slow = origin.add(`slow-${process.pid}.bin`, { size: 7_800_000, rate: 1000 });
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add({ url: slow.url });
  await expect(popup.page.getByText(/Session: .* A free runtime ends in/)).toBeVisible();
  await expect(popup.page.getByText('86.5 GB are free on its disk.')).toBeVisible();
  // Nobody has saved a page that shows Colab's resource panel: its name is from the bundle, its words from a report.
  await notebookPage.evaluate(() => {
    const panel = document.createElement('colab-resource-viewer');
    panel.textContent = 'At your current usage level, this runtime may last up to 1 hour 40 minutes.';
    document.body.append(panel);
  });
  await ring(browser, { pushed: 0, wait: true });
  await expect(popup.page.getByText(/By Colab’s own words it may end in 1 hr 3\d min/)).toBeVisible();
  await expect(
    popup.page.getByText(/The downloads need \d+ hr .* at this speed, the session may end in 1 hr/),
  ).toBeVisible();
  await expect.poll(() => told(browser)).toContain('end');
  await popup.page.screenshot({ path: screen('limits'), fullPage: true });

  // A notebook's own hours, none of which are today's.
  await popup.page.getByText('Keep-alive options').click();
  await popup.page.getByLabel('At which hours').selectOption('At hours of its own');
  const today = new Intl.DateTimeFormat('en', { weekday: 'short' }).format();
  await popup.page.getByRole('checkbox', { name: today }).uncheck();
  await expect(popup.page.getByText('Rests outside the hours that you set.')).toBeVisible();
  const { method } = await notebook.activity();
  await beat(browser, 600, false);
  expect((await notebook.activity()).method).toBe(method);
  await popup.page.getByLabel('At which hours').selectOption('At any time');
  await expect(popup.page.getByText('Guarding while work runs')).toBeVisible();
});

test('asleep for 8 hours, and the clock set back: the budget counts what passed, and no storm follows', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`asleep-${process.pid}.bin`, SMALL);
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add({ url: file.url });
  await popup.expectProgress(file);
  const nudges = async () => (await notebook.activity()).method;
  await expect.poll(nudges).toBe(1);
  await pushClock(browser, 8 * 3600);
  for (let beats = 0; beats < 5; beats++) await ring(browser, { pushed: beats === 0 ? 8 * 3600 : 0, wait: true });
  expect(await nudges()).toBe(2);
  const hours = async () => ((await storedNotebook(browser))?.guard.spent ?? 0) / 3_600_000;
  expect(await hours()).toBeGreaterThanOrEqual(8);
  expect(await hours()).toBeLessThan(8.1);
  await pushClock(browser, -5 * 3600);
  for (let beats = 0; beats < 5; beats++) await ring(browser, { pushed: 0, wait: false });
  await expect.poll(nudges).toBe(3);
  file.release();
  await popup.expectState(file, 'completed');
  expect(await nudges()).toBe(3);
});
