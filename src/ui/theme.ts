import { onStoreChange } from '../store/changes';
import { readSettings, type Settings } from '../store/settings';

type Theme = Settings['theme'];

/** A copy of the setting that can be read before the first drawing, so that no page flashes in the wrong colours. */
const COPY = 'theme';

/** Gives the page the user's colours, and keeps to them. To be called before anything is drawn. */
export function followTheme(): void {
  const copy = localStorage.getItem(COPY);
  if (copy === 'light' || copy === 'dark') paint(copy);
  const follow = async () => {
    const { theme } = await readSettings();
    if (theme === (localStorage.getItem(COPY) ?? 'system')) return;
    localStorage.setItem(COPY, theme);
    paint(theme);
  };
  void follow();
  onStoreChange(() => void follow());
}

/**
 * The style sheets know the dark colours as an answer to the browser's wish: a theme changes the question, so that each colour
 * stands in one place.
 */
function paint(theme: Theme): void {
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
