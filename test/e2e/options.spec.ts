import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

test('what Options say of downloads holds in the VM, and the dashboard tells what happened', async ({
  browserWithExtension,
  notebook,
  notebookPage,
  origin,
}) => {
  const page = await browserWithExtension.context.newPage();
  await page.goto(`chrome-extension://${browserWithExtension.id}/src/options/index.html`);
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByLabel('Files or addresses like').fill('*.zip');
  await page.getByLabel('go to').fill('archives');
  await page.getByLabel('File names').fill('{host}/my-{name}');
  await page.getByLabel('What fetches the bytes').selectOption('curl');
  await page.getByLabel('Connections for one download').fill('1');
  await expect(page.getByText('Saved')).toBeAttached();

  const name = `by-options-${process.pid}.zip`;
  const file = origin.add(name, { size: 300_000 });
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url });
  await expect(popup.page.locator('[data-job]')).toHaveAttribute('data-state', 'completed', { timeout: 50_000 });
  expect(existsSync(join(notebook.vm?.content ?? '', 'archives', new URL(file.url).hostname, `my-${name}`))).toBe(true);

  await page.goto(page.url().replace('options', 'dashboard'));
  await page.locator('[data-key]').click();
  const details = page.getByRole('complementary');
  await expect(details).toContainText('curl');
  await details.getByText('What happened, and why').click();
  const timeline = details.getByRole('list', { name: 'What Lifeline saw and did in this notebook' });
  await expect(timeline).toContainText('completed');
  await expect(timeline).toContainText('deliver');
  await page.screenshot({ path: 'test-results/screens/dashboard-timeline-light.png' });
});
