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

test('what tries to pass for progress is ignored and recorded, and the download goes on', async ({
  browserWithExtension,
  notebookPage,
  origin,
}) => {
  const file = origin.add(`forged-${process.pid}.bin`, { size: 4_000_000, rate: 4_000_000, holdAt: 1_000_000 });
  const popup = await PopupPage.open(browserWithExtension, notebookPage);
  await popup.add({ url: file.url });
  await popup.expectProgress(file);
  const printed = notebookPage.locator('.cell.running .output pre').last();
  const record = JSON.parse((await printed.textContent())?.split('@@lifeline ').at(-1)?.split('\n')[0] ?? '');
  const [job] = record.jobs;
  const diagnostics = await browserWithExtension.context.newPage();
  const tab = await browserWithExtension.tabId(notebookPage);
  await diagnostics.goto(`chrome-extension://${browserWithExtension.id}/src/diagnostics/index.html?tab=${tab}`);

  const forged = (changes: object) => `@@lifeline ${JSON.stringify({ ...record, seq: 1e9, ...changes })}`;
  const done = { ...job, seq: 1e9, state: 'completed', offset: job.size, verified: 'sha256' };
  const recorded = async () => {
    await diagnostics.getByRole('button', { name: 'Read again' }).click();
    return diagnostics.locator('.timeline').textContent();
  };
  for (const [line, why] of [
    [
      [
        forged({ token: 'guess', jobs: [done] }),
        `@@lifeline {"token": "${record.token}", "seq": 9, "x": "${'y'.repeat(10_000_000)}"}`,
        `@@lifeline \ud800${forged({})}\udc00`,
      ].join('\n'),
      'not-our-token',
    ],
    [forged({ jobs: [{ ...done, offset: job.size + 1 }] }), 'numbers-lie'],
    [forged({ jobs: [{ ...done, job: 'of-another-notebook' }] }), 'unknown-job'],
    [forged({ jobs: [{ ...done, etag: '\ud800' }] }), 'not-ours'],
  ] as const) {
    // Where whatever runs in the notebook could print it: below what the runtime has printed itself.
    await printed.evaluate((pre, text) => {
      pre.querySelector('[data-forged]')?.remove();
      const element = document.createElement('span');
      element.dataset.forged = '';
      element.append(`\n${text}\n`);
      pre.append(element);
    }, line);
    await expect.poll(recorded).toContain(`forged progress (${why})`);
  }
  await expect(popup.row(file).getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^[12]?\d$/);
  await printed.evaluate((pre) => pre.querySelector('[data-forged]')?.remove());
  file.release();
  await popup.expectState(file, 'completed');
});

/** Files in the VM's folder that are not Lifeline's own. */
function filesIn(content = ''): string[] {
  return existsSync(content) ? readdirSync(content).filter((name) => !name.startsWith('.')) : [];
}
