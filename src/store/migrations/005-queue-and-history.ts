import type { Migration } from './migration';

/** Downloads have a place in a queue, and those that are completed are found by when they were: in all, and in a notebook. */
export const queueAndHistory: Migration = async (_db, tx) => {
  const jobs = tx.objectStore('jobs');
  // Only a completed download has a `finishedAt`: null is no key, so the others are not in these indexes.
  jobs.createIndex('finishedAt', 'finishedAt');
  jobs.createIndex('finishedIn', ['notebook', 'finishedAt']);
  for (let cursor = await jobs.openCursor(); cursor !== null; cursor = await cursor.continue()) {
    const job = cursor.value as { createdAt: number };
    await cursor.update({ ...job, priority: 0, rank: job.createdAt });
  }
};
