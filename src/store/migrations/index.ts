import type { IDBPDatabase } from 'idb';
import { jobsAndNotebooks } from './001-jobs-and-notebooks';
import { meta } from './002-meta';
import { trails } from './003-trails';
import { flightLog } from './004-flight-log';
import { queueAndHistory } from './005-queue-and-history';
import { guards } from './006-guards';
import { runtimes } from './007-runtimes';
import { tasks } from './008-tasks';
import { schedules } from './009-schedules';
import type { Migration, Upgrade } from './migration';

/** In order: the schema's version is the length of this list. */
export const migrations: readonly Migration[] = [
  jobsAndNotebooks,
  meta,
  trails,
  flightLog,
  queueAndHistory,
  guards,
  runtimes,
  tasks,
  schedules,
];

/** Takes a database that version `from` left to version `to`, or leaves it as it was if any step fails. */
export async function migrate(db: IDBPDatabase, tx: Upgrade, from: number, to: number): Promise<void> {
  try {
    for (const step of migrations.slice(from, to)) await step(db, tx);
  } catch {
    // Whoever opens the database hears of it: opening fails.
    tx.done.catch(() => undefined);
    tx.abort();
  }
}
