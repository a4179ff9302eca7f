import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, it } from 'vitest';
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
    '[00-99]',
    '[1-99999]',
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

const ADDRESS = /^(?:https?|ftp):\/\/(?![^/]*@)/;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** Throws where an intake could harm. Not by `expect`, which takes longer than the parsers: a million calls have to end. */
function check({ items, problems }: Intake): void {
  const must = (holds: boolean, what: unknown) => {
    if (!holds) throw new Error(JSON.stringify(what));
  };
  must(items.length <= MAX_ITEMS, items.length);
  // A range makes thousands that are alike.
  for (const item of items.slice(0, 20)) {
    const { url, output, headers, digest } = item;
    must(ADDRESS.test(url) && !CONTROL.test(url), item);
    must(
      output === null || !(output.startsWith('/') || output.split('/').includes('..') || CONTROL.test(output)),
      item,
    );
    must(digest === null || /^[\da-f]+$/.test(digest.hex), item);
    const { headers: safe, secrets } = withoutSecrets(url, headers);
    for (const [name, value] of Object.entries(safe)) {
      must(!CONTROL.test(name + value), item);
      for (const secret of secrets) must(secret.value.length <= 40 || !value.includes(secret.value), item);
    }
  }
  for (const problem of problems) must(problem.line > 0 && problem.excerpt.length <= 80, problem);
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
