import type { Job } from '../jobs/job';
import { database } from './database';
import type { FlightEntry } from './flight-event';
import type { Notebook } from './schema';

/** All jobs, newest first. */
export async function allJobs(): Promise<Job[]> {
  return (await (await database()).getAllFromIndex('jobs', 'createdAt')).toReversed();
}

/** The jobs that are not completed: of one notebook, or of all. */
export async function openJobs(notebook?: string): Promise<Job[]> {
  return (await database()).getAllFromIndex('jobs', 'openIn', notebook);
}

/** The last `count` downloads that were completed, newest first: of one notebook, or of all. */
export async function finishedJobs(count: number, notebook?: string): Promise<Job[]> {
  const { store } = (await database()).transaction('jobs');
  let cursor =
    notebook === undefined
      ? await store.index('finishedAt').openCursor(null, 'prev')
      : await store.index('finishedIn').openCursor(finishedIn(notebook), 'prev');
  const jobs: Job[] = [];
  while (cursor !== null && jobs.length < count) {
    jobs.push(cursor.value);
    cursor = jobs.length < count ? await cursor.continue() : null;
  }
  return jobs;
}

/** How many downloads were completed: in one notebook, or in all. */
export async function countFinished(notebook?: string): Promise<number> {
  const db = await database();
  return notebook === undefined
    ? db.countFromIndex('jobs', 'finishedAt')
    : db.countFromIndex('jobs', 'finishedIn', finishedIn(notebook));
}

const finishedIn = (notebook: string) => IDBKeyRange.bound([notebook, 0], [notebook, Number.MAX_SAFE_INTEGER]);

export async function findJob(id: string): Promise<Job | undefined> {
  return (await database()).get('jobs', id);
}

/** Those of the downloads that there are. */
export async function findJobs(ids: readonly string[]): Promise<Job[]> {
  const { store } = (await database()).transaction('jobs');
  const found = await Promise.all(ids.map((id) => store.get(id)));
  return found.filter((job) => job !== undefined);
}

export async function findNotebook(key: string): Promise<Notebook | undefined> {
  return (await database()).get('notebooks', key);
}

export async function allNotebooks(): Promise<Notebook[]> {
  return (await database()).getAll('notebooks');
}

/** What the flight recorder holds, oldest first: of one notebook, or of all. */
export async function flightLog(notebook?: string): Promise<FlightEntry[]> {
  const db = await database();
  return notebook === undefined ? db.getAll('flight') : db.getAllFromIndex('flight', 'notebook', notebook);
}

export async function countJobs(): Promise<number> {
  return (await database()).count('jobs');
}
