import type { Migration } from './migration';

/** A notebook remembers its runtime's session, its set-up cells, a planned release, and when its user last looked. */
export const runtimes: Migration = async (_db, tx) => {
  const notebooks = tx.objectStore('notebooks');
  for (let cursor = await notebooks.openCursor(); cursor !== null; cursor = await cursor.continue()) {
    await cursor.update({
      ...(cursor.value as object),
      session: null,
      setup: { enabled: false, doneOn: null },
      release: { due: null, kept: null },
      awaySince: null,
    });
  }
};
