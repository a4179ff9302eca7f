import type { Page } from '@playwright/test';
import { listen } from '../support/heard';
import { heard as known, MIXED, now, openDashboard } from './dashboard-cases';
import { job, seed } from './seed';
import { checkLooks, expect, test } from './test';

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test('all downloads, in every theme', async ({ extension }) => {
  const page = await openDashboard(extension);
  await expect(page.locator('.chart canvas')).toBeVisible();
  await checkLooks(page, 'dashboard');
});

test('a download in every detail, in every theme', async ({ extension }) => {
  const page = await openDashboard(extension);
  await row(page, 'imagenet').click();
  await expect(page.getByRole('complementary').getByText('"5f2c-99"')).toBeVisible();
  await expect(page.locator('.chart canvas')).toBeVisible();
  await checkLooks(page, 'dashboard-details');
});

test('nothing yet; nothing that matches', async ({ extension }) => {
  const page = await openDashboard(extension, []);
  await expect(page.getByText('No downloads yet.')).toBeVisible();
  await checkLooks(page, 'dashboard-empty');
});

test('narrow, as in a sidebar, and no wider than its window anywhere between', async ({ extension }) => {
  const page = await openDashboard(extension, MIXED, { width: 360, height: 800 });
  await checkLooks(page, 'dashboard-narrow');
  await row(page, 'imagenet').click();
  await expect(page.locator('.chart canvas')).toBeVisible();
  await page.screenshot({ path: 'test-results/screens/dashboard-narrow-details-contrast.png' });
  for (const width of [640, 901, 1000, 1200, 1400]) {
    await page.setViewportSize({ width, height: 800 });
    const [content, room] = await page.getByRole('grid').evaluate((grid) => [grid.scrollWidth, grid.clientWidth]);
    expect(content, `${width}`).toBe(room);
  }
  await page.setViewportSize({ width: 1000, height: 800 });
  await page.screenshot({ path: 'test-results/screens/dashboard-1000-contrast.png' });
});

test('search, groups, notebooks and order', async ({ extension }) => {
  const page = await openDashboard(extension);
  const rows = page.locator('[data-key]');
  await page.getByRole('searchbox').fill('resume parq');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('laion.parquet');
  await page.getByRole('searchbox').fill('nothing like it');
  await expect(page.getByText('Nothing matches.')).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await page.getByRole('button', { name: 'Needs you' }).click();
  await expect(rows).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Notebook' }).selectOption({ label: 'Train the model.ipynb' });
  await expect(rows).toHaveCount(0);
  await page.getByRole('button', { name: 'All 5' }).click();
  await expect(rows).toHaveCount(5);
  await page.getByRole('button', { name: 'Name' }).click();
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows.first()).toContainText('coco-val2017.zip');
});

test('by keyboard alone: move, extend, all, none, act on several', async ({ extension }) => {
  const page = await openDashboard(extension);
  await page.getByRole('button', { name: 'Name' }).click();
  const chosen = page.locator('[data-key][aria-selected="true"]');
  await page.getByRole('columnheader', { name: 'Added' }).getByRole('button').focus();
  await page.keyboard.press('Tab');
  await expect(row(page, 'coco-val2017.zip')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'gone.zip')).toBeFocused();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(chosen).toHaveCount(2);
  await page.keyboard.press('Control+ArrowDown');
  await page.keyboard.press('Control+ArrowDown');
  await page.keyboard.press(' ');
  await expect(chosen).toHaveCount(3);
  await page.keyboard.press('Control+a');
  await expect(chosen).toHaveCount(MIXED.length);
  await page.keyboard.press('Escape');
  await expect(chosen).toHaveCount(0);
  await page.keyboard.press('End');
  await expect(row(page, 'weights.safetensors')).toBeFocused();
  // The row's button comes into the order of Tab with the next drawing.
  await expect(row(page, 'weights.safetensors').getByRole('button')).toHaveAttribute('tabindex', '0');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(row(page, 'weights.safetensors')).toHaveAttribute('data-state', 'paused');
  await expect(page.getByRole('status')).toHaveText('weights.safetensors: Paused');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Delete');
  await expect(page.locator('[data-key]')).toHaveCount(MIXED.length - 2);
  await expect(page.locator('[data-key]:focus')).toHaveCount(1);
});

test('clicks choose as in a file manager, and one button acts on all that are chosen', async ({ extension }) => {
  const page = await openDashboard(extension);
  await row(page, 'paused.bin').click();
  await row(page, 'laion.parquet').click({ modifiers: ['ControlOrMeta'] });
  await expect(page.getByRole('toolbar')).toContainText('2 selected');
  await page.getByRole('toolbar').getByRole('button', { name: 'Relaunch' }).click();
  await expect(row(page, 'paused.bin')).toHaveAttribute('data-state', 'starting');
  await expect(row(page, 'laion.parquet')).toHaveAttribute('data-state', 'starting');
});

test('a download is fetched sooner, later, or by its priority, and says whose turn it is', async ({ extension }) => {
  const page = await openDashboard(extension);
  await row(page, 'labels.csv').click();
  const details = page.getByRole('complementary');
  const place = (number: number) => expect(details).toContainText(`Place ${number} of 4`);
  await details.getByLabel('Priority').selectOption('High');
  await place(1);
  await expect(details.getByRole('button', { name: 'Sooner' })).toBeDisabled();
  await details.getByRole('button', { name: 'Later' }).click();
  await place(2);
  await expect(details.getByLabel('Priority')).toHaveValue('0');
  await details.getByLabel('Priority').selectOption('Low');
  await place(4);
  await details.getByRole('button', { name: 'Sooner' }).click();
  await place(3);
});

test('a fresh link: what is wrong stands by the field, and nothing typed is lost', async ({ extension }) => {
  const page = await openDashboard(extension);
  await row(page, 'gone.zip').click();
  await page.getByText('The link has expired?').click();
  const field = page.getByLabel('Fresh address of the same file');
  await field.fill('sftp://example.org/gone.zip');
  await field.press('Enter');
  await expect(field).toHaveAccessibleDescription('Only http, https and ftp addresses can be downloaded.');
  await expect(field).toHaveValue('sftp://example.org/gone.zip');
  await field.fill('https://example.org/gone.zip?signature=fresh');
  await field.press('Enter');
  await expect(row(page, 'gone.zip')).toHaveAttribute('data-state', 'starting');
});

test('who hears the page hears of a state that changes, and nothing of the progress', async ({ extension }) => {
  // In a state that the background leaves alone: nothing runs here.
  const file = job({ id: 'big.tar.gz', ...known, state: 'paused', size: 148e9 });
  const page = await openDashboard(extension, [file]);
  const heard = await listen(page);
  for (let step = 1; step <= 20; step++) {
    await seed(page, { jobs: [{ ...file, offset: step * 1e9 }] });
    await expect(row(page, 'big.tar.gz')).toContainText(`${step} GB of 148 GB`);
  }
  await seed(page, { jobs: [{ ...file, state: 'completed' }] });
  await expect(row(page, 'big.tar.gz')).toHaveAttribute('data-state', 'completed');
  await expect.poll(heard).toEqual(['big.tar.gz: Done, but nothing to check it by']);
});

test('names with markup, marks and 2 000 characters are text, and cut well', async ({ extension }) => {
  const hostile = [
    job({ id: 'a', ...known, state: 'paused', path: '/content/<img src=x onerror=alert(1)>\u202egpj.exe' }),
    job({ id: 'b', ...known, state: 'paused', path: `/content/${'w'.repeat(2000)}` }),
  ];
  const page = await openDashboard(extension, hostile);
  await expect(row(page, '<img src=x onerror=alert(1)>gpj.exe')).toHaveCount(1);
  await expect(page.locator('main img')).toHaveCount(0);
  await row(page, 'wwww').click();
  await checkLooks(page, 'dashboard-hostile');
});

test('ten thousand downloads are a page of rows, wherever the list is scrolled to', async ({ extension }) => {
  const history = Array.from({ length: 10_000 }, (_, n) =>
    job({ id: `file-${n}.bin`, state: 'completed', offset: 9, size: 9, createdAt: now - n, finishedAt: now }),
  );
  const page = await openDashboard(extension, history);
  const rows = page.locator('[data-key]');
  await row(page, 'file-0.bin').click();
  await page.keyboard.press('End');
  await expect(row(page, 'file-9999.bin')).toBeFocused();
  await expect(row(page, 'file-9999.bin')).toHaveAttribute('aria-rowindex', '10001');
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowUp');
  await expect(page.locator('[data-key]:focus')).toBeInViewport();
  await page.getByRole('grid').evaluate((grid) => grid.scrollTo(0, 200_000));
  await expect(rows.filter({ hasText: 'file-3510.bin' })).toBeVisible();
  expect(await rows.count()).toBeLessThan(80);
});
