import type { ExtensionBrowser } from '../support/extension';
import { job, notebook, pretendTab, seed } from './seed';
import { checkLooks, expect, openPage, test } from './test';

const SECRET = 'session=very-s3cret-value';
const CURL = `curl 'https://files.example.org/model.bin' -H 'accept: */*' -b '${SECRET}' --compressed`;

async function openOn(extension: ExtensionBrowser, known: Parameters<typeof notebook>[0] = {}) {
  const page = await openPage(extension, 'add');
  const jobs = [job({ id: 'old.bin', state: 'paused', wanted: 'pause' })];
  await seed(page, { jobs, notebooks: [notebook(known)] });
  await pretendTab(extension, notebook(known));
  await page.bringToFront();
  await page.reload();
  return page;
}

/** All that the extension keeps on the disk. */
async function stored(extension: ExtensionBrowser): Promise<string> {
  return (await extension.worker()).evaluate(async () => {
    const open = (name: string) =>
      new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(name);
        request.addEventListener('success', () => resolve(request.result));
      });
    const all: unknown[] = [await chrome.storage.local.get()];
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await open(name);
      for (const store of db.objectStoreNames) {
        const request = db.transaction(store).objectStore(store).getAll();
        await new Promise((resolve) => {
          request.addEventListener('success', resolve);
        });
        all.push(request.result);
      }
      db.close();
    }
    return JSON.stringify(all);
  });
}

test('a pasted list: the bad line is named, the good ones are handed over with one click', async ({ extension }) => {
  const page = await openOn(extension);
  await page
    .getByLabel('What to download')
    .fill(`https://example.org/part[1-3].zip\nnot an address\nhttps://example.org/last.bin ${'ab'.repeat(32)}`);
  await expect(page.getByRole('heading', { name: '4 downloads' })).toBeVisible();
  await expect(page.getByText('Line 2: This is no address')).toBeVisible();
  await page.getByLabel('Folder in the VM').fill('data');
  await checkLooks(page, 'add-list');
  await page.getByRole('button', { name: 'Download 4 files' }).click();
  await expect(page.getByRole('status')).toHaveText('Added to Train the model.ipynb: 4 downloads.');
  const kept = await stored(extension);
  for (const name of ['part1.zip', 'part2.zip', 'part3.zip', 'last.bin'])
    expect(kept).toContain(`"url":"https://example.org/${name}","output":"data/"`);
});

test('what is wrong with a download stands beside it, and the others are taken', async ({ extension }) => {
  const page = await openOn(extension);
  await page.getByLabel('What to download').fill('https://example.org/old.bin\nhttps://example.org/new.bin');
  await page.getByRole('button', { name: 'Download 2 files' }).click();
  await expect(page.getByRole('status')).toHaveText('Added to Train the model.ipynb: 1 download.');
  await expect(page.getByRole('listitem').filter({ hasText: 'old.bin' })).toContainText('already in the list');
});

test('a secret of a copied command is shown to its owner, and kept nowhere', async ({ extension }) => {
  const page = await openOn(extension, { consented: false });
  await page.getByLabel('What to download').fill(CURL);
  await expect(page.getByText('LIFELINE_FILES_EXAMPLE_ORG_COOKIE')).toBeVisible();
  await checkLooks(page, 'add-secret');
  await page.getByRole('button', { name: 'Add the cell and download it' }).click();
  await expect(page.getByRole('status')).toHaveText('Added to Train the model.ipynb: 1 download.');
  const kept = await stored(extension);
  expect(kept).toContain('{secret:LIFELINE_FILES_EXAMPLE_ORG_COOKIE}');
  expect(kept).not.toContain('very-s3cret-value');
});

test('hostile text is shown as text', async ({ extension }) => {
  const page = await openOn(extension);
  await page
    .getByLabel('What to download')
    .fill(`<img src=x onerror=alert(1)>\nhttps://example.org/${'x'.repeat(2000)}\u202egpj.exe`);
  await expect(page.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
  await checkLooks(page, 'add-hostile');
});
