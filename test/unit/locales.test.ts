import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/platform/languages';

interface Message {
  message: string;
  placeholders?: Record<string, { content: string }>;
}
type Messages = Record<string, Message>;

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const messagesOf = (locale: string) => JSON.parse(read(`public/_locales/${locale}/messages.json`)) as Messages;
const english = messagesOf('en');
const others = readdirSync(join(root, 'public/_locales')).filter((locale) => locale !== 'en');

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(tsx?|py)$/.test(path))
  .map((path) => read(`src/${path}`));
const code = [...sources, read('manifest.json')].join('\n');

const FORM = /_(zero|one|two|few|many|other)$/;
/** A counted text's name, without the plural form; null for any other key. */
const counted = (key: string) => {
  const name = key.replace(FORM, '');
  return name !== key && `${name}_other` in english ? name : null;
};

/** Keys that stand in the code whole, those put together from a beginning or an end, and counted ones by their name. */
function isUsed(key: string): boolean {
  const name = counted(key) ?? key;
  if (new RegExp(`['"\`]${name}['"\`]|__MSG_${name}__`).test(code)) return true;
  const starts = [...code.matchAll(/`([A-Za-z\d]+_(?:[A-Za-z\d]+_)*)\$\{/g)].map((match) => match[1] ?? '');
  const ends = [...code.matchAll(/`\$\{[^`}]+\}((?:_[a-z\d]+)+)`/g)].map((match) => match[1] ?? '');
  return starts.some((start) => name.startsWith(start)) || ends.some((end) => name.endsWith(end));
}

/** The plural forms that a language has for the counts that occur. */
function formsOf(locale: string): Set<string> {
  const rules = new Intl.PluralRules(locale.replace('_', '-'));
  return new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)));
}

/** `$NAME$` in a message, in the order of the alphabet. */
const placesIn = ({ message }: Message) => [...new Set(message.match(/\$[a-z_]+\$/gi) ?? [])].toSorted();

describe('the texts', () => {
  it('are all used', () => {
    expect(Object.keys(english).filter((key) => !isUsed(key))).toEqual([]);
  });

  it('speak of no error that nothing reports', () => {
    const codes = Object.keys(english)
      .filter((key) => key.startsWith('error_'))
      .map((key) => key.slice('error_'.length).replaceAll('_', '-'));
    expect(codes.filter((each) => !new RegExp(`['"\`]${each}['"\`]`).test(code))).toEqual([]);
  });

  it('define each placeholder that they use', () => {
    for (const [key, message] of Object.entries(english)) {
      const defined = Object.keys(message.placeholders ?? {}).map((name) => `$${name.toUpperCase()}$`);
      expect(placesIn(message), key).toEqual(defined.toSorted());
    }
  });
});

describe.each(others)('in %s', (locale) => {
  const messages = messagesOf(locale);

  it('no text is missing, and none is unknown', () => {
    const wanted = Object.keys(english).flatMap((key) => {
      const name = counted(key);
      return name === null ? [key] : [...formsOf(locale)].map((form) => `${name}_${form}`);
    });
    const there = new Set(Object.keys(messages));
    expect([...new Set(wanted)].filter((key) => !there.has(key))).toEqual([]);
    expect([...there].filter((key) => !(key in english) && counted(key) === null)).toEqual([]);
  });

  it('each text has the places that its English has', () => {
    for (const [key, message] of Object.entries(messages)) {
      const original = english[key] ?? english[`${counted(key)}_other`];
      expect(message.message.trim(), key).not.toBe('');
      expect(message.placeholders, key).toEqual(original?.placeholders);
      // A form for one alone may say it in a word.
      const mayLeaveOut = counted(key) !== null && !key.endsWith('_other');
      if (!mayLeaveOut && original !== undefined) expect(placesIn(message), key).toEqual(placesIn(original));
    }
  });

  it('the name of a button holds what stands on it, by which people call it who speak to their computer', () => {
    for (const [key, { message }] of Object.entries(messages)) {
      const shown = key.endsWith('_named') ? messages[key.slice(0, -'_named'.length)] : undefined;
      if (shown !== undefined) expect(message.toLowerCase(), key).toContain(shown.message.toLowerCase());
    }
  });

  it('can be chosen in Options', () => {
    expect(LANGUAGES).toContain(locale);
  });

  it('names its language', () => {
    expect(new Intl.Locale(messages.language?.message ?? '').language).toBe(locale.split('_')[0]);
  });
});
