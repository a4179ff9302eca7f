import type { IDBPDatabase } from 'idb';
import { jobsAndNotebooks } from './001-jobs-and-notebooks';
import { meta } from './002-meta';

/** Takes a database from the version before to the next. Never edited after a release: a later file mends an earlier one. */
export type Migration = (db: IDBPDatabase) => void;

/** In order: the schema's version is the length of this list. */
export const migrations: readonly Migration[] = [jobsAndNotebooks, meta];
