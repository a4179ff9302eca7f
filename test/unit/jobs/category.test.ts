import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderFor } from '../../../src/jobs/category';

const RULES = [
  { match: 'huggingface.co/*/resolve/*', folder: '/content/models/' },
  { match: '*.zip, *.tar.gz', folder: 'archives' },
  { match: '*.csv', folder: '' },
  { match: '*', folder: 'other' },
];

describe('the folder of a download', () => {
  it.each([
    ['https://huggingface.co/org/model/resolve/main/a.zip', '/content/models/'],
    ['https://example.org/x/Data.ZIP?token=a/b', 'archives/'],
    ['https://example.org/train.tar.gz', 'archives/'],
    ['https://example.org/table.csv', ''],
    ['https://example.org/', 'other/'],
  ])('%s -> "%s"', (url, folder) => {
    expect(folderFor(url, RULES)).toBe(folder);
  });

  it('is none without a fitting category', () => {
    expect(folderFor('https://example.org/a.bin', [{ match: '*.zip  ', folder: 'x' }])).toBe('');
    expect(folderFor('https://example.org/a.zip', [{ match: ' , ', folder: 'x' }])).toBe('');
  });

  it('knows `*` as a RegExp knows `.*`', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(letters, name, (match, file) => {
        const expected = match !== '' && new RegExp(`^${match.replaceAll('*', '.*')}$`).test(file);
        expect(folderFor(`https://example.org/${file}`, [{ match, folder: 'x' }])).toBe(expected ? 'x/' : '');
      }),
    );
  });
});
