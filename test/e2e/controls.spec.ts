import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

const MIB = 1024 * 1024;

test('one of two downloads is paused, the other goes on', { tag: '@long' }, async ({
  browserWithExtension,
  notebookPage,
  origin,
}) => {
  const slow = origin.add(`slow-${process.pid}.bin`, { size: 16 * MIB, rate: 16 * MIB, holdAt: 4 * MIB });
  const other = origin.add(`other-${process.pid}.bin`, { size: 16 * MIB, rate: 16 * MIB, holdAt: 8 * MIB });
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: slow.url });
  await popup.expectProgress(slow);
  await popup.add({ url: other.url });
  await popup.expectProgress(other);
  await popup.row(slow).getByRole('button', { name: 'Pause' }).click();
  await popup.expectState(slow, 'paused');
  other.release();
  await popup.expectState(other, 'completed');
  await popup.expectState(slow, 'paused');
  slow.release();
  await popup.row(slow).getByRole('button', { name: 'Resume' }).click();
  await popup.expectState(slow, 'completed');
});

test('a download that is removed stops', async ({ browserWithExtension, notebookPage, origin }) => {
  const file = origin.add(`removed-${process.pid}.bin`, { size: 16 * MIB, rate: 16 * MIB, holdAt: 4 * MIB });
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url });
  await popup.expectProgress(file);
  await popup
    .row(file)
    .getByRole('button', { name: /Remove/ })
    .click();
  await expect(popup.row(file)).toHaveCount(0);
  await expect(popup.page.getByText('Connected', { exact: true })).toBeVisible();
  file.release();
  expect(file.sent()).toBeLessThanOrEqual(4.5 * MIB);
});

test('interrupting the cell in the notebook pauses, running it again resumes', async ({
  browserWithExtension,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`by-hand-${process.pid}.bin`, { size: 16 * MIB, rate: 16 * MIB, holdAt: 6 * MIB });
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url, sha256: file.sha256 });
  await popup.expectProgress(file);
  const runButton = notebookPage
    .locator('.cell.code', { hasText: 'Lifeline downloads' })
    .locator('colab-run-button #run-button');
  await runButton.click();
  await popup.expectState(file, 'paused');
  file.release();
  await runButton.click();
  await popup.expectState(file, 'completed');
  expect(file.sent()).toBeLessThanOrEqual(file.size + MIB);
});

test('the Lifeline cell goes with one click, and the next download asks again', async ({
  browserWithExtension,
  notebook,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`before-${process.pid}.bin`, { size: 100_000 });
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url });
  await popup.expectState(file, 'completed');
  const ours = () => notebook.cells().filter((cell) => cell.text.includes('lifeline-cell'));
  await expect.poll(() => ours().length).toBe(1);
  await popup.page.getByRole('button', { name: 'Remove the Lifeline cell' }).click();
  await expect.poll(() => ours().length).toBe(0);
  await popup.page.getByLabel('Address').fill(file.url);
  await expect(popup.page.getByRole('button', { name: 'Add the cell and download' })).toBeVisible();
});
