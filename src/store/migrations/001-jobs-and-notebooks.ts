import type { Migration } from './migration';

export const jobsAndNotebooks: Migration = (db) => {
  const jobs = db.createObjectStore('jobs', { keyPath: 'id' });
  jobs.createIndex('openIn', 'openIn');
  jobs.createIndex('createdAt', 'createdAt');
  db.createObjectStore('notebooks', { keyPath: 'key' });
};
