import { type IDBPDatabase, openDB } from 'idb';
import { backUpBefore } from './backup';
import { migrate, migrations } from './migrations/index';
import type { LifelineSchema } from './schema';

export type Database = IDBPDatabase<LifelineSchema>;

const NAME = 'lifeline';
let opened: Promise<Database> | null = null;

/**
 * The open database, shared by all that runs in this context. Opened again after the browser closed it, or after it made
 * way for a newer version of the extension (an old connection that stays open hangs the upgrade: PixieBrix #7846).
 */
export function database(): Promise<Database> {
  opened ??= open().catch((error: unknown) => {
    opened = null;
    throw error;
  });
  return opened;
}

async function open(): Promise<Database> {
  await backUpBefore(NAME, migrations.length, Date.now());
  const db = await openDB<LifelineSchema>(NAME, migrations.length, {
    upgrade: (upgraded, from, to, tx) =>
      void migrate(upgraded as unknown as IDBPDatabase, tx as never, from, to ?? migrations.length),
    blocking: () => close(db),
    terminated: () => {
      opened = null;
    },
  });
  return db;
}

function close(db: Database): void {
  opened = null;
  db.close();
}
