import { MAX_RECONNECTS } from '../../../src/keepalive/policy';
import { beat, ring, storedNotebook } from '../support/keep-alive';
import { PopupPage } from '../support/popup';
import { expect, test } from '../support/test';

/* The page's connection to its runtime, as a download sees it: a short loss is none, a long one is mended, or told. */

const MIB = 1024 * 1024;

test('a connection that is back soon interrupts nothing; where Colab refuses one, its user hears that no more is tried', async ({
  browserWithExtension: browser,
  notebook,
  notebookPage: page,
  origin,
}) => {
  const file = origin.add(`connection-${process.pid}.bin`, { size: 2 * MIB, rate: 2 * MIB, holdAt: MIB });
  const popup = await PopupPage.open(browser, page);
  const states = popup.page.getByText(/^(Connected|Not connected)/);
  await popup.add({ url: file.url });
  await popup.expectProgress(file);
  const seen = await popup.statesOf(file);

  // The worker's clock stands still: however slow this machine is, the loss lasts no time.
  const worker = await browser.worker();
  await worker.evaluate(() => {
    const [now, real] = [Date.now(), Date.now];
    Date.now = () => now;
    Object.assign(self, { release: () => Object.assign(Date, { now: real }) });
  });
  notebook.cutSocket();
  await expect(states).toHaveText(/^Not connected/);
  await page.locator('colab-connect-button #connect').click();
  await expect(page.locator('.cell.running')).toHaveCount(1);
  await expect(states).toHaveText(/^Connected/);
  await worker.evaluate(() => (self as unknown as { release(): void }).release());
  expect(await seen()).not.toContain('interrupted');

  // Lost again, for longer than a doubt lasts, and Colab gives no runtime.
  await page.route('**/tun/m/assign?*', (route) =>
    route.request().method() === 'POST' ? route.fulfill({ json: { refusal: 'too-many-sessions' } }) : route.continue(),
  );
  notebook.cutSocket();
  await expect(states).toHaveText(/^Not connected/);
  await ring(browser, { pushed: 0, wait: true });
  await beat(browser, 6, true);
  await popup.expectState(file, 'interrupted');
  await beat(browser, 20, true);
  await expect(popup.page.getByText('Colab asks in the notebook: Too many sessions')).toBeVisible();
  // Who takes the refusal away before it was heard is asked again.
  await expect.poll(async () => (await storedNotebook(browser))?.guard.reconnects).toBe(MAX_RECONNECTS);
  await notebook.dismissDialogs();
  await expect(states).toHaveText(/^Not connected/);
  await notebook.takeJournal();
  for (const seconds of [60, 600, 3600]) await beat(browser, seconds, false);
  expect(await notebook.takeJournal()).toEqual([]);
  await expect(popup.page.getByText('Lifeline has stopped trying. Press Connect in the notebook')).toBeVisible();
  await popup.page.screenshot({ path: 'test-results/screens/popup-gave-up.png', fullPage: true });

  // The user's own click brings all of it back.
  await page.unroute('**/tun/m/assign?*');
  await page.locator('colab-connect-button #connect').click();
  await expect(popup.page.getByText('Guarding while work runs')).toBeVisible();
  file.release();
  await popup.expectState(file, 'completed');
});
