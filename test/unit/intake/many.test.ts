import { describe, expect, it } from 'vitest';
import { isMany } from '../../../src/intake/many';

describe('isMany', () => {
  it.each([
    ['https://a.org/x', false],
    ['  https://a.org/x\n', false],
    ['https://a.org/?tag[]=1', false],
    ['https://a.org/1\nhttps://a.org/2', true],
    ["curl 'https://a.org/x'", true],
    ['https://a.org/[01-20].zip', true],
  ])('%j: %s', (text, many) => {
    expect(isMany(text)).toBe(many);
  });
});
