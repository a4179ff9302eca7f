import { type IDBPDatabase, openDB } from 'idb';
import { backUpBefore, type SetAside, setAside } from './backup';
import { migrate, migrations } from './migrations/index';
import type { LifelineSchema } from './schema';

export type Database = IDBPDatabase<LifelineSchema>;

const NAME = 'lifeline';
/** An old connection closes at once when it is asked to; one that does not is in a page that hangs. */
const BLOCKED_MS = 10_000;

let opened: Promise<Database> | null = null;

/**
 * The open database, shared by all that runs in this context. Opened again after the browser closed it, or after it made
 * way for a newer version of the extension (an old connection that stays open hangs the upgrade: PixieBrix #7846). Rejects
 * where it cannot be used; the next call tries again.
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
  try {
    return await openNewest();
  } catch (error) {
    const why = reasonToSetAside(error);
    if (why === null) throw error;
    await setAside(NAME, why, Date.now());
    return openNewest();
  }
}

function reasonToSetAside(error: unknown): SetAside | null {
  const { name } = error as Partial<DOMException>;
  if (name === 'VersionError') return 'newer-version';
  // Any other error may pass: a full disk, a profile in use. Nothing is set aside for that.
  return name === 'AbortError' ? 'failed-upgrade' : null;
}

async function openNewest(): Promise<Database> {
  let giveUp: (error: Error) => void;
  const blockedTooLong = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  let late = false;
  const opening = openDB<LifelineSchema>(NAME, migrations.length, {
    upgrade: (upgraded, from, to, tx) =>
      void migrate(upgraded as unknown as IDBPDatabase, tx as never, from, to ?? migrations.length),
    blocked: () =>
      void setTimeout(() => {
        late = true;
        giveUp(new Error('Another page of Lifeline holds an older version of the list open. Close or reload it.'));
      }, BLOCKED_MS),
    blocking: (_from, _to, event) => {
      opened = null;
      (event.target as IDBDatabase).close();
    },
    terminated: () => {
      opened = null;
    },
  });
  void opening.then(
    // Nobody waits for it any more: left open, it would be the next one to hang an upgrade.
    (db) => (late ? db.close() : undefined),
    () => undefined,
  );
  return Promise.race([opening, blockedTooLong]);
}
