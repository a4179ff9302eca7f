import { readFileSync } from 'node:fs';
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
  await page.getByLabel('Import').setInputFiles(file);
  await expect(page.getByText('1 download was added.')).toBeVisible();
  for (const [text, says] of [
    ['not json', 'This file cannot be read.'],
    ['{"a":1}', 'This is no export of Lifeline.'],
    ['{"format":"lifeline-for-colab","version":99,"jobs":[],"notebooks":[]}', 'A newer Lifeline wrote this file.'],
  ] as const) {
    await page
      .getByLabel('Import')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await expect(page.getByText(says)).toBeVisible();
  }
});
