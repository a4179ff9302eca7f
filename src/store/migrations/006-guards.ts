import type { Migration } from './migration';

/** What keep-alive knows of a notebook moves into a record of its own, with a plan that can be more than on or off. */
export const guards: Migration = async (_db, tx) => {
  const notebooks = tx.objectStore('notebooks');
  for (let cursor = await notebooks.openCursor(); cursor !== null; cursor = await cursor.continue()) {
    const { keepAlive, lastNudgeAt, lastReconnectAt, downSince, reconnects, ...notebook } = cursor.value as {
      keepAlive: 'off' | 'while-working';
      lastNudgeAt: number | null;
      lastReconnectAt: number | null;
      downSince: number | null;
      reconnects: number;
    };
    const guard = {
      plan: { mode: keepAlive },
      countCells: null,
      budget: null,
      status: keepAlive === 'off' ? 'off' : 'resting',
      spent: 0,
      seenAt: null,
      question: null,
      lastNudgeAt,
      lastReconnectAt,
      downSince,
      reconnects,
    };
    await cursor.update({ ...notebook, guard });
  }
};
