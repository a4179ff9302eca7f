import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PopupPage } from './support/popup';
import { expect, test } from './support/test';
import { job } from './ui/seed';

const MIB = 1024 * 1024;

test('an address that has expired is replaced by a fresh one, and the bytes are kept', { tag: '@long' }, async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
  origin,
}) => {
  const name = `signed-${process.pid}.bin`;
  const whole = { size: 16 * MIB, rate: 24 * MIB };
  const file = origin.add(name, { ...whole, holdAt: 6 * MIB, resetEvery: 7 * MIB });
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add({ url: `${file.url}?signature=old` });
  await popup.expectProgress(file);
  // From its next request on the server refuses it, as when a signature is out of date.
  origin.add(name, { ...whole, status: 403 });
  file.release();
  await popup.expectState(file, 'failed');
  const fresh = origin.add(name, whole);

  const dashboard = await browser.context.newPage();
  await dashboard.goto(`chrome-extension://${browser.id}/src/dashboard/index.html`);
  await dashboard.getByRole('row').filter({ hasText: name }).click();
  await dashboard.getByText('The link has expired?').click();
  await dashboard.getByLabel('Fresh address of the same file').fill(`${fresh.url}?signature=new`);
  await dashboard.screenshot({ path: 'test-results/screens/replace-link.png' });
  await dashboard.getByRole('button', { name: 'Replace and go on' }).click();
  await popup.expectState(file, 'completed');
  const content = readFileSync(join(notebook.vm?.content ?? '', name));
  expect(createHash('sha256').update(content).digest('hex')).toBe(file.sha256);
  expect(fresh.sent()).toBeLessThanOrEqual(11 * MIB);
});

test('what was interrupted goes on by itself where the user wants that, and says when', { tag: '@long' }, async ({
  browserWithExtension: browser,
  notebook,
  notebookPage,
  origin,
}) => {
  const options = await browser.context.newPage();
  await options.goto(`chrome-extension://${browser.id}/src/options/index.html`);
  await options.getByLabel('Relaunch by itself what was interrupted').check();
  await expect(options.getByText('Saved')).toBeAttached();
  const file = origin.add(`by-itself-${process.pid}.bin`, { size: 12 * MIB, rate: 24 * MIB, holdAt: 5 * MIB });
  const popup = await PopupPage.open(browser, notebookPage);
  await popup.add(file);
  await popup.expectProgress(file);
  await notebook.restartKernel();
  await popup.expectState(file, 'interrupted');
  await expect(popup.row(file)).toContainText('Relaunches by itself at');
  await popup.expectState(file, 'running');
  file.release();
  await popup.expectState(file, 'completed');
  expect(file.sent()).toBeLessThanOrEqual(13 * MIB);
});

test('an imported download asks before its notebook gets a cell, and then comes', { tag: '@long' }, async ({
  browserWithExtension: browser,
  notebook,
  origin,
}) => {
  const file = origin.add(`imported-${process.pid}.bin`, { size: MIB });
  const key = `drive:${notebook.id}`;
  const exported = {
    format: 'lifeline-for-colab',
    version: 1,
    jobs: [job({ id: 'imported', notebook: key, url: file.url, state: 'interrupted', reason: 'browser-closed' })],
    notebooks: [{ key, url: notebook.url, title: 'From elsewhere' }],
  };
  const page = await browser.context.newPage();
  await page.goto(`chrome-extension://${browser.id}/src/options/index.html`);
  await page
    .getByLabel('Choose a file')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(exported)) });
  await expect(page.getByText('1 download was added.')).toBeVisible();

  const popup = await PopupPage.open(browser);
  await popup.relaunch(file);
  await popup.expectState(file, 'failed');
  await popup.page.screenshot({ path: 'test-results/screens/imported-asks.png' });
  expect(notebook.cells().some(({ text }) => text.includes('lifeline-cell'))).toBe(false);
  const opened = browser.context.waitForEvent('page');
  await popup.row(file).getByRole('button', { name: 'Add the cell and relaunch' }).click();
  expect((await opened).url()).toContain(notebook.id);
  await popup.expectState(file, 'completed');
});

test('a list that is damaged on the disk comes back, says so, and its downloads go on', async ({
  keptProfile,
  notebook,
  origin,
}) => {
  const file = origin.add(`damaged-${process.pid}.bin`, { size: 12 * MIB, rate: 24 * MIB, holdAt: 5 * MIB });

  const before = await keptProfile.start(false);
  const tab = await before.context.newPage();
  await tab.goto(notebook.url);
  const first = await PopupPage.open(before, tab);
  await first.add(file);
  await first.expectProgress(file);
  await before.close();
  const folder = join(keptProfile.folder, 'Default/IndexedDB', `chrome-extension_${before.id}_0.indexeddb.leveldb`);
  for (const name of readdirSync(folder).filter((each) => /^(?:CURRENT|MANIFEST|.*\.log)/.test(each)))
    writeFileSync(join(folder, name), 'torn');

  const after = await keptProfile.start(true);
  const popup = await PopupPage.open(after);
  await popup.expectState(file, 'interrupted');
  await expect(popup.page.getByRole('alert')).toContainText('1 download');
  await popup.page.screenshot({ path: 'test-results/screens/rescued.png' });
  await popup.relaunch(file);
  await popup.expectState(file, 'running');
  file.release();
  await popup.expectState(file, 'completed');
  expect(file.sent()).toBeLessThanOrEqual(13 * MIB);
  await after.close();
});
