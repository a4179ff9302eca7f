import { describe, expect, it } from 'vitest';
import { excessOver, isOnDrive, nameOf, planOf } from '../../../src/add/plan';
import type { Item } from '../../../src/intake/intake';

const item = (change: Partial<Item>): Item => ({
  line: 1,
  url: 'https://example.org/a.bin',
  output: null,
  digest: null,
  headers: [],
  ...change,
});
const choices = { folder: '', copyTo: '', unpack: false };
const id = (index: number) => `id ${index}`;

describe('planOf', () => {
  it('puts the chosen folder before each name, and the checksum into its one form', () => {
    const items = [item({ output: 'one.bin', digest: { algorithm: 'md5', hex: 'ab' } }), item({})];
    const { downloads } = planOf(items, { folder: ' data/sets// ', copyTo: 'drive/MyDrive', unpack: true }, id);
    expect(downloads).toEqual([
      {
        id: 'id 0',
        input: {
          url: 'https://example.org/a.bin',
          output: 'data/sets/one.bin',
          checksum: 'md5:ab',
          headers: {},
          copyTo: 'drive/MyDrive',
          unpack: true,
        },
      },
      {
        id: 'id 1',
        input: {
          url: 'https://example.org/a.bin',
          output: 'data/sets/',
          checksum: '',
          headers: {},
          copyTo: 'drive/MyDrive',
          unpack: true,
        },
      },
    ]);
  });

  it('lets no secret into a request, and asks for each once', () => {
    const headers = [{ name: 'Cookie', value: 'session=s3cret' }];
    const { downloads, secrets } = planOf([item({ headers }), item({ headers })], choices, id);
    expect(JSON.stringify(downloads)).not.toContain('s3cret');
    expect(downloads[1]?.input.headers).toEqual({ Cookie: '{secret:LIFELINE_EXAMPLE_ORG_COOKIE}' });
    expect(secrets).toEqual([{ name: 'LIFELINE_EXAMPLE_ORG_COOKIE', value: 'session=s3cret' }]);
  });
});

describe('excessOver', () => {
  it.each([
    [[60e9, 60e9, null], 77e9, { bytes: 120e9, free: 77e9 }],
    [[60e9, null], 77e9, null],
    [[60e9], null, null],
    [[1], 0, { bytes: 1, free: 0 }],
  ])('%j on %j', (sizes, free, excess) => {
    expect(excessOver(sizes, free)).toEqual(excess);
  });
});

describe('isOnDrive', () => {
  it.each([
    ['drive/MyDrive/sets', true],
    ['/content/drive/MyDrive', true],
    ['mydrive/x', false],
    ['', false],
  ])('%j: %s', (folder, on) => {
    expect(isOnDrive(folder)).toBe(on);
  });
});

describe('nameOf', () => {
  it.each([
    [{ url: 'https://a.org/x/y%20z.bin?q=1' }, 'y z.bin'],
    [{ url: 'https://a.org/x/' }, 'x'],
    [{ url: 'https://a.org/' }, 'a.org'],
    [{ url: 'https://a.org/%E0%A4%A' }, '%E0%A4%A'],
    [{ output: 'models/n.bin' }, 'models/n.bin'],
  ])('%j is %s', (change, name) => {
    expect(nameOf(item(change))).toBe(name);
  });
});
