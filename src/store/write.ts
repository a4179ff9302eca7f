import type { Job } from '../jobs/job';
import { announceChange } from './changes';
import { database } from './database';
import type { JobRow, Notebook } from './schema';
import type { ExportedNotebook, Transfer } from './transfer';

/** A notebook and its open jobs, as one unit of change. */
export interface NotebookState {
  notebook: Notebook | undefined;
  jobs: Job[];
}

export interface NotebookEdit {
  notebook?: Notebook;
  /** Jobs to write: changed ones (by id) and new ones. The same object as was given is not written. */
  jobs?: Job[];
  remove?: string[];
}

export interface NotebookChange extends NotebookState {
  /** The jobs that this edit changed, as they were (undefined for new ones) and as they are. */
  changed: { before: Job | undefined; after: Job }[];
}

/**
 * The only way to write: reads a notebook and its open jobs, asks `edit` what to change, and writes it, all in one
 * transaction that is on the disk when the promise resolves. `edit` is synchronous, since a transaction ends at the first
 * idle turn, and it sees the newest state whatever else is going on. Only the background calls this.
 */
export async function changeNotebook(
  key: string,
  edit: (state: NotebookState) => NotebookEdit,
): Promise<NotebookChange> {
  const tx = (await database()).transaction(['jobs', 'notebooks', 'trails'], 'readwrite', { durability: 'strict' });
  const jobStore = tx.objectStore('jobs');
  const [notebook, jobs] = await Promise.all([
    tx.objectStore('notebooks').get(key),
    jobStore.index('openIn').getAll(key),
  ]);
  const change = edit({ notebook, jobs });
  const changedJobs = (change.jobs ?? []).filter((job) => !jobs.includes(job));
  const removed = new Set(change.remove);
  await Promise.all([
    ...(change.notebook === undefined || change.notebook === notebook
      ? []
      : [tx.objectStore('notebooks').put(change.notebook)]),
    ...changedJobs.map((job) => jobStore.put(row(job))),
    ...[...removed].flatMap((id) => [jobStore.delete(id), tx.objectStore('trails').delete(id)]),
    tx.done,
  ]);
  if (changedJobs.length > 0 || removed.size > 0 || change.notebook !== undefined) announceChange();
  const byId = new Map([...jobs, ...changedJobs].map((job) => [job.id, job]));
  return {
    notebook: change.notebook ?? notebook,
    jobs: [...byId.values()].filter((job) => !removed.has(job.id)),
    changed: changedJobs.map((after) => ({ before: jobs.find(({ id }) => id === after.id), after })),
  };
}

/**
 * Forgets completed downloads that are older than `before` (Unix milliseconds) or beyond the newest `count`; open ones stay.
 * Reads no more of a long history than it forgets, so it can be called whenever something ended.
 */
export async function pruneHistory(before: number, count: number): Promise<number> {
  const tx = (await database()).transaction(['jobs', 'trails'], 'readwrite');
  const jobStore = tx.objectStore('jobs');
  const ended = jobStore.index('finishedAt');
  const surplus = (await ended.count()) - count;
  let forgotten = 0;
  for (
    let cursor = await ended.openKeyCursor();
    cursor !== null && (forgotten < surplus || cursor.key < before);
    cursor = await cursor.continue()
  ) {
    void jobStore.delete(cursor.primaryKey);
    void tx.objectStore('trails').delete(cursor.primaryKey);
    forgotten++;
  }
  await tx.done;
  if (forgotten > 0) announceChange();
  return forgotten;
}

/**
 * Adds what is not there yet; what is there stays as it is: the same download by its id, or one of the same file to the same
 * place, which would be a second writer. Returns how many downloads were added.
 */
export async function mergeTransfer(
  { jobs, notebooks }: Transfer,
  newNotebook: (known: ExportedNotebook) => Notebook,
): Promise<number> {
  const tx = (await database()).transaction(['jobs', 'notebooks'], 'readwrite', { durability: 'strict' });
  const [jobStore, notebookStore] = [tx.objectStore('jobs'), tx.objectStore('notebooks')];
  const [jobIds, open, keys] = await Promise.all([
    jobStore.getAllKeys(),
    jobStore.index('openIn').getAll(),
    notebookStore.getAllKeys(),
  ]);
  const haveJobs = new Set([...jobIds, ...open.map(writerOf)]);
  const haveNotebooks = new Set(keys);
  const newJobs = jobs.filter((job) => {
    const names = job.state === 'completed' ? [job.id] : [job.id, writerOf(job)];
    if (names.some((name) => haveJobs.has(name))) return false;
    for (const name of names) haveJobs.add(name);
    return true;
  });
  await Promise.all([
    ...newJobs.map((job) => jobStore.put(row(job))),
    ...notebooks.filter(({ key }) => !haveNotebooks.has(key)).map((known) => notebookStore.put(newNotebook(known))),
    tx.done,
  ]);
  announceChange();
  return newJobs.length;
}

const writerOf = ({ notebook, url, output }: Job) => JSON.stringify([notebook, url, output]);

function row({ openIn: _, ...job }: JobRow): JobRow {
  return job.state === 'completed' ? job : { ...job, openIn: job.notebook };
}
