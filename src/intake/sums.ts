import { type Digest, parseDigest } from '../jobs/digest';
import { type Intake, type Item, problemAt } from './intake';
import { itemsFrom } from './item';
import { readLines } from './lines';

const GNU = /^([\da-f]{32}|[\da-f]{40}|[\da-f]{64}) [ *](.+)$/i;
const BSD = /^(SHA256|SHA1|MD5) \((.+)\) = ([\da-f]+)$/i;

function sumOf(line: string): { name: string; digest: Digest } | null {
  const [gnu, bsd] = [GNU.exec(line), BSD.exec(line)];
  const name = gnu?.[2] ?? bsd?.[2];
  const digest = gnu ? parseDigest(gnu[1] ?? '') : bsd ? parseDigest(`${bsd[1]}:${bsd[3]}`) : null;
  if (name === undefined || digest === null || /^[a-z]+:\/\//i.test(name)) return null;
  return { name: name.trim().replace(/^\.\//, ''), digest };
}

/** Whether a text holds lines of a `SHA256SUMS` file. */
export function looksLikeSums(text: string): boolean {
  return text.split(/\r?\n/).some((line) => sumOf(line) !== null);
}

/**
 * Reads the lines of a checksum file (GNU or BSD form) together with addresses. An address whose file name is listed gets
 * its checksum; one that ends in `/`, or that of the checksum file itself, says where all the listed files are.
 */
export function readSums(text: string): Intake {
  const lines = text.split(/\r\n|\n|\r/);
  const sums = lines.map(sumOf);
  const found = readLines(lines.map((line, index) => (sums[index] === null ? line : '')).join('\n'));
  const bases = found.items.filter(({ url }) => isBase(url));
  const digests = new Map(sums.filter((sum) => sum !== null).map(({ name, digest }) => [name, digest]));
  const items: Item[] = found.items
    .filter((item) => !bases.includes(item))
    .map((item) => ({ ...item, digest: item.digest ?? digests.get(nameIn(item.url)) ?? null }));
  const problems = [...found.problems];
  const named = new Set(items.map(({ url }) => nameIn(url)));
  for (const [index, sum] of sums.entries()) {
    if (sum === null || named.has(sum.name)) continue;
    const base = bases[0];
    const encoded = sum.name.split('/').map(encodeURIComponent).join('/');
    const made =
      base === undefined
        ? ('sumsWithoutAddress' as const)
        : itemsFrom(index + 1, { address: new URL(encoded, base.url).href, output: sum.name, digest: sum.digest });
    if (typeof made === 'string') problems.push(problemAt(index + 1, made, lines[index] ?? ''));
    else items.push(...made);
  }
  return { items, problems };
}

function isBase(url: string): boolean {
  return url.endsWith('/') || /(?:sums?|checksums?)(?:\.txt)?$|\.(?:sha256|sha1|md5)$/i.test(new URL(url).pathname);
}

function nameIn(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
