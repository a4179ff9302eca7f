import type { Migration } from './migration';

/** A download can be checked by SHA-1 and MD5 as well, carries headers, is copied elsewhere and unpacked. */
export const tasks: Migration = async (_db, tx) => {
  const jobs = tx.objectStore('jobs');
  for (let cursor = await jobs.openCursor(); cursor !== null; cursor = await cursor.continue()) {
    const { sha256, ...job } = cursor.value as { sha256: string | null };
    const checksum = sha256 === null ? null : `sha256:${sha256}`;
    await cursor.update({ ...job, checksum, headers: {}, copyTo: null, unpack: false, notice: null, copied: null });
  }
};
