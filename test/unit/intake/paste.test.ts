import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { readPaste } from '../../../src/intake/paste';

const parseXml = (text: string) => {
  try {
    return new DOMParser({ onError: () => undefined }).parseFromString(text, 'text/xml') as unknown as Document;
  } catch {
    return null;
  }
};
const read = (text: string) => readPaste(text, parseXml);
const urls = (text: string) => read(text).items.map(({ url }) => url);
const problems = (text: string) => read(text).problems.map(({ line, problem }) => [line, problem]);
const SUM = 'ab'.repeat(32);

describe('addresses', () => {
  it.each([
    ['https://example.org/a.bin', ['https://example.org/a.bin']],
    ['  HTTPS://Example.org/a b.bin  ', ['https://example.org/a%20b.bin']],
    ['ftp://example.org/pub/a.iso', ['ftp://example.org/pub/a.iso']],
    ['https://a.org/1\n\n# a comment\nhttps://a.org/2\r\n', ['https://a.org/1', 'https://a.org/2']],
    ['https://a.org/1 https://a.org/2', ['https://a.org/1', 'https://a.org/2']],
    [
      'get it at https://a.org/x.zip, or (https://b.org/y_(1).zip).',
      ['https://a.org/x.zip', 'https://b.org/y_(1).zip'],
    ],
    ['[the file](https://a.org/x.zip)', ['https://a.org/x.zip']],
    ['<https://a.org/x.zip>', ['https://a.org/x.zip']],
    ['https://a.org/f[08-11].bin', ['08', '09', '10', '11'].map((n) => `https://a.org/f${n}.bin`)],
    ['https://a.org/[a-c]/[1-3:2]', ['a/1', 'a/3', 'b/1', 'b/3', 'c/1', 'c/3'].map((n) => `https://a.org/${n}`)],
    ['http://[::1]:8000/[1-2]', ['http://[::1]:8000/1', 'http://[::1]:8000/2']],
    ['https://a.org/?tag[]=1', ['https://a.org/?tag[]=1']],
  ])('%j', (text, expected) => {
    expect(urls(text)).toEqual(expected);
    expect(problems(text)).toEqual([]);
  });

  it.each([
    ['', 'nothingFound'],
    ['hello', 'urlInvalid'],
    ['javascript:alert(1)', 'urlScheme'],
    ['file:///etc/passwd', 'urlScheme'],
    ['https://me:secret@a.org/x', 'urlPassword'],
    ['https://a.org/[9-1]', 'rangeInvalid'],
    ['https://a.org/[1-99999]', 'tooMany'],
    ['https://a.org/[000-999]/[000-999]', 'tooMany'],
  ])('%j is %s', (text, problem) => {
    expect(problems(text)).toEqual([[1, problem]]);
    expect(urls(text)).toEqual([]);
  });

  it('keeps the good lines and names the bad ones', () => {
    const { items, problems: bad } = read('https://a.org/1\nnonsense here\nhttps://a.org/2');
    expect(items.map(({ line, url }) => [line, url])).toEqual([
      [1, 'https://a.org/1'],
      [3, 'https://a.org/2'],
    ]);
    expect(bad).toEqual([{ line: 2, problem: 'urlInvalid', excerpt: 'nonsense here' }]);
  });

  it('takes a checksum behind an address', () => {
    expect(read(`https://a.org/x ${SUM.toUpperCase()}`).items[0]?.digest).toEqual({ algorithm: 'sha256', hex: SUM });
    expect(read(`https://a.org/x md5:${'0f'.repeat(16)}`).items[0]?.digest?.algorithm).toBe('md5');
  });

  it('never lists more than can be looked over', () => {
    const text = Array.from({ length: 3 }, (_, n) => `https://a.org/${n}/[0001-5000]`).join('\n');
    expect(urls(text)).toHaveLength(10_000);
    expect(problems(text)).toEqual([[3, 'tooMany']]);
  });
});

describe('commands copied from a browser', () => {
  const BASH = `curl 'https://host.org/file.bin?x=1&y=2' \\
  -H 'accept: */*' \\
  -H 'accept-encoding: gzip, deflate, br' \\
  -b 'session=s3cret; theme=dark' \\
  -H $'x-note: it\\'s' \\
  -H 'sec-fetch-mode: cors' \\
  -H 'range: bytes=0-1' \\
  --compressed`;
  const CMD = `curl ^"https://host.org/file.bin?x=1^&y=2^" ^
  -H ^"accept: */*^" ^
  -b ^"session=s3cret; theme=dark^" ^
  --compressed`;

  it('reads the address and the headers that matter (bash)', () => {
    const { items, problems: bad } = read(BASH);
    expect(bad).toEqual([]);
    expect(items).toEqual([
      {
        line: 1,
        url: 'https://host.org/file.bin?x=1&y=2',
        output: null,
        digest: null,
        headers: [
          { name: 'accept', value: '*/*' },
          { name: 'Cookie', value: 'session=s3cret; theme=dark' },
          { name: 'x-note', value: "it's" },
        ],
      },
    ]);
  });

  it('reads what is copied for cmd', () => {
    expect(read(CMD).items).toMatchObject([
      {
        url: 'https://host.org/file.bin?x=1&y=2',
        headers: [
          { name: 'accept', value: '*/*' },
          { name: 'Cookie', value: 'session=s3cret; theme=dark' },
        ],
      },
    ]);
  });

  it('reads several at once, and what a manual shows', () => {
    const text = `curl 'https://a.org/1' ;\ncurl -LO https://a.org/2 | tar x\n$ wget -c "https://a.org/3" -O models/three.bin --header="X-A: b"`;
    expect(read(text).items.map(({ line, url, output }) => [line, url, output])).toEqual([
      [1, 'https://a.org/1', null],
      [2, 'https://a.org/2', null],
      [3, 'https://a.org/3', 'models/three.bin'],
    ]);
  });

  it.each([
    ['curl -u me:pw https://a.org/x', { name: 'Authorization', value: `Basic ${btoa('me:pw')}` }],
    ['curl https://a.org/x -A "An Agent/1.0"', { name: 'User-Agent', value: 'An Agent/1.0' }],
    ['curl -e https://ref.org/ https://a.org/x', { name: 'Referer', value: 'https://ref.org/' }],
    ['curl -sSLHX-Token:abc https://a.org/x', { name: 'X-Token', value: 'abc' }],
  ])('%s', (text, header) => {
    expect(read(text).items).toMatchObject([{ url: 'https://a.org/x', headers: [header] }]);
  });

  it.each([
    ["curl 'https://a.org/x", 'quoteUnfinished'],
    ['curl -L', 'commandWithoutAddress'],
    ['curl https://a.org/x -d a=b', 'commandSendsData'],
    ['curl -X POST https://a.org/x', 'commandSendsData'],
    ['curl -b cookies.txt https://a.org/x', 'commandNeedsFile'],
    ["curl https://a.org/x -H $'x-a: b\\r\\nEvil: 1'", 'headerInvalid'],
    ["curl https://a.org/x -A $'a\\r\\nEvil: 1'", 'headerInvalid'],
    ['curl -o ../../etc/passwd https://a.org/x', 'outputInvalid'],
    ['curl file:///etc/passwd', 'urlScheme'],
  ])('%s is %s', (text, problem) => {
    expect(problems(text)).toEqual([[1, problem]]);
    expect(urls(text)).toEqual([]);
  });
});

describe('lists of other tools', () => {
  it('reads an input file of aria2', () => {
    const text = `# models\nhttps://a.org/1\thttps://mirror.org/1\n  out=one.bin\n  dir=/data/models\n  checksum=sha-256=${SUM}\n  header=X-A: b\nhttps://a.org/2\n  checksum=sha-256=12\nhttps://a.org/3`;
    expect(read(text)).toEqual({
      items: [
        {
          line: 2,
          url: 'https://a.org/1',
          output: 'data/models/one.bin',
          digest: { algorithm: 'sha256', hex: SUM },
          headers: [{ name: 'X-A', value: 'b' }],
        },
        { line: 9, url: 'https://a.org/3', output: null, digest: null, headers: [] },
      ],
      problems: [{ line: 7, problem: 'checksumInvalid', excerpt: 'https://a.org/2' }],
    });
  });

  it('reads Metalink: the best address, the strongest checksum', () => {
    const text = `<?xml version="1.0"?>
<metalink xmlns="urn:ietf:params:xml:ns:metalink">
  <file name="sub/a.iso"><size>5</size>
    <hash type="md5">${'0f'.repeat(16)}</hash><hash type="sha-256">${SUM}</hash>
    <pieces length="1" type="sha-1"><hash>${'1f'.repeat(20)}</hash></pieces>
    <url priority="2">https://slow.org/a.iso</url><url priority="1">https://fast.org/a.iso</url>
    <url priority="0">gopher://old.org/a</url></file>
  <file name="../evil"><url>https://a.org/evil</url></file>
</metalink>`;
    expect(read(text)).toEqual({
      items: [
        {
          line: 3,
          url: 'https://fast.org/a.iso',
          output: 'sub/a.iso',
          digest: { algorithm: 'sha256', hex: SUM },
          headers: [],
        },
      ],
      problems: [{ line: 8, problem: 'outputInvalid', excerpt: '../evil' }],
    });
    expect(problems('<metalink><file')).toEqual([[1, 'metalinkBroken']]);
    expect(problems('<metalink><!DOCTYPE x [<!ENTITY a "b">]><file/></metalink>')).toEqual([[1, 'metalinkBroken']]);
  });

  it.each([',', ';', '\t'])('reads a table with %j between its columns', (mark) => {
    const rows = [
      ['Name', 'URL', 'SHA256'],
      ['"one\nfile.bin"', 'https://a.org/1', SUM],
      ['two.bin', 'https://a.org/2', ''],
      ['three.bin', '', ''],
      ['four.bin', 'https://a.org/4', 'xyz'],
    ];
    const { items, problems: bad } = read(rows.map((row) => row.join(mark)).join('\n'));
    expect(items.map(({ line, url, output, digest }) => [line, url, output, digest?.hex])).toEqual([
      [4, 'https://a.org/2', 'two.bin', undefined],
    ]);
    expect(bad.map(({ line, problem }) => [line, problem])).toEqual([
      [2, 'outputInvalid'],
      [5, 'tableWithoutAddress'],
      [6, 'checksumInvalid'],
    ]);
  });

  it('reads a checksum file with the folder that it is of', () => {
    const text = `https://a.org/data/SHA256SUMS\n${SUM}  a b.bin\n${SUM} *sub/c.bin\nSHA256 (d.bin) = ${SUM}`;
    expect(read(text).items.map(({ url, output, digest }) => [url, output, digest?.hex])).toEqual([
      ['https://a.org/data/a%20b.bin', 'a b.bin', SUM],
      ['https://a.org/data/sub/c.bin', 'sub/c.bin', SUM],
      ['https://a.org/data/d.bin', 'd.bin', SUM],
    ]);
    expect(problems(`${SUM}  a.bin`)).toEqual([[1, 'sumsWithoutAddress']]);
    expect(problems(`https://a.org/x/\n${SUM}  ../up`)).toEqual([[2, 'outputInvalid']]);
  });

  it('gives listed checksums to the addresses that they are of', () => {
    const { items, problems: bad } = read(`https://a.org/x/one.bin?download=1\n${SUM}  one.bin\n`);
    expect(items).toMatchObject([{ url: 'https://a.org/x/one.bin?download=1', digest: { hex: SUM } }]);
    expect(bad).toEqual([]);
  });
});
