import { type Signal, signal } from '@preact/signals';
import { isLive, type Job } from '../jobs/job';
import type { Trail } from '../jobs/trail';
import { coalesced } from '../platform/coalesced';
import { onStoreChange } from '../store/changes';
import { allJobs, allNotebooks, countJobs, findJob, openJobs } from '../store/read';
import type { Notebook } from '../store/schema';
import { trailsOf } from '../store/trails';
import { createRequests, type Requests } from '../ui/requests';

const CLOCK_MS = 15_000;

/** What the dashboard shows: all downloads of all notebooks; `jobs` is null until the first reading. */
export interface Model extends Requests {
  /** Newest first. */
  jobs: Signal<readonly Job[] | null>;
  notebooks: Signal<ReadonlyMap<string, Notebook>>;
  /** Of those that run, and of those that somebody looks at. */
  trails: Signal<ReadonlyMap<string, Trail>>;
  /** The downloads whose state has changed since the last reading, for those who hear the page. */
  news: Signal<readonly Job[]>;
  /** Unix milliseconds, a few times a minute. */
  now: Signal<number>;
  /** Ids of downloads whose trails are shown though they do not run. */
  watched: Signal<readonly string[]>;
}

export function createModel(): Model {
  const refresh = coalesced(() => read(model));
  const model: Model = {
    ...createRequests(refresh),
    jobs: signal(null),
    notebooks: signal(new Map()),
    trails: signal(new Map()),
    news: signal([]),
    now: signal(Date.now()),
    watched: signal([]),
  };
  onStoreChange(() => void refresh());
  model.watched.subscribe(() => void refresh());
  setInterval(() => {
    model.now.value = Date.now();
  }, CLOCK_MS);
  return model;
}

async function read(model: Model): Promise<void> {
  const before = model.jobs.value;
  const [jobs, notebooks] = await Promise.all([before === null ? allJobs() : newer(before), allNotebooks()]);
  const shown = [...jobs.filter(isLive).map(({ id }) => id), ...model.watched.value];
  const trails = await trailsOf(shown);
  const states = new Map(before?.map((job) => [job.id, job.state]));
  const changed = jobs.filter(({ id, state }) => states.has(id) && states.get(id) !== state);
  model.notebooks.value = new Map(notebooks.map((notebook) => [notebook.key, notebook]));
  model.trails.value = trails;
  model.now.value = Date.now();
  model.jobs.value = jobs;
  if (changed.length > 0) model.news.value = changed;
}

/**
 * The list brought up to date by what can have changed: the open downloads, and those that were open. A long history is read
 * again only where the number of downloads shows that something of it is gone or new.
 */
async function newer(before: readonly Job[]): Promise<readonly Job[]> {
  const open = new Map((await openJobs()).map((job) => [job.id, job]));
  const ended = before.filter(({ id, state }) => state !== 'completed' && !open.has(id));
  for (const job of await Promise.all(ended.map(({ id }) => findJob(id)))) if (job !== undefined) open.set(job.id, job);
  const gone = new Set(ended.map(({ id }) => id).filter((id) => !open.has(id)));
  const merged: Job[] = [];
  for (const job of before) {
    if (gone.has(job.id)) continue;
    merged.push(open.get(job.id) ?? job);
    open.delete(job.id);
  }
  const added = [...open.values()].toSorted((a, b) => b.createdAt - a.createdAt);
  const list = added.length === 0 ? merged : [...added, ...merged];
  return list.length === (await countJobs()) ? list : allJobs();
}
