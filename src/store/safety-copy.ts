import { browser } from '../platform/browser';
import { database } from './database';

/*
 * The open downloads once more, outside of IndexedDB. Chromium deletes a database that it finds damaged, all others of the
 * extension with it, and opens an empty one in its place without a word (measured on 156 with a torn MANIFEST, CURRENT and
 * log). A database that is in use has a mark: where there is a copy and no mark, the database is not the one that it was.
 */

const COPY = 'safety-copy';
const MARK = 'in-use';

/** Text of the format that an export has, null if there is none. */
export async function readSafetyCopy(): Promise<string | null> {
  const copy: unknown = (await browser.storage.local.get(COPY))[COPY];
  return typeof copy === 'string' ? copy : null;
}

/** Only the background calls this. */
export async function writeSafetyCopy(text: string): Promise<void> {
  await browser.storage.local.set({ [COPY]: text });
}

export async function isMarked(): Promise<boolean> {
  return (await (await database()).get('meta', MARK)) === true;
}

/** Only the background calls this. */
export async function markAsUsed(): Promise<void> {
  await (await database()).put('meta', true, MARK);
}
