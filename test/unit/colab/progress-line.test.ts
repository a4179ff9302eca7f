import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestLine } from '../../../src/colab/reading/progress-line';
import { MAX_LINE_LENGTH, PROGRESS_PREFIX } from '../../../src/jobs/progress';

const TOKEN = 'token-of-ours';
const line = (seq: number, more = '', token = TOKEN) => `${PROGRESS_PREFIX}{"token":"${token}","seq":${seq}${more}}`;

describe('newestLine', () => {
  it.each<[string, string[], string | null]>([
    ['nothing', [], null],
    ['other output', ['hello\nworld'], null],
    ['one line', [line(3)], line(3)],
    ['a line after human text', [`50 %  file.bin\n${line(3)}\n`], line(3)],
    ['the last line of several', [`${line(3)}\n${line(4)}\n`], line(4)],
    ['the highest of several layers', [line(7), line(9), line(8)], line(9)],
    ['a line rewritten by carriage returns', [`${line(3)}\r${line(4)}\r`], line(4)],
    ['the line before one that is half-written', [`${line(3)}\n${line(4).slice(0, -3)}`], line(3)],
    ['no line in the middle of another', [`echo ${line(3)}`], null],
    [
      'no line without a number',
      [`${PROGRESS_PREFIX}{"seq":"9"}`, `${PROGRESS_PREFIX}null`, `${PROGRESS_PREFIX}{}`],
      null,
    ],
    ['no line that is too long', [line(3, `,"x":"${'y'.repeat(MAX_LINE_LENGTH)}"`)], null],
    ['invalid UTF-16', [`\ud800\n${line(3, ',"x":"\udc00"')}`], line(3, ',"x":"\udc00"')],
  ])('%s', (_, texts, expected) => {
    expect(newestLine(texts, TOKEN).line).toBe(expected);
  });

  it('is not drowned by lines of others, however many and however high', () => {
    const forged = line(Number.MAX_SAFE_INTEGER, '', 'guess');
    expect(
      newestLine(
        [
          `${line(3)}
${`${forged}
`.repeat(1_000)}`,
          forged,
        ],
        TOKEN,
      ),
    ).toEqual({
      line: line(3),
      foreign: 1_001,
    });
  });

  it('bears ten megabytes of one line', () => {
    const huge = line(9, `,"x":"${'y'.repeat(10_000_000)}"`);
    expect(
      newestLine(
        [
          `${line(3)}
${huge}
`,
        ],
        TOKEN,
      ),
    ).toEqual({ line: line(3), foreign: 1 });
  });

  it('never fails, and gives only what starts with the prefix', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.nat(), (texts, seq) => {
        const found = newestLine([...texts, line(seq)], TOKEN).line;
        expect(found?.startsWith(PROGRESS_PREFIX)).toBe(true);
      }),
    );
  });
});
