import type { Settings } from '../store/settings';
import { followSetting } from './follow-setting';

/** Gives the page the user's colours, and keeps to them. To be called before anything is drawn. */
export function followTheme(): void {
  void followSetting('theme', paint);
}

/**
 * The style sheets know the dark colours as an answer to the browser's wish: a theme changes the question, so that each colour
 * stands in one place.
 */
function paint(theme: Settings['theme']): void {
  const dark = theme === 'system' ? '(prefers-color-scheme: dark)' : theme === 'dark' ? 'all' : 'not all';
  for (const { media } of darkRules()) media.mediaText = dark;
  document.documentElement.style.colorScheme = theme === 'system' ? '' : theme;
}

let found: CSSMediaRule[] | null = null;

function darkRules(): CSSMediaRule[] {
  found ??= [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSMediaRule)
    .filter(({ media }) => media.mediaText === '(prefers-color-scheme: dark)');
  return found;
}
