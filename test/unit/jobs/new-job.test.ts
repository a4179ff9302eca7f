import { describe, expect, it } from 'vitest';
import { checkJobInput } from '../../../src/jobs/new-job';

const input = (change: Partial<{ url: string; output: string; checksum: string }>) => ({
  url: 'https://example.org/a.bin',
  output: '',
  checksum: '',
  ...change,
});

describe('checkJobInput', () => {
  it('normalises what is good', () => {
    const sum = 'AB'.repeat(32);
    expect(
      checkJobInput(input({ url: '  HTTPS://Example.org/a b ', output: ' models/ ', checksum: ` ${sum} ` }), []),
    ).toEqual({
      ok: true,
      value: {
        url: 'https://example.org/a%20b',
        output: 'models/',
        checksum: `sha256:${sum.toLowerCase()}`,
        headers: {},
        copyTo: null,
        unpack: false,
      },
    });
  });

  it.each([
    ['', 'urlEmpty'],
    ['   ', 'urlEmpty'],
    ['example.org/a.bin', 'urlInvalid'],
    ['https://', 'urlInvalid'],
    [`https://example.org/${'a'.repeat(9000)}`, 'urlInvalid'],
    ['sftp://example.org/a.bin', 'urlScheme'],
    ['javascript:alert(1)', 'urlScheme'],
    ['file:///etc/passwd', 'urlScheme'],
    ['https://me:secret@example.org/a.bin', 'urlPassword'],
  ])('tells what is wrong with the address %s', (url, problem) => {
    expect(checkJobInput(input({ url }), [])).toEqual({ ok: false, problems: { url: problem } });
  });

  it.each(['../up', 'a/../../b', 'a\nb', 'a\u0000b', 'x'.repeat(2000)])('refuses the place %j', (output) => {
    expect(checkJobInput(input({ output }), [])).toEqual({ ok: false, problems: { output: 'outputInvalid' } });
  });

  it.each(['abc', 'g'.repeat(64), 'a'.repeat(63)])('refuses the checksum %s', (checksum) => {
    expect(checkJobInput(input({ checksum }), [])).toEqual({ ok: false, problems: { checksum: 'checksumInvalid' } });
  });

  it('names every problem at once', () => {
    expect(checkJobInput({ url: '', output: '..', checksum: 'x' }, [])).toEqual({
      ok: false,
      problems: { url: 'urlEmpty', output: 'outputInvalid', checksum: 'checksumInvalid' },
    });
  });

  it('refuses the same file to the same place twice, and takes it to another', () => {
    const open = [{ url: 'https://example.org/a.bin', output: '' }];
    expect(checkJobInput(input({}), open)).toEqual({ ok: false, problems: { url: 'urlDuplicate' } });
    expect(checkJobInput(input({ output: 'other/' }), open).ok).toBe(true);
  });
});
