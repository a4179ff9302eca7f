import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../support/test';

test('Diagnostics shows how the page is read, and copies a report without anything personal', async ({
  browserWithExtension,
  notebook,
  notebookPage,
}) => {
  const { context } = browserWithExtension;
  const popup = await browserWithExtension.openPopup(notebookPage);
  const opened = context.waitForEvent('page');
  await popup.getByRole('link', { name: 'Diagnostics' }).click();
  const page = await opened;

  const reading = page.getByRole('region', { name: 'Reading of the page' });
  await expect(reading).toContainText('"state"');
  const title = (JSON.parse(await reading.innerText()) as { title: string }).title;
  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect(page.getByRole('status')).toHaveText('The report is in the clipboard.');
  await popup.bringToFront();
  await popup.goto(popup.url().replace(/popup\/.*/, 'add/index.html'));
  const field = popup.getByLabel('What to download');
  await field.press('Control+V');
  const report = await field.inputValue();
  expect(report).toContain('"pageObject"');
  expect(title).not.toBe('');
  for (const personal of [notebook.id, title, 'colab.research.google.com']) expect(report).not.toContain(personal);

  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `test-results/screens/diagnostics-${colorScheme}.png` });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
});

test('Diagnostics says so where no page answers', async ({ browserWithExtension }) => {
  const page = await browserWithExtension.context.newPage();
  await page.goto(`chrome-extension://${browserWithExtension.id}/src/diagnostics/index.html`);
  await expect(page.getByText('No tab shows Colab.')).toBeVisible();
});
