import { describe, expect, it } from 'vitest';
import { expiryOf } from '../../../src/intake/expiry';

describe('expiryOf', () => {
  it.each([
    ['https://b.s3.amazonaws.com/k?X-Amz-Date=20261126T030000Z&X-Amz-Expires=3600', '2026-11-26T04:00:00Z'],
    ['https://storage.googleapis.com/b/o?X-Goog-Date=20261126T030000Z&X-Goog-Expires=900', '2026-11-26T03:15:00Z'],
    ['https://d1.cloudfront.net/k?Expires=1795662000&Signature=x', '2026-11-26T03:00:00Z'],
    ['https://a.blob.core.windows.net/c/b?se=2026-11-26T05%3A00%3A00Z&sig=x', '2026-11-26T05:00:00Z'],
  ])('%s', (address, at) => {
    expect(expiryOf(address)).toBe(Date.parse(at));
  });

  it.each([
    'https://a.org/x',
    'https://a.org/x?Expires=never',
    'https://a.org/x?X-Amz-Date=junk&X-Amz-Expires=3600',
    'https://a.org/x?exp=12',
  ])('says nothing of %s', (address) => {
    expect(expiryOf(address)).toBeNull();
  });
});
