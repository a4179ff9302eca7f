import type { IDBPDatabase, IDBPTransaction } from 'idb';

export type Upgrade = IDBPTransaction<unknown, string[], 'versionchange'>;

/**
 * Takes a database from the version before to the next, within the upgrade's transaction: it may wait for that alone. Never
 * edited after a release: a later file mends an earlier one.
 */
export type Migration = (db: IDBPDatabase, tx: Upgrade) => void | Promise<void>;
