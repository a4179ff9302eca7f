import type { Page } from '@playwright/test';
import type { Happening } from '../twin/control';
import type { ExtensionBrowser } from './support/extension';
import { beat, storedNotebook } from './support/keep-alive';
import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

/*
 * Keep-alive over 12 hours of Colab's clock, in a tab that is hidden in a browser with its default throttling. The twin's clock
 * and the worker's are pushed together. What this proves holds for the twin: it has the idle timer of Colab's front end as that
 * was read in its code, and nobody knows what else Google's servers look at.
 */

const IDLE = 5400;
const HOURS = 12;
/** Seconds between two beats of the clock. The extension's own are 30: `KEEP_ALIVE_STEP=30` takes two minutes more. */
const STEP = Number(process.env.KEEP_ALIVE_STEP ?? 240);

test.use({ untouched: true, variant: { connectedAtLoad: true, maxAge: (HOURS + 1) * 3600 } });

/** Hides the tab behind another one, and sees that the browser does slow its timers down. */
async function hide({ context }: ExtensionBrowser, page: Page): Promise<void> {
  const other = await context.newPage();
  await other.bringToFront();
  await expect.poll(() => page.evaluate(() => document.visibilityState)).toBe('hidden');
  const beats = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let count = 0;
        const timer = setInterval(() => count++, 20);
        const channel = new MessageChannel();
        const end = performance.now() + 3000;
        // Messages are not throttled: they see the real time pass.
        channel.port1.addEventListener('message', () => {
          if (performance.now() < end) return channel.port2.postMessage(null);
          clearInterval(timer);
          resolve(count);
        });
        channel.port1.start();
        channel.port2.postMessage(null);
      }),
  );
  expect(beats, 'timers of 20 ms in 3 s').toBeLessThanOrEqual(5);
}

/** What no keep-alive may do to a page. */
function intrusions(journal: readonly Happening[]): Happening[] {
  return journal.filter(
    (each) =>
      each.kind === 'panel' ||
      each.kind === 'focus' ||
      each.kind === 'scroll' ||
      each.kind === 'focused-cell' ||
      each.kind === 'dialog' ||
      (each.kind === 'touch' && (each.path.length > 0 || each.type === 'click')),
  );
}

function report(numbers: Record<string, number>): void {
  const description = Object.entries(numbers)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ');
  test.info().annotations.push({ type: 'measured on the twin', description });
  console.log(`${test.info().title}: ${description}`);
}

test('12 hours in a hidden tab survive while a download runs', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`long-${process.pid}.bin`, { size: 8_000_000, rate: 8_000_000, holdAt: 1_000_000 });
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add({ url: file.url });
  await popup.expectProgress(file);
  await popup.page.close();
  await hide(browser, notebookPage);
  const vm = notebook.vm?.id;
  await notebook.takeJournal();
  const before = await notebook.activity();
  for (let passed = 0; passed < HOURS * 3600 - 60; passed += STEP) {
    await notebook.advance(STEP);
    await beat(browser, STEP, true);
  }
  expect(notebook.vm?.id).toBe(vm);
  const journal = await notebook.takeJournal();
  expect(journal.filter(({ kind }) => kind === 'idle-disconnect')).toEqual([]);
  expect(intrusions(journal)).toEqual([]);
  const after = await notebook.activity();
  const nudges = after.method - before.method;
  expect(nudges).toBeGreaterThanOrEqual((HOURS * 3600) / IDLE);
  expect(nudges).toBeLessThanOrEqual(HOURS * 15);
  expect(after.tunnelKeepAlives).toBe(0);
  report({ 'nudges an hour': nudges / HOURS, 'panels, touches, focus and scroll changes': intrusions(journal).length });
  file.release();
});

test('without work the default lets the runtime go after one idle interval', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
}) => {
  const popup = await PopupPage.open(browser, notebookPage);
  await expect(popup.page.getByRole('switch', { name: 'Keep the runtime alive' })).toBeChecked();
  await expect(notebookPage.locator('#connect-button-resource-display')).toBeAttached();
  await popup.page.close();
  await hide(browser, notebookPage);
  await notebook.takeJournal();
  let passed = 0;
  const isOver = async () => (await notebook.takeJournal()).some(({ kind }) => kind === 'idle-disconnect');
  for (; passed < 3 * IDLE; passed += 60) {
    await notebook.advance(60);
    await beat(browser, 60, false);
    if (await isOver()) break;
  }
  expect(passed + 60).toBeGreaterThanOrEqual(IDLE - 60);
  expect(passed).toBeLessThanOrEqual(IDLE);
  const { method, events, ignoredEvents, tunnelKeepAlives } = await notebook.activity();
  expect({ method, events, ignoredEvents, tunnelKeepAlives }).toEqual({
    method: 0,
    events: 0,
    ignoredEvents: 0,
    tunnelKeepAlives: 0,
  });
  report({ 'let go after seconds, at the latest': passed + 60, nudges: method });
});

test('a set time keeps an idle runtime, asks, and lets it go one idle interval after that', { tag: '@long' }, async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
}) => {
  await expect(notebookPage.locator('#connect-button-resource-display')).toBeAttached();
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.page.getByText('Keep-alive options').click();
  await popup.page.getByLabel('How long').selectOption({ label: 'For 4 hours' });
  await expect(popup.page.getByText('also without work')).toBeVisible();
  await popup.page.close();
  await hide(browser, notebookPage);
  await notebook.takeJournal();
  const seen: string[] = [];
  let nudges = 0;
  let passed = 0;
  let lastNudgeAt = 0;
  let ended = 0;
  for (; ended === 0 && passed < HOURS * 3600; passed += STEP) {
    await notebook.advance(STEP);
    const status = (await storedNotebook(browser))?.guard.status ?? 'off';
    await beat(browser, STEP, status === 'guarding' || status === 'asking');
    const counts = await notebook.activity();
    if (counts.method > nudges) lastNudgeAt = passed + STEP;
    nudges = counts.method;
    const now = (await storedNotebook(browser))?.guard.status ?? 'off';
    if (seen.at(-1) !== now) seen.push(now);
    const journal = await notebook.takeJournal();
    if (journal.some(({ kind }) => kind === 'idle-disconnect')) ended = passed + STEP;
    else expect(intrusions(journal)).toEqual([]);
  }
  expect(seen).toEqual(['guarding', 'asking', 'resting']);
  expect(lastNudgeAt).toBeGreaterThan(4 * 3600 - 2 * STEP - 240);
  expect(ended - lastNudgeAt).toBeGreaterThan(IDLE - 2 * STEP);
  expect(ended - lastNudgeAt).toBeLessThanOrEqual(IDLE + 2 * STEP);
  report({ 'nudges an hour': nudges / 4, 'seconds from the last nudge to the end': ended - lastNudgeAt });
});
