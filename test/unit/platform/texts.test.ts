import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fakeBrowser } from '@webext-core/fake-browser';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LANGUAGES } from '../../../src/platform/languages';

const root = join(import.meta.dirname, '../../../public');
const { direction, message, speak } = await import('../../../src/platform/texts');

beforeEach(() => {
  Object.assign(fakeBrowser.i18n, { getMessage: (key: string) => `browser:${key}` });
  vi.stubGlobal('fetch', async (url: string) => new Response(readFileSync(join(root, new URL(url).pathname))));
});

describe('the texts', () => {
  it('are the browser’s at first, and again when nothing else is wanted', async () => {
    expect(message('options_title')).toBe('browser:options_title');
    await speak('fr');
    await speak('browser');
    expect(message('options_title')).toBe('browser:options_title');
  });

  it('of a chosen language have their values in their places, and no others', async () => {
    await speak('es');
    expect(message('amount', ['1 GB', '2 GB'])).toBe('1 GB de 2 GB');
    expect(message('session_short', ['$LEFT$', '1 h'])).toContain('$LEFT$');
    expect(message('no_such_text')).toBe('');
  });

  it('run their language’s way', async () => {
    await speak('ar');
    expect(direction()).toBe('rtl');
    await speak('ja');
    expect(direction()).toBe('ltr');
  });

  it('are those of the last wish, however long the first one took to load', async () => {
    await Promise.all([speak('tr'), speak('hi')]);
    expect(message('language')).toBe('hi');
  });

  it('stay the browser’s where the package cannot be read', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('gone')));
    await speak('pt_BR');
    expect(message('language')).toBe('browser:language');
  });

  it.each(LANGUAGES)('of %s say so themselves', async (language) => {
    await speak(language);
    expect(message('language')).toBe(language.replace('_', '-'));
  });
});
