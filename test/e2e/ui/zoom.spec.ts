import { MIXED, openDashboard } from './dashboard-cases';
import { CASES, openOn } from './popup-cases';
import { checkLooks, expect, openPage, test } from './test';

/*
 * 200 %: to a page the browser's zoom is a window of half the size on a screen of twice the density (WCAG 1.4.4 and 1.4.10). A
 * popup keeps its width up to 800 px on the screen.
 */
const WINDOW = { width: 640, height: 400 };

test('at 200 % zoom everything is there on every page, and nothing has to be scrolled sideways', async ({
  extension,
}) => {
  const dashboard = await openDashboard(extension, MIXED, WINDOW);
  await dashboard.locator('[data-key="imagenet-2012-train.tar.gz"]').click();
  await expect(dashboard.locator('.chart canvas')).toBeVisible();
  await checkLooks(dashboard, 'zoom/dashboard', ['light']);
  for (const name of ['options', 'help', 'welcome', 'add', 'diagnostics'] as const) {
    const page = await openPage(extension, name, WINDOW);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await checkLooks(page, `zoom/${name}`, ['light']);
  }
  const popup = await openOn(extension, CASES[3] ?? { jobs: [] });
  await popup.setViewportSize({ width: 380, height: 300 });
  await checkLooks(popup, 'zoom/popup', ['light']);
});
