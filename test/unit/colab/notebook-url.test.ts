import { describe, expect, it } from 'vitest';
import { notebookKey } from '../../../src/colab/notebook-url';

const COLAB = 'https://colab.research.google.com';

describe('notebookKey', () => {
  it.each([
    ['/drive/1AbC_d-9', 'drive:1AbC_d-9'],
    ['/drive/1AbC_d-9?usp=sharing&authuser=1#scrollTo=x1y2', 'drive:1AbC_d-9'],
    ['/drive/1AbC_d-9/', 'drive:1AbC_d-9'],
    ['/github/owner/repo/blob/main/a/b%20c.ipynb', 'github:owner/repo/blob/main/a/b c.ipynb'],
    ['/github/owner/repo/blob/main/a.ipynb?hl=es', 'github:owner/repo/blob/main/a.ipynb'],
    ['/gist/owner/0123abcd/notebook.ipynb', 'gist:owner/0123abcd/notebook.ipynb'],
    ['/url/https%3A%2F%2Fexample.org%2Fa.ipynb', 'url:https://example.org/a.ipynb'],
    ['/notebooks/intro.ipynb', 'notebooks:intro.ipynb'],
    ['/notebooks/snippets/drive.ipynb', 'notebooks:snippets/drive.ipynb'],
    ['/#fileId=1AbC_d-9', 'drive:1AbC_d-9'],
    ['/?authuser=1#fileId=1AbC_d-9&scrollTo=q', 'drive:1AbC_d-9'],
    ['/#fileId=%2Fnotebooks%2Fintro.ipynb', 'notebooks:intro.ipynb'],
    ['/#fileId=https%3A%2F%2Fexample.org%2Fa.ipynb', 'url:https://example.org/a.ipynb'],
    ['/#fileId=/v2/external/github/owner/repo/blob/main/a.ipynb', 'github:owner/repo/blob/main/a.ipynb'],
    // No identity of their own: known by their tab.
    ['/notebooks/empty.ipynb', null],
    ['/#fileId=%2Fnotebooks%2Fempty.ipynb', null],
    ['/#create=true', null],
    ['/', null],
    ['/?utm_source=x#scrollTo=abc', null],
    ['/drive/', null],
    ['/signup', null],
  ])('%s', (path, key) => {
    expect(notebookKey(COLAB + path)).toBe(key);
  });

  it('bears an address that is none', () => {
    expect(notebookKey('')).toBeNull();
    expect(notebookKey(`${COLAB}/github/%E0%A4%A/b`)).toBe('github:%E0%A4%A/b');
  });
});
