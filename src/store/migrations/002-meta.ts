import type { Migration } from './migration';

/** Single records of the whole extension: the settings. */
export const meta: Migration = (db) => {
  db.createObjectStore('meta');
};
