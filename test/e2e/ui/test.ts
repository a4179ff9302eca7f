import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { type ExtensionBrowser, launchWithExtension } from '../support/extension';

/** One browser for all of a worker's tests of pages: each seeds the store with what it is about. */
export const test = base.extend<object, { extension: ExtensionBrowser }>({
  extension: [
    async ({}, use) => {
      const browser = await launchWithExtension();
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';

export async function openPage(
  { context, id }: ExtensionBrowser,
  page: 'add' | 'dashboard' | 'options' | 'help' | 'welcome' | 'diagnostics',
  size = { width: 1280, height: 800 },
): Promise<Page> {
  for (const other of context.pages().slice(1)) await other.close();
  const opened = await context.newPage();
  await opened.setViewportSize(size);
  await opened.goto(`chrome-extension://${id}/src/${page}/index.html`);
  return opened;
}

const THEMES = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  contrast: { colorScheme: 'dark', forcedColors: 'active' },
} as const;

export type Theme = keyof typeof THEMES;

/**
 * A page in each theme: a screenshot of it to look at, nothing for axe to find, nothing wider than the window, and no words
 * that are cut off without dots.
 */
export async function checkLooks(
  page: Page,
  name: string,
  themes: readonly Theme[] = ['light', 'dark', 'contrast'],
): Promise<void> {
  for (const theme of themes) {
    await page.emulateMedia({ ...THEMES[theme], reducedMotion: 'reduce' });
    await page.screenshot({ path: `test-results/screens/${name}-${theme}.png`, fullPage: true });
    expect((await new AxeBuilder({ page }).analyze()).violations, theme).toEqual([]);
    const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(content, `${name} is too wide`).toBeLessThanOrEqual(window ?? 0);
  }
  expect(await page.evaluate(cutWords), `${name} cuts words off`).toEqual([]);
}

/** Texts that their element does not hold, but for those that end in dots or that can be scrolled. Runs in the page. */
function cutWords(): string[] {
  const pen = document.createElement('canvas').getContext('2d');
  const placeholders = [...document.querySelectorAll('input')].filter((input) => {
    const { font, paddingInlineStart, paddingInlineEnd } = getComputedStyle(input);
    if (pen === null || input.value !== '' || input.clientWidth === 0) return false;
    pen.font = font;
    const room = input.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd);
    return pen.measureText(input.placeholder).width > room + 1;
  });
  const texts = [...document.querySelectorAll<HTMLElement>('main *, .masthead *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== ''))
    .filter(
      (element) => element.closest('.cut, .unseen, .uplot, option, pre, [tabindex="0"]:not([role="row"])') === null,
    )
    .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1);
  return [...placeholders.map(({ placeholder }) => placeholder), ...texts.map(({ textContent }) => textContent ?? '')];
}
