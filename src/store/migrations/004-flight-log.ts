import type { Migration } from './migration';

/** What was seen, decided and done in each notebook, in the order of its keys. */
export const flightLog: Migration = (db) => {
  const log = db.createObjectStore('flight', { autoIncrement: true });
  log.createIndex('notebook', 'notebook');
};
