import { openDB } from 'idb';

/**
 * Copies of the whole database: taken before a migration touches it, and of one that could not be used and was set aside. They
 * lie in a database of their own.
 */
const NAME = 'lifeline-backups';
const STORE = 'backups';
/** A backup is for the upgrade that went wrong yesterday, not a history. */
const KEPT = 2;

/** Why a database was set aside: a later version of the extension made it, or it could not be brought to this version. */
export type SetAside = 'newer-version' | 'failed-upgrade';

export interface Backup {
  /** Version of the schema that the copy has. */
  version: number;
  /** Unix milliseconds; the key. */
  at: number;
  setAside: SetAside | null;
  /** Keys and values of each store, in the same order. */
  stores: Record<string, Contents>;
}

interface Contents {
  keys: IDBValidKey[];
  values: unknown[];
}

/** What a backup is, without what is in it. */
export interface BackupHead extends Omit<Backup, 'stores'> {
  /** How many downloads it holds. */
  jobs: number;
}

/** Copies database `name` if it is there and older than `target`; does nothing otherwise. */
export async function backUpBefore(name: string, target: number, now: number): Promise<void> {
  const version = await versionOf(name);
  if (version !== undefined && version < target) await copy(name, null, now);
}

/** Copies database `name`, then deletes it, so that a new one can be made. Rejects, and deletes nothing, if it cannot be read. */
export async function setAside(name: string, why: SetAside, now: number): Promise<void> {
  await copy(name, why, now);
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.addEventListener('success', resolve);
    request.addEventListener('error', () => reject(request.error));
  });
}

async function versionOf(name: string): Promise<number | undefined> {
  return (await indexedDB.databases()).find((database) => database.name === name)?.version;
}

async function copy(name: string, why: SetAside | null, at: number): Promise<void> {
  const db = await openDB(name);
  const { version } = db;
  const stores: Record<string, Contents> = {};
  for (const store of db.objectStoreNames)
    stores[store] = { keys: await db.getAllKeys(store), values: await db.getAll(store) };
  db.close();
  await inBackups(async (backups) => {
    const tx = backups.transaction(STORE, 'readwrite', { durability: 'strict' });
    void tx.store.put({ version, at, setAside: why, stores } satisfies Backup);
    const keys = await tx.store.getAllKeys();
    for (const key of keys.slice(0, -KEPT)) void tx.store.delete(key);
    await tx.done;
  });
}

/** The backups that there are, oldest first. */
export async function backupHeads(): Promise<BackupHead[]> {
  const all: Backup[] = await inBackups((backups) => backups.getAll(STORE));
  return all.map(({ stores, ...head }) => ({ ...head, jobs: stores.jobs?.keys.length ?? 0 }));
}

export function findBackup(at: number): Promise<Backup | undefined> {
  return inBackups((backups) => backups.get(STORE, at));
}

async function inBackups<T>(use: (backups: Awaited<ReturnType<typeof openBackups>>) => Promise<T>): Promise<T> {
  const backups = await openBackups();
  try {
    return await use(backups);
  } finally {
    backups.close();
  }
}

function openBackups() {
  return openDB(NAME, 1, {
    upgrade(db) {
      db.createObjectStore(STORE, { keyPath: 'at' });
    },
  });
}
