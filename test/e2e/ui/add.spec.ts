import { writeFileSync } from 'node:fs';
import { startOrigin } from '../../origin/origin';
import { type ExtensionBrowser, launchWithExtension } from '../support/extension';
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

const SUM = 'ab'.repeat(32);
/** A text of each kind, with a line that is wrong where its kind can have one, and what comes of it. */
const KINDS = {
  ranges: ['https://a.org/part[001-120].zip\nhttps://a.org/[9-1].zip', 120, 'Line 2: This range makes no sense'],
  cURL: [`${CURL}\ncurl 'https://b.org/x' --data a=b`, 1, 'Line 2:'],
  'aria2 input': [
    `https://a.org/1\n  out=one.bin\n  checksum=sha-256=${SUM}\nhttps://a.org/2\n  checksum=md5=12`,
    1,
    'Line 4:',
  ],
  Metalink: [
    `<metalink xmlns="urn:ietf:params:xml:ns:metalink">\n<file name="a.iso"><hash type="sha-256">${SUM}</hash><url>https://a.org/a.iso</url></file>\n` +
      '<file name="../up"><url>https://a.org/up</url></file>\n</metalink>',
    1,
    'Line 3:',
  ],
  CSV: [
    `name,url,sha256\none.bin,https://a.org/1,${SUM}\ntwo.bin,javascript:x,\nthree.bin,https://a.org/3,`,
    2,
    'Line 3:',
  ],
  SHA256SUMS: [`https://a.org/data/SHA256SUMS\n${SUM}  a.bin\n${SUM}  ../up\n${SUM}  sub/b.bin`, 2, 'Line 3:'],
} as const;

test('each kind of list: the bad line is named, the good ones are kept and handed over', async ({ extension }) => {
  const page = await openOn(extension);
  for (const [kind, [text, count, problem]] of Object.entries(KINDS)) {
    await test.step(kind, async () => {
      // As a file, which is read like what is pasted.
      const file = test.info().outputPath(`${kind}.txt`);
      writeFileSync(file, text);
      await page.locator('input[type=file]').setInputFiles(file);
      await expect(
        page.getByRole('heading', { name: count === 1 ? '1 download' : `${count} downloads`, exact: true }),
      ).toBeVisible();
      await expect(page.getByRole('listitem').filter({ hasText: problem })).toHaveCount(1);
      await page.getByLabel('Folder in the VM').fill(kind);
      await page.getByRole('button', { name: count === 1 ? 'Download it' : `Download ${count} files` }).click();
      await expect(page.getByRole('status')).toContainText(count === 1 ? '1 download.' : `${count} downloads.`);
    });
  }
  const kept = await stored(extension);
  for (const place of [
    'ranges/","checksum":null',
    'aria2 input/one.bin',
    'Metalink/a.iso',
    'CSV/one.bin',
    'SHA256SUMS/sub/b.bin',
  ])
    expect(kept).toContain(`"output":"${place}`);
  expect(kept.split(`"checksum":"sha256:${SUM}"`)).toHaveLength(6);
  expect(kept).not.toContain('very-s3cret-value');
});

test('what is wrong with a folder stands by its field, nothing is sent, and nothing typed is lost', async ({
  extension,
}) => {
  const page = await openOn(extension);
  const addresses = page.getByLabel('What to download');
  await addresses.fill('https://example.org/new.bin');
  await page.getByLabel('Folder in the VM').fill('../up');
  await expect(page.getByLabel('Folder in the VM')).toHaveAccessibleDescription(/no “\.\.”/);
  const copyTo = page.getByLabel('Then copy to');
  await copyTo.fill('x'.repeat(2000));
  await expect(copyTo).toHaveAccessibleDescription(/no more than 1024/);
  await page.getByRole('button', { name: 'Download it' }).click();
  await expect(page.getByLabel('Folder in the VM')).toBeFocused();
  await checkLooks(page, 'add-problems', ['light']);
  await page.getByLabel('Folder in the VM').fill('data');
  await copyTo.press('Enter');
  await expect(copyTo).toBeFocused();
  await expect(addresses).toHaveValue('https://example.org/new.bin');
  await copyTo.fill('drive/MyDrive/sets');
  await copyTo.press('Enter');
  await expect(page.getByRole('status')).toHaveText('Added to Train the model.ipynb: 1 download.');
});

test('hostile text is shown as text', async ({ extension }) => {
  const page = await openOn(extension);
  await page
    .getByLabel('What to download')
    .fill(`<img src=x onerror=alert(1)>\nhttps://example.org/${'x'.repeat(2000)}\u202egpj.exe`);
  await expect(page.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
  await checkLooks(page, 'add-hostile');
});

test('what can be known before a start is shown: clashes, expiry, room, and what the server says', async () => {
  const origin = await startOrigin();
  const file = origin.add('model.bin', { size: 3_000_000 });
  const browser = await launchWithExtension({ allow: ['http://127.0.0.1/*'] });
  try {
    const page = await openOn(browser, { room: { disk: 2_000_000, drive: 1_000_000 } });
    await page
      .getByLabel('What to download')
      .fill(
        `${file.url}\n${origin.url}/missing\nhttps://a.org/x/model.bin\nhttps://example.org/signed.bin?Expires=1700000000\nhttps://example.org/old.bin`,
      );
    const row = (text: string) => page.getByRole('listitem').filter({ hasText: text });
    // No click: this server may be asked. The others are not, before the user says so.
    await expect(row('3 MB · can resume')).toHaveCount(1);
    await expect(row('status 404')).toHaveCount(1);
    await expect(page.getByRole('button', { name: 'Check the addresses' })).toBeVisible();
    await expect(row('Line 1 gives a file of the same name')).toHaveCount(1);
    await expect(row('ran out at')).toHaveCount(1);
    await expect(row('already in the list')).toHaveCount(1);
    await expect(page.getByText('come to 3 MB; the VM’s disk has about 2 MB free')).toBeVisible();
    await page.getByLabel('Then copy to').fill('drive/MyDrive/sets');
    await expect(page.getByText('the Drive has about 1 MB free')).toBeVisible();
    await checkLooks(page, 'add-preflight');
  } finally {
    await browser.close();
    await origin.stop();
  }
});
