import { openDB } from 'idb';

/** Copies of the whole database, taken before a migration touches it. They lie in a database of their own. */
const NAME = 'lifeline-backups';
const STORE = 'backups';
/** A backup is for the upgrade that went wrong yesterday, not a history. */
const KEPT = 2;

export interface Backup {
  /** Version of the schema that the copy has. */
  version: number;
  /** Unix milliseconds. */
  at: number;
  stores: Record<string, unknown[]>;
}

/** Copies database `name` if it is there and older than `target`; does nothing otherwise. */
export async function backUpBefore(name: string, target: number, now: number): Promise<void> {
  const version = (await indexedDB.databases()).find((database) => database.name === name)?.version;
  if (version === undefined || version >= target) return;
  const db = await openDB(name);
  const stores: Record<string, unknown[]> = {};
  for (const store of db.objectStoreNames) stores[store] = await db.getAll(store);
  db.close();
  const backups = await openBackups();
  const tx = backups.transaction(STORE, 'readwrite', { durability: 'strict' });
  void tx.store.put({ version, at: now, stores } satisfies Backup);
  const keys = await tx.store.getAllKeys();
  for (const key of keys.slice(0, -KEPT)) void tx.store.delete(key);
  await tx.done;
  backups.close();
}

/** The backups that there are, oldest first. */
export async function allBackups(): Promise<Backup[]> {
  const backups = await openBackups();
  const found = (await backups.getAll(STORE)) as Backup[];
  backups.close();
  return found;
}

function openBackups() {
  return openDB(NAME, 1, {
    upgrade(db) {
      db.createObjectStore(STORE, { keyPath: 'at' });
    },
  });
}
