import type { Item } from '../intake/intake';
import { type Secret, withoutSecrets } from '../intake/secrets';
import type { NewDownload } from '../messaging/messages';

/** What is chosen once for all downloads of a list. */
export interface Choices {
  /** Folder in the VM; empty for its working folder. */
  folder: string;
  /** Folder of a mounted Drive that finished files are copied to; empty for none. */
  copyTo: string;
  unpack: boolean;
}

export interface Plan {
  downloads: NewDownload[];
  /** What has to be put into Colab's Secrets before they can run. */
  secrets: Secret[];
}

/** Makes requests of what was read; `idOf` gives the id that a download of the list keeps, so that sending twice adds once. */
export function planOf(items: readonly Item[], choices: Choices, idOf: (index: number) => string): Plan {
  const secrets: Secret[] = [];
  const folder = choices.folder.trim().replace(/\/*$/, '/');
  const downloads = items.map((item, index) => {
    const safe = withoutSecrets(item.url, item.headers, secrets);
    secrets.push(...safe.secrets);
    return {
      id: idOf(index),
      input: {
        url: item.url,
        output: (folder === '/' ? '' : folder) + (item.output ?? ''),
        checksum: item.digest === null ? '' : `${item.digest.algorithm}:${item.digest.hex}`,
        headers: safe.headers,
        copyTo: choices.copyTo,
        unpack: choices.unpack,
      },
    };
  });
  return { downloads, secrets };
}

/** Bytes that downloads of known size come to, where that is more than is free; null where it fits or nobody knows. */
export function excessOver(
  sizes: readonly (number | null)[],
  free: number | null,
): { bytes: number; free: number } | null {
  if (free === null) return null;
  const bytes = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  return bytes > free ? { bytes, free } : null;
}

/** Whether a folder to copy to is one of the Drive that Colab mounts. */
export function isOnDrive(folder: string): boolean {
  return /^(?:\/content\/)?drive\//.test(folder.trim());
}

/** The file name that an address suggests, for the eye only: the server may name it otherwise. */
export function nameOf({ url, output }: Pick<Item, 'url' | 'output'>): string {
  if (output !== null && !output.endsWith('/')) return output;
  const { pathname, hostname } = new URL(url);
  const last = pathname.split('/').findLast((part) => part !== '') ?? hostname;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
