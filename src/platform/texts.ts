import { browser } from './browser';
import type { Language } from './languages';

type Texts = Record<string, { message: string; placeholders?: Record<string, { content: string }> }>;

let wanted: Language = 'browser';
let loading: Promise<Texts | null> = Promise.resolve(null);
/** Null while the browser's own texts are used. */
let texts: Texts | null = null;

/**
 * Makes `message` speak a language from now on. `i18n.getMessage` knows the browser's alone, so the texts of another one are
 * read from the package; where that fails, the browser's stay. Safe to repeat.
 */
export async function speak(language: Language): Promise<void> {
  if (language !== wanted) {
    wanted = language;
    loading = language === 'browser' ? Promise.resolve(null) : load(language).catch(() => null);
  }
  const latest = loading;
  const loaded = await latest;
  if (latest === loading) texts = loaded;
}

async function load(language: Language): Promise<Texts> {
  const response = await fetch(browser.runtime.getURL(`_locales/${language}/messages.json`));
  return (await response.json()) as Texts;
}

/** A text by its key; `values` take the places of its placeholders in order. Empty where there is no such text. */
export function message(key: string, values: readonly string[] = []): string {
  if (texts === null) return browser.i18n.getMessage(key, [...values]);
  const { message: text = '', placeholders = {} } = texts[key] ?? {};
  return text.replace(/\$(\w+)\$/g, (_, name: string) => {
    const place = /^\$(\d)$/.exec(placeholders[name.toLowerCase()]?.content ?? '');
    return values[Number(place?.[1]) - 1] ?? '';
  });
}

/** The direction that these texts run in. */
export function direction(): 'ltr' | 'rtl' {
  if (texts === null) return browser.i18n.getMessage('@@bidi_dir') === 'rtl' ? 'rtl' : 'ltr';
  return wanted === 'ar' ? 'rtl' : 'ltr';
}
