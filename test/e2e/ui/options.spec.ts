import { readFileSync, writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { job, notebook, seed } from './seed';
import { checkLooks, expect, openPage, test } from './test';

const EMPTY = { jobs: [], notebooks: [] };

async function reset(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Reset options' }).click();
  await page.getByRole('button', { name: 'Really reset' }).click();
  await expect(page.getByText('Saved')).toBeAttached();
}

test('all options, in every theme, wide and narrow', async ({ extension }) => {
  const page = await openPage(extension, 'options');
  await reset(page);
  await checkLooks(page, 'options');
  await page.getByLabel('Quiet hours').check();
  await page.getByLabel('Only at certain hours').check();
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.setViewportSize({ width: 360, height: 800 });
  await checkLooks(page, 'options-narrow');
});

test('what is changed is kept; search finds it again', async ({ extension }) => {
  const page = await openPage(extension, 'options');
  await reset(page);
  await page.getByLabel('Relaunch by itself').press('Space');
  await page.getByLabel('Speed limit').fill('2,5');
  await page.getByLabel('Quiet hours').check();
  await page.getByLabel('From').fill('23:30');
  await page.getByRole('searchbox').fill('waits');
  await expect(page.getByRole('switch')).toHaveCount(1);
  await page.reload();
  await expect(page.getByLabel('Relaunch by itself')).toBeChecked();
  await expect(page.getByLabel('Speed limit')).toHaveValue('2.5');
  await expect(page.getByLabel('From')).toHaveValue('23:30');
  await page.getByRole('searchbox').fill('no such thing');
  await expect(page.getByText('No option matches.')).toBeVisible();
});

test('a number that makes no sense stays in its field, with what to do, and is not saved', async ({ extension }) => {
  const page = await openPage(extension, 'options');
  await reset(page);
  const field = page.getByLabel('Downloads in one notebook');
  for (const wrong of ['0', '17', '2.5', '-1', 'three', '', '1e1', '<b>']) {
    await field.fill(wrong);
    await field.blur();
    await expect(field).toHaveAccessibleDescription(/Type a number from 1 to 16\./);
    await expect(field).toHaveValue(wrong);
  }
  const naming = page.getByLabel('File names');
  await naming.fill('../{name}');
  await expect(naming).toHaveAccessibleDescription(/^Write \{name\} into the last part/);
  await expect(naming).toHaveValue('../{name}');
  await field.fill('4');
  await expect(field).toHaveAttribute('aria-invalid', 'false');
  await page.reload();
  await expect(field).toHaveValue('4');
});

test('a rule that is not whole says what it lacks; a whole one gives a download its folder', async ({ extension }) => {
  const page = await openPage(extension, 'options');
  await reset(page);
  await page.getByRole('button', { name: 'Add a rule' }).click();
  const [match, folder] = [page.getByLabel('Files or addresses like'), page.getByLabel('go to')];
  await expect(match).toHaveAccessibleDescription(/Say which/);
  await match.fill('*.zip');
  await folder.fill('../up');
  await expect(folder).toHaveAccessibleDescription(/Say where to/);
  await expect(folder).toHaveValue('../up');
  await folder.fill('/content/archives');
  await expect(folder).toHaveAttribute('aria-invalid', 'false');
  await page.reload();
  await expect(match).toHaveValue('*.zip');
  await expect(folder).toHaveValue('/content/archives');
});

test('a theme holds on every page, whatever the browser’s is', async ({ extension }) => {
  const page = await openPage(extension, 'options');
  await reset(page);
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await ground();
  await page.getByLabel('Theme').selectOption('Dark');
  await expect.poll(ground).not.toBe(light);
  await page.goto(page.url().replace('options', 'help'));
  await expect.poll(ground).not.toBe(light);
  await page.goto(page.url().replace('help', 'options'));
  await page.getByLabel('Theme').selectOption('As the browser');
  await expect.poll(ground).toBe(light);
});

test('an export comes back as it was; what is no export changes nothing and says so', async ({ extension }, info) => {
  const page = await openPage(extension, 'options');
  await reset(page);
  await seed(page, { jobs: [job({ id: 'a.zip', state: 'paused' })], notebooks: [notebook()] });
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a file' }).click();
  const file = info.outputPath('export.json');
  await (await saved).saveAs(file);
  expect(readFileSync(file, 'utf8')).toContain('a.zip');

  await seed(page, EMPTY);
  await page.getByLabel('Choose a file').setInputFiles(file);
  await expect(page.getByText('1 download was added.')).toBeVisible();
  for (const [text, says] of [
    ['not json', 'This file cannot be read.'],
    ['{"a":1}', 'This is no export of Lifeline.'],
    ['{"format":"lifeline-for-colab","version":99,"jobs":[],"notebooks":[]}', 'A newer Lifeline wrote this file.'],
  ] as const) {
    await page
      .getByLabel('Choose a file')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await expect(page.getByText(says)).toBeVisible();
  }
});

test('an import of 50 MB and one of a million downloads are refused, and what was there stays', async ({
  extension,
}, info) => {
  const page = await openPage(extension, 'options');
  await seed(page, { jobs: [job({ id: 'mine.zip', state: 'paused' })], notebooks: [notebook()] });
  const [big, many] = [info.outputPath('big.json'), info.outputPath('many.json')];
  writeFileSync(big, `{"format":"lifeline-for-colab","version":1,"notebooks":[],"jobs":["${'x'.repeat(50e6)}"]}`);
  writeFileSync(many, `{"format":"lifeline-for-colab","version":1,"notebooks":[],"jobs":[${'{},'.repeat(999_999)}{}]}`);
  await page.getByLabel('Choose a file').setInputFiles(big);
  await expect(page.getByText('This file is too long')).toBeVisible();
  await page.getByLabel('Choose a file').setInputFiles(many);
  await expect(page.getByText('This file holds too many downloads')).toBeVisible();
  await page.goto(page.url().replace('options', 'dashboard'));
  await expect(page.locator('[data-state]')).toHaveCount(1);
});

test('of a hostile import only what could be ours is taken, counted, and shown as text', async ({ extension }) => {
  const page = await openPage(extension, 'options');
  await seed(page, { jobs: [job({ id: 'mine.zip', state: 'paused' })], notebooks: [notebook()] });
  const theirs = {
    ...job({ id: 'theirs', state: 'running' }),
    url: 'https://example.org/<img src=x onerror=alert(1)>',
  };
  const jobs = [
    theirs,
    // The id of one that is there: it stays as it is.
    { ...job({ id: 'mine.zip', state: 'completed' }), path: '/content/stolen' },
    { ...theirs, id: 'negative', size: -1 },
    { ...theirs, id: 'script', url: 'javascript:alert(1)' },
  ];
  const title = '<script>alert(1)</script>';
  const known = [notebook({ title }), { ...notebook({ key: 'drive:evil' }), url: 'https://evil.example/' }];
  const text = JSON.stringify({ format: 'lifeline-for-colab', version: 1, jobs, notebooks: known, settings: [] });
  const polluted = text.replace('"id":"theirs"', '"__proto__":{"polluted":1},"constructor":{},"id":"theirs"');
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => dialogs.push(dialog.message()));
  const buffer = Buffer.from(polluted);
  await page.getByLabel('Choose a file').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer });
  await expect(page.getByText('1 download was added. 3 entries were left out')).toBeVisible();
  await page.goto(page.url().replace('options', 'dashboard'));
  await expect(page.locator('[data-state]')).toHaveCount(2);
  await expect(page.locator('[data-state]', { hasText: '<img src=x onerror=alert(1)>' })).toHaveCount(1);
  await expect(page.locator('[data-state]', { hasText: 'mine.zip' })).toHaveCount(1);
  await expect(page.locator('[data-state] img')).toHaveCount(0);
  expect(dialogs).toEqual([]);
});
