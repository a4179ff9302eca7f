import type { Migration } from './migration';

/** A notebook may have hours of its own in which keep-alive acts. */
export const schedules: Migration = async (_db, tx) => {
  const notebooks = tx.objectStore('notebooks');
  for (let cursor = await notebooks.openCursor(); cursor !== null; cursor = await cursor.continue()) {
    const notebook = cursor.value as { guard: object };
    await cursor.update({ ...notebook, guard: { ...notebook.guard, schedule: null } });
  }
};
