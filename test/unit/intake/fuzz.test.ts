import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Intake, MAX_ITEMS } from '../../../src/intake/intake';
import { readPaste } from '../../../src/intake/paste';
import { withoutSecrets } from '../../../src/intake/secrets';

/** A million for each kind takes minutes: `LIFELINE_FUZZ_RUNS=1000000 npx vitest run fuzz --testTimeout=0`. */
const RUNS = Number(process.env.LIFELINE_FUZZ_RUNS ?? 300);

const parseXml = (text: string) => {
  try {
    return new DOMParser({ onError: () => undefined }).parseFromString(text, 'text/xml') as unknown as Document;
  } catch {
    return null;
  }
};

const SUM = 'ab'.repeat(32);
/** What the kinds of pasted text are made of; random order brings a parser where random letters never do. */
const PIECES: Record<string, string[]> = {
  addresses: [
    'https://a.org/',
    'ftp://b.org/',
    'javascript:',
    'file:///',
    'me:pw@',
    '[',
    ']',
    '[1-3]',
    '[000-999]',
    '[z-a]',
    '(',
    ')',
    ' ',
    '\n',
    '\r\n',
    '#',
    '..',
    SUM,
  ],
  commands: [
    'curl ',
    'wget ',
    ' -H ',
    ' -o ',
    ' -b ',
    " '",
    "'",
    ' "',
    '"',
    "$'",
    '\\',
    '\\\n',
    '^"',
    '^\n',
    'x: y',
    '\\r\\n',
    'a=b',
    'https://a.org/',
    '../',
    ';',
    '|',
    '&',
    '#',
    '\n',
    ' --data ',
    ' --url=',
  ],
  aria2: [
    'https://a.org/x',
    '\n  ',
    '\n\t',
    'out=',
    'dir=',
    'checksum=',
    'sha-256=',
    SUM,
    'header=',
    'x: y',
    '../',
    '/',
    '\t',
    '\n',
    '#',
  ],
  metalink: [
    '<metalink>',
    '</metalink>',
    '<file name="',
    'a"',
    '../"',
    '>',
    '</file>',
    '<url>',
    '</url>',
    'https://a.org/x',
    'file:///x',
    '<hash type="sha-256">',
    SUM,
    '</hash>',
    '<!DOCTYPE',
    '&',
    '<',
    '<?xml version="1.0"?>',
  ],
  table: [
    'url,name,sha256\n',
    'url;name\n',
    ',',
    ';',
    '\t',
    '"',
    '""',
    '\n',
    'https://a.org/x',
    'javascript:x',
    '../x',
    '/etc',
    SUM,
  ],
  sums: [
    SUM,
    '  ',
    ' *',
    'a.bin',
    '../a',
    '/etc/x',
    'SHA256 (',
    ') = ',
    'https://a.org/',
    'https://a.org/SHA256SUMS',
    '\n',
    '%',
    '?',
  ],
};

function check({ items, problems }: Intake): void {
  expect(items.length).toBeLessThanOrEqual(MAX_ITEMS);
  // A range makes thousands that are alike.
  for (const { url, output, headers, digest } of items.slice(0, 20)) {
    expect(['http:', 'https:', 'ftp:']).toContain(new URL(url).protocol);
    expect(new URL(url).password).toBe('');
    if (output !== null) expect(output.startsWith('/') || output.split('/').includes('..')).toBe(false);
    if (digest !== null) expect(digest.hex).toMatch(/^[\da-f]+$/);
    const { headers: safe, secrets } = withoutSecrets(url, headers);
    for (const [name, value] of Object.entries(safe)) {
      // oxlint-disable-next-line no-control-regex
      expect(`${name}${value}`).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f]/);
      for (const secret of secrets) if (secret.value.length > 40) expect(value).not.toContain(secret.value);
    }
  }
  for (const { line, excerpt } of problems) {
    expect(line).toBeGreaterThan(0);
    expect(excerpt.length).toBeLessThanOrEqual(80);
  }
}

describe('no pasted text makes an exception, another scheme, a header more, or a path that leaves the folder', () => {
  it.each(Object.keys(PIECES))('%s', (kind) => {
    const pieces = PIECES[kind] ?? [];
    const piece = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...pieces) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
    );
    const start = fc.constantFrom('', ...pieces.slice(0, 2));
    fc.assert(
      fc.property(start, fc.array(piece, { maxLength: 24 }), (first, rest) =>
        check(readPaste(first + rest.join(''), parseXml)),
      ),
      { numRuns: RUNS },
    );
  });
});
