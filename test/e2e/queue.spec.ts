import type { Page } from '@playwright/test';
import type { Origin } from '../origin/origin';
import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

/* What the dashboard does with many downloads, in the VMs: their order, how many run at a time, and all of them at once. */

const MIB = 1024 * 1024;
/** What a page did not carry out at once is tried again with the next beat of the alarm, after 30 seconds. */
const PATIENCE = { timeout: 60_000 };
let number = 0;
const held = (origin: Origin) => origin.add(`queue-${process.pid}-${++number}.bin`, { size: 4 * MIB, holdAt: 2 * MIB });

/** How the dashboard shows these downloads. Of one that is held no byte comes: as long as it has its turn, that is the same here. */
function statesIn(dashboard: Page, ...files: { url: string }[]): Promise<(string | undefined)[]> {
  return Promise.all(
    files.map(async (file) => (await rowOf(dashboard, file).getAttribute('data-state'))?.replace('stalled', 'running')),
  );
}

const rowOf = (dashboard: Page, { url }: { url: string }) =>
  dashboard.locator('[data-key]').filter({ hasText: new URL(url).pathname.slice(1) });

test('downloads take their turn in the order they are given; all are paused, resumed and relaunched with one click', {
  tag: '@long',
}, async ({ browserWithExtension: browser, notebook, notebookPage, twin, origin }) => {
  const [first, second, third, far] = [held(origin), held(origin), held(origin), held(origin)];
  const dashboard = await browser.context.newPage();
  await dashboard.goto(`chrome-extension://${browser.id}/src/options/index.html`);
  await dashboard.getByLabel('Downloads in one notebook').fill('1');
  await expect(dashboard.getByText('Saved')).toBeAttached();
  await dashboard.goto(dashboard.url().replace('options', 'dashboard'));

  const popup = await PopupPage.open(browser, notebookPage);
  for (const file of [first, second, third]) {
    await popup.add(file);
    // Until it is taken its address stands in the field.
    await expect(popup.row(file)).toBeVisible();
  }
  const other = await twin.addNotebook();
  const otherPage = await browser.context.newPage();
  await otherPage.goto(other.url);
  await (await PopupPage.open(browser, otherPage)).add(far);
  const states = () => statesIn(dashboard, first, second, third, far);
  await expect.poll(states, PATIENCE).toEqual(['running', 'queued', 'queued', 'running']);

  await rowOf(dashboard, third).click();
  const details = dashboard.getByRole('complementary');
  await expect(details).toContainText('Place 3 of 3');
  await details.getByRole('button', { name: 'Sooner' }).click();
  await expect(details).toContainText('Place 2 of 3');
  await dashboard.screenshot({ path: 'test-results/screens/dashboard-queue.png' });
  first.release();
  await expect.poll(states, PATIENCE).toEqual(['completed', 'queued', 'running', 'running']);

  await dashboard.getByRole('button', { name: 'Clear selection' }).click();
  await dashboard.getByRole('button', { name: 'Pause all' }).click();
  await expect.poll(states, PATIENCE).toEqual(['completed', 'paused', 'paused', 'paused']);
  await dashboard.getByRole('button', { name: 'Relaunch all' }).click();
  await expect.poll(states, PATIENCE).toEqual(['completed', 'queued', 'running', 'running']);

  await Promise.all([notebook.restartKernel(), other.restartKernel()]);
  await expect.poll(states, PATIENCE).toEqual(['completed', 'interrupted', 'interrupted', 'interrupted']);
  await dashboard.getByRole('button', { name: 'Relaunch all' }).click();
  for (const file of [second, third, far]) file.release();
  await expect.poll(states, PATIENCE).toEqual(['completed', 'completed', 'completed', 'completed']);
});
