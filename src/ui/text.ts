import { computed, effect, signal } from '@preact/signals';
import { browser } from '../platform/browser';
import type { Language } from '../platform/languages';
import { direction, message, speak } from '../platform/texts';
import { followSetting } from './follow-setting';

type Messages = typeof import('../../public/_locales/en/messages.json');
export type TextKey = Extract<keyof Messages, string>;

/** Keys that have one text for each plural form: `name_one`, `name_other`, … */
type CountedKey = { [Key in TextKey]: Key extends `${infer Name}_other` ? Name : never }[TextKey];

/** What is shown follows it by itself: a component that reads a text is drawn again when the language changes. */
const language = signal<Language>('browser');

/**
 * Shows the page in the user's language and keeps to it; `root` tells the browser and assistive technology which one that is,
 * and its direction. To be awaited before anything is drawn.
 */
export async function followLanguage(root: HTMLElement): Promise<void> {
  await followSetting('language', async (chosen) => {
    await speak(chosen);
    language.value = chosen;
  });
  effect(() => {
    root.lang = t('language');
    root.dir = direction();
  });
}

function read(key: string, values?: readonly string[]): string {
  void language.value;
  return message(key, values);
}

/** A text in the language of the page; `values` take the places of its placeholders in order. */
export function t(key: TextKey, ...values: string[]): string {
  return read(key, values);
}

/** A text that counts something: in the plural form that its language wants for `count`. */
export function tCount(name: CountedKey, count: number): string {
  const form = new Intl.PluralRules(locale()).select(count);
  const shown = new Intl.NumberFormat(locale()).format(count);
  return read(`${name}_${form}`, [shown]) || read(`${name}_other`, [shown]);
}

/** A key that is put together from parts, if there is such a text. */
export function textIfAny(key: string): string | null {
  return read(key) || null;
}

/** What is wrong with a field, by its code, and what to do about it; null where nothing is. */
export function textOfProblem(code: string | undefined): string | null {
  return code === undefined ? null : t(`problem_${code}` as TextKey);
}

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Text of others inside a sentence of ours: its direction must not turn the sentence around. Only where it could, since the
 * marks are letters to whoever searches for the text or compares it.
 */
export function isolated(text: string): string {
  const turns = RIGHT_TO_LEFT.test(text) || direction() === 'rtl';
  return turns ? `\u2068${text}\u2069` : text;
}

/** Without the invisible marks that turn text around: they make `gpj.exe` read as `exe.jpg`. */
export function harmless(text: string): string {
  return text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}

/**
 * The language that the texts are in, for `Intl`. Not the browser's where we do not speak that: English sentences with
 * German numbers help nobody. The browser's variant of a language that we speak (en-GB) is kept.
 */
export function locale(): string {
  return tag.value;
}

const tag = computed(() => {
  const spoken = t('language');
  const browserLocale = browser.i18n.getUILanguage();
  return browserLocale.split('-')[0] === spoken.split('-')[0] ? browserLocale : spoken;
});
