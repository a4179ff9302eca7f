import { describe, expect, it } from 'vitest';
import { clashesOf, expiryWarning } from '../../../src/intake/foresight';

describe('expiryWarning', () => {
  const url = 'https://b.s3.amazonaws.com/k?X-Amz-Date=20261126T030000Z&X-Amz-Expires=3600';
  const end = Date.parse('2026-11-26T04:00:00Z');

  it.each([
    [end + 1, 'expired'],
    [end - 60_000, 'expires-soon'],
    [end - 3 * 3_600_000, undefined],
  ])('at %i: %s', (now, kind) => {
    expect(expiryWarning(url, now)?.kind).toBe(kind);
  });
});

describe('clashesOf', () => {
  const done = { url: 'https://a.org/x.bin', output: '', path: '/content/x.bin', state: 'completed' } as const;
  const open = { url: 'https://a.org/y.bin', output: 'data/', path: null, state: 'running' } as const;

  it.each([
    [
      'another of the list',
      [
        { url: 'https://a.org/1/f.bin', output: '' },
        { url: 'https://a.org/2/f.bin', output: '' },
      ],
      [null, { kind: 'listed', index: 0 }],
    ],
    [
      'another folder',
      [
        { url: 'https://a.org/1/f.bin', output: '' },
        { url: 'https://a.org/2/f.bin', output: 'b/' },
      ],
      [null, null],
    ],
    ['a file that is there', [{ url: 'https://b.org/x.bin', output: '' }], [{ kind: 'there' }]],
    ['the same again, once it was done', [{ url: done.url, output: '' }], [{ kind: 'there' }]],
    ['a download that goes on', [{ url: open.url, output: 'data/' }], [{ kind: 'waiting' }]],
    ['its place by another name', [{ url: 'https://b.org/z', output: 'data/y.bin' }], [{ kind: 'there' }]],
  ])('%s', (_, list, clashes) => {
    expect(clashesOf(list, [done, open])).toEqual(clashes);
  });
});
