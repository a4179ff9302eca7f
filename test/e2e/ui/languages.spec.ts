import { LANGUAGES, type Language } from '../../../src/platform/languages';
import type { ExtensionBrowser } from '../support/extension';
import { openDashboard } from './dashboard-cases';
import { CASES, openOn } from './popup-cases';
import { seed } from './seed';
import { checkLooks, expect, openPage, type Theme, test } from './test';

/*
 * Every page in other languages: right to left, long words, other scripts. By default the one that is most unlike English;
 * all of them, in every theme, with LIFELINE_LANGUAGES=all.
 */
const ALL = process.env.LIFELINE_LANGUAGES === 'all';
const languages: readonly Language[] = ALL ? LANGUAGES : ['ar'];
const themes: readonly Theme[] = ALL ? ['light', 'dark', 'contrast'] : ['light'];
const popups = ['running', 'failed', ...(ALL ? ['first-use', 'interrupted', 'done-and-paused', 'elsewhere'] : [])];

async function speak(extension: ExtensionBrowser, language: Language): Promise<void> {
  const page = await openPage(extension, 'help');
  await page.evaluate((payload) => chrome.runtime.sendMessage({ kind: 'ui/settings', payload }), { language });
  await page.reload();
}

test.afterEach(({ extension }) => speak(extension, 'browser'));

for (const language of languages) {
  test(`${language}: every page is in it, holds it, and runs its way`, async ({ extension }) => {
    await speak(extension, language);
    const tag = language.replace('_', '-');
    const look = async (page: Awaited<ReturnType<typeof openPage>>, name: string) => {
      await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${tag.split('-')[0]}`));
      await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr');
      await checkLooks(page, `languages/${language}/${name}`, themes);
    };
    for (const each of CASES.filter(({ name }) => popups.includes(name))) {
      const popup = await openOn(extension, each);
      await popup.setViewportSize({ width: 360, height: 600 });
      await look(popup, `popup-${each.name}`);
    }
    const dashboard = await openDashboard(extension);
    await dashboard.locator('[data-key="imagenet-2012-train.tar.gz"]').click();
    await expect(dashboard.locator('.chart canvas')).toBeVisible();
    await look(dashboard, 'dashboard');
    await dashboard.setViewportSize({ width: 360, height: 800 });
    await look(dashboard, 'dashboard-narrow');
    for (const name of ['options', 'help', 'welcome', 'add', 'diagnostics'] as const) {
      const page = await openPage(extension, name, { width: 1000, height: 800 });
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await look(page, name);
      if (!ALL) continue;
      await page.setViewportSize({ width: 360, height: 800 });
      await look(page, `${name}-narrow`);
    }
  });
}

test('a language that is chosen in Options is spoken at once, by notifications too, and kept', async ({
  extension,
}) => {
  const page = await openPage(extension, 'options');
  await seed(page, {});
  await page.getByLabel('Language').focus();
  await page.getByLabel('Language').selectOption('français');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Options');
  await expect(page.getByLabel('Langue')).toBeFocused();
  await expect(page).toHaveTitle('Options · Lifeline for Colab');
  const toolbar = async () => (await extension.worker()).evaluate(() => chrome.action.getTitle({}));
  await expect.poll(toolbar).toContain('Rien à surveiller');
  await extension.stopWorker();
  await page.reload();
  await expect(page.getByLabel('Langue')).toHaveValue('fr');
  await page.getByLabel('Langue').selectOption('العربية');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
});
