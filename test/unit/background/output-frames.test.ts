import { expect, it } from 'vitest';
import { isOutputFrame } from '../../../src/background/output-frames';

it.each([
  ['https://x1y2z3-496ff2e9c6d22116-0-colab.googleusercontent.com/outputframe.html?vrz=colab-external_2026', true],
  ['https://x1y2z3-496ff2e9c6d22116-0-colab.googleusercontent.com/other.html', false],
  ['https://lh3.googleusercontent.com/outputframe.html', false],
  ['https://evilcolab.googleusercontent.com/outputframe.html', false],
  ['https://a-colab.googleusercontent.com.evil.example/outputframe.html', false],
  ['http://a-colab.googleusercontent.com/outputframe.html', false],
])('%s', (url, expected) => {
  expect(isOutputFrame(url)).toBe(expected);
});
