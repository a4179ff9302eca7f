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
