import { describe, expect, it } from 'vitest';
import { typedNumber } from '../../../src/ui/typed-number';

describe('what is typed', () => {
  it.each([
    ['3', 3],
    [' 16 ', 16],
    ['0', null],
    ['17', null],
    ['2.5', null],
    ['-3', null],
    ['1e1', null],
    ['0x3', null],
    ['３', null],
    ['', null],
    ['three', null],
  ])('"%s" from 1 to 16 is %s', (text, value) => {
    expect(typedNumber(text, { min: 1, max: 16 })).toBe(value);
  });

  it('has fractions where the least has one, with either mark', () => {
    expect(typedNumber('2,5', { min: 0.01, max: 100 })).toBe(2.5);
    expect(typedNumber('0.001', { min: 0.01, max: 100 })).toBeNull();
  });
});
