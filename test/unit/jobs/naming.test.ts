import { describe, expect, it } from 'vitest';
import { isNaming, namesFile, placeBy } from '../../../src/jobs/naming';

const NOON = new Date(2026, 10, 6, 12).getTime();

describe('a pattern of names', () => {
  it.each(['{name}', '{date}-{name}', '{host}/{name}', 'data/{date}/{host} {name}'])('may be %s', (pattern) => {
    expect(isNaming(pattern)).toBe(true);
  });

  it.each([
    '',
    'name',
    '{name}/',
    '{name}/x',
    '{date}',
    '../{name}',
    '{title}-{name}',
    '{{name}',
    'x'.repeat(200) + '{name}',
  ])('may not be %s', (pattern) => {
    expect(isNaming(pattern)).toBe(false);
  });

  it('says where a file goes; its own name is left to the VM', () => {
    const url = 'https://files.example.org:8443/a.bin?key=1';
    expect(placeBy('{date}-{name}', 'data/', url, NOON)).toBe('data/2026-11-06-{name}');
    expect(placeBy('{host}/{name}', '', url, NOON)).toBe('files.example.org/{name}');
    expect(placeBy('/{name}', 'data/', url, NOON)).toBe('data/{name}');
  });

  it('changes nothing where it is only the name', () => {
    expect(placeBy('{name}', 'data/', 'https://example.org/a.bin', NOON)).toBe('data/');
  });
});

it('an output names its file, or leaves that to the server', () => {
  expect(['a.bin', 'data/a.bin', '{name}/a.bin'].filter(namesFile)).toHaveLength(3);
  expect(['', 'data/', 'data/{name}', '{date}{name}.bin'].filter(namesFile)).toEqual([]);
});
