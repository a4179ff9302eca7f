import type { DialogName, SnackbarName } from '../../control.ts';
import type { Variant } from '../../variant.ts';
import type { DialogWords } from './dialogs/dialog.tsx';
import en from './languages/en.json';
import es from './languages/es.json';
import guessedEs from './languages/guessed/es.json';
import guessedPt from './languages/guessed/pt.json';
import guessedTr from './languages/guessed/tr.json';
import pt from './languages/pt.json';
import tr from './languages/tr.json';

export interface Texts extends Omit<typeof en, 'dialogs' | 'snackbars'> {
  dialogs: Record<DialogName, DialogWords>;
  snackbars: Record<SnackbarName, { text: string; action?: string }>;
}

/** Colab's own words, as recorded pages and the bundle have them. */
const KNOWN = { es, pt, tr };
/** Our translations of words that no page shows in that language: a product that relies on one of these relies on a guess. */
const GUESSED = { es: guessedEs, pt: guessedPt, tr: guessedTr };

/** The page's words. What is neither known nor guessed in `language` is English. */
export function textsOf(language: Variant['language']): Texts {
  if (language === 'en') return en;
  const guessed = GUESSED[language];
  return {
    ...en,
    ...guessed,
    ...(KNOWN[language] as Partial<Texts>),
    dialogs: { ...en.dialogs, ...guessed.dialogs },
  };
}

/** Puts values into `{places}`. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
