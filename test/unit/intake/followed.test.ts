import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isFollowed } from '../../../src/intake/followed';

const SITES = join(import.meta.dirname, '../../../src/runtime/lifeline/sites');

it('knows the hosts that the runtime follows', () => {
  const texts = readdirSync(SITES)
    .filter((name) => name.endsWith('.py'))
    .map((name) => readFileSync(join(SITES, name), 'utf8'));
  const named = texts.flatMap((text) => [...text.matchAll(/^HOST(?:S|_ENDINGS) = \((.*)\)$/gm)]);
  const hosts = named.flatMap(([, list = '']) => [...list.matchAll(/'([^']+)'/g)].map(([, host = '']) => host));
  expect(hosts.length).toBeGreaterThan(10);
  for (const host of hosts)
    expect(isFollowed(`https://${host.startsWith('.') ? `x${host}` : `www.${host}`}/a`), host).toBe(true);
  expect(isFollowed('https://example.org/a')).toBe(false);
  expect(isFollowed('https://github.com.evil.org/a')).toBe(false);
});
