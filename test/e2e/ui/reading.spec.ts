import { launchWithExtension, pageAt } from '../support/extension';
import { checkLooks, expect, openPage, test } from './test';

for (const name of ['help', 'welcome'] as const) {
  test(`the page ${name}, in every theme, wide and narrow, without a network`, async ({ extension }) => {
    await extension.context.setOffline(true);
    const page = await openPage(extension, name);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await checkLooks(page, name);
    await page.setViewportSize({ width: 360, height: 800 });
    await checkLooks(page, `${name}-narrow`);
    await extension.context.setOffline(false);
  });
}

test('opens once when it is installed, and shows the way to the first download', async () => {
  const browser = await launchWithExtension({ welcome: true });
  const welcome = await pageAt(browser.context, `chrome-extension://${browser.id}/src/welcome/index.html`);
  await expect(welcome.getByRole('link', { name: 'Open a new Colab notebook' })).toHaveAttribute(
    'href',
    'https://colab.research.google.com/#create=true',
  );
  await expect(welcome.getByRole('navigation').getByRole('link', { name: 'Help' })).toBeVisible();
  await browser.close();
});
