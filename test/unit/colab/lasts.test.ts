import { expect, it } from 'vitest';
import { parseLasts } from '../../../src/colab/reading/lasts';

const MINUTE = 60_000;

it.each([
  ['At your current usage level, this runtime may last up to 4 hours 10 minutes.', 250 * MINUTE],
  ['this runtime may last up to 1 hour', 60 * MINUTE],
  ['this runtime may last up to 45 minutes', 45 * MINUTE],
  ['may last up to 11 hrs and 5 mins', 665 * MINUTE],
  ['may last up to a while', null],
  ['You have 4 hours 10 minutes', null],
  ['', null],
])('reads "%s"', (words, lasts) => {
  expect(parseLasts(words)).toBe(lasts);
});
