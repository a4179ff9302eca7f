import type { Migration } from './migration';

/** How far each download was over time, by its job's id: what speed charts are drawn from. */
export const trails: Migration = (db) => {
  db.createObjectStore('trails');
};
