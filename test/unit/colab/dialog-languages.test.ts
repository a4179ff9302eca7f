import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classifyDialog } from '../../../src/colab/reading/classify-dialog';
import { FORMS } from '../../twin/page/view/dialogs/forms';

/* Every dialog of the twin, in each of its languages: named by its structure, by its words, or not at all, but never wrong. */

const LANGUAGES = join(import.meta.dirname, '../../twin/page/view/languages');
const KINDS: Record<keyof typeof FORMS, string> = {
  disconnected: 'inactivity-disconnect',
  disallowed: 'disallowed-disconnect',
  'not-authored': 'not-authored',
  'scan-warning': 'disallowed-code-warning',
  'units-warning': 'disallowed-code-warning',
  'new-runtime': 'new-runtime-required',
  drive: 'drive-access',
  'drive-revoke': 'drive-access',
  credentials: 'credentials-access',
  'restart-session': 'restart-session',
  'high-ram': 'high-ram',
  'cannot-save': 'cannot-save',
  'too-many-sessions': 'too-many-sessions',
  'no-gpu': 'gpu-unavailable',
  captcha: 'captcha',
  github: 'github-authorization',
  'remote-changes': 'remote-changes',
  unknown: 'unknown',
};

interface Words {
  title: string;
  text?: string;
  yes: string;
  no?: string;
}

function wordsOf(language: string): Record<keyof typeof FORMS, Words> {
  const path = language === 'en' ? 'en.json' : `guessed/${language}.json`;
  const words = JSON.parse(readFileSync(join(LANGUAGES, path), 'utf8')) as {
    dialogs: Record<keyof typeof FORMS, Words>;
  };
  return words.dialogs;
}

describe.each(['en', 'es', 'pt', 'tr'])('dialogs in %s', (language) => {
  const dialogs = Object.entries(wordsOf(language)) as [keyof typeof FORMS, Words][];

  it.each(dialogs)('%s', (name, { title, text = '' }) => {
    const { className, formId } = FORMS[name];
    const tag = name === 'captcha' ? 'colab-recaptcha-dialog' : 'mwc-dialog';
    const marks = [tag, ...className.split(' '), ...(formId === undefined ? [] : [formId])];
    expect(classifyDialog({ marks, title, text }).kind).toBe(KINDS[name]);
  });

  it.each(dialogs)('%s, of whose structure nothing is known', (name, { title, text = '' }) => {
    const { kind, policy } = classifyDialog({ marks: [], title, text });
    expect([KINDS[name], 'unknown']).toContain(kind);
    if (name !== 'disconnected') expect(policy).not.toBe('reconnect');
  });
});
