import type { IDBPDatabase } from 'idb';

/** Takes a database from the version before to the next. Never edited after a release: a later file mends an earlier one. */
export type Migration = (db: IDBPDatabase) => void;
