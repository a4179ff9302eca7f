import { existsSync, readdirSync } from 'node:fs';
import { PopupPage } from './support/popup';
import { expect, test } from './support/test';

/* What is wrong is said where it is wrong, with what to do; nothing that was typed is lost, and nothing is left half-made. */

const FILE = { size: 200_000 };

test('what is typed wrong is told by its field, and stays', async ({
  browserWithExtension,
  notebook,
  notebookPage,
}) => {
  const { page } = await PopupPage.open(browserWithExtension, notebookPage);
  const submit = page.locator('form button[type=submit]');
  const address = page.getByLabel('Address');

  await submit.click();
  await expect(address).toHaveAccessibleDescription(/Paste/);
  await address.fill('sftp://example.org/a.bin');
  await submit.click();
  await expect(address).toHaveAccessibleDescription(/http/);
  await expect(address).toHaveValue('sftp://example.org/a.bin');

  await address.fill('https://me:secret@example.org/a.bin');
  await page.getByLabel('Checksum').fill('abc');
  await submit.click();
  await expect(address).toHaveAccessibleDescription(/password/);
  await expect(page.getByLabel('Checksum')).toHaveAccessibleDescription(/64/);
  await expect(page.locator('[data-state]')).toHaveCount(0);
  expect(notebook.cells().some((cell) => cell.text.includes('Lifeline'))).toBe(false);
});

test('a file that is not there', async ({ browserWithExtension, notebook, notebookPage, origin }) => {
  const file = origin.add(`missing-${process.pid}.bin`, { ...FILE, status: 404 });
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url });
  await popup.expectState(file, 'failed');
  await expect(popup.row(file)).toContainText(/404|not found|address/i);
  expect(filesIn(notebook.vm?.content)).toEqual([]);
});

test('a folder that cannot be written', async ({ browserWithExtension, notebook, notebookPage, origin }) => {
  const file = origin.add(`no-folder-${process.pid}.bin`, FILE);
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  // Not even root can make a folder there.
  await popup.add({ url: file.url, output: '/proc/lifeline/' });
  await popup.expectState(file, 'failed');
  await expect(popup.row(file)).toContainText(/writ|folder/i);
  expect(filesIn(notebook.vm?.content)).toEqual([]);
});

test('a SHA-256 that does not match', async ({ browserWithExtension, notebook, notebookPage, origin }) => {
  const file = origin.add(`wrong-sum-${process.pid}.bin`, FILE);
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url, sha256: '0'.repeat(64) });
  await popup.expectState(file, 'failed');
  await expect(popup.row(file)).toContainText(/SHA-256|checksum/i);
  expect(filesIn(notebook.vm?.content)).toEqual([]);
});

test('a page that is not Colab says so and lists all downloads', async ({
  browserWithExtension,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`elsewhere-${process.pid}.bin`, FILE);
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url });
  await popup.expectState(file, 'completed');
  const other = await browserWithExtension.context.newPage();
  await other.goto('about:blank');
  const elsewhere = await PopupPage.open(browserWithExtension);
  await expect(elsewhere.page.getByText('no Colab notebook')).toBeVisible();
  await elsewhere.expectState(file, 'completed');
});

test('a cell that the user edited is overwritten only after asking', async ({
  browserWithExtension,
  notebook,
  notebookPage,
  origin,
}) => {
  const first = origin.add(`first-${process.pid}.bin`, FILE);
  const second = origin.add(`second-${process.pid}.bin`, FILE);
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: first.url });
  await popup.expectState(first, 'completed');
  await notebookPage.evaluate(() => {
    const { cells } = (
      window as unknown as {
        colab: { global: { notebook: { cells: { getText(): string; setText(text: string): void }[] } } };
      }
    ).colab.global.notebook;
    const ours = cells.find((cell) => cell.getText().includes('lifeline-cell'));
    ours?.setText(`${ours.getText()}\nprint('mine')\n`);
  });
  await popup.add({ url: second.url });
  await popup.expectState(second, 'failed');
  expect(notebook.cells().some((cell) => cell.text.includes("print('mine')"))).toBe(true);
  await popup
    .row(second)
    .getByRole('button', { name: /Overwrite/ })
    .click();
  await popup.expectState(second, 'completed');
});

/** Files in the VM's folder that are not Lifeline's own. */
function filesIn(content = ''): string[] {
  return existsSync(content) ? readdirSync(content).filter((name) => !name.startsWith('.')) : [];
}
