import type { Digest } from '../jobs/digest';
import { isPath } from '../jobs/naming';
import { readUrl } from '../jobs/new-job';
import type { Header, Item, Problem } from './intake';
import { expandRanges } from './ranges';

export interface Raw {
  address: string;
  output?: string | null | undefined;
  digest?: Digest | null | undefined;
  headers?: Header[] | undefined;
}

/** The downloads that one address stands for: itself, or all that its ranges name. A name or checksum is of one file only. */
export function itemsFrom(
  line: number,
  { address, output = null, digest = null, headers = [] }: Raw,
): Item[] | Problem {
  const addresses = expandRanges(address.trim());
  if (typeof addresses === 'string') return addresses;
  const urls: string[] = [];
  for (const each of addresses) {
    const read = readUrl(each);
    if (typeof read === 'string') return read === 'urlEmpty' ? 'urlInvalid' : read;
    urls.push(read.href);
  }
  // A name from outside may not leave the folder that the user chooses.
  if (output !== null && (output.startsWith('/') || !isPath(output))) return 'outputInvalid';
  const single = urls.length === 1;
  return urls.map((url) => ({
    line,
    url,
    output: single || output?.endsWith('/') ? output : null,
    digest: single ? digest : null,
    headers,
  }));
}
