import { displayName, type Job } from '../jobs/job';
import type { Notebook } from '../store/schema';
import { fold } from '../ui/fold';
import { type Group, groupOf } from '../ui/groups';

export type Sort = 'added' | 'name' | 'progress' | 'speed' | 'left';

/** What of the list is shown, and in which order. */
export interface Query {
  /** Words, in any order; each has to be in the name, the address, the place, or the notebook's title. */
  search: string;
  group: Group | 'all';
  /** Key of one notebook; null for all. */
  notebook: string | null;
  sort: Sort;
  descending: boolean;
}

export const EVERYTHING: Query = { search: '', group: 'all', notebook: null, sort: 'added', descending: true };

type Titles = ReadonlyMap<string, Pick<Notebook, 'title'>>;

/** How many downloads each group has, of those that the search and the notebook leave. */
export type Counts = Record<Group | 'all', number>;

export interface Answer {
  shown: Job[];
  counts: Counts;
}

/** Jobs come newest first; equals keep that order. */
export function answer(jobs: readonly Job[], titles: Titles, query: Query): Answer {
  const words = fold(query.search).split(/\s+/).filter(Boolean);
  const counts: Counts = { all: 0, attention: 0, active: 0, waiting: 0, done: 0 };
  const shown: Job[] = [];
  for (const job of jobs) {
    if (query.notebook !== null && job.notebook !== query.notebook) continue;
    if (words.length > 0 && !hasAll(job, titles, words)) continue;
    const group = groupOf(job);
    counts.all++;
    counts[group]++;
    if (query.group === 'all' || query.group === group) shown.push(job);
  }
  return { shown: sorted(shown, query), counts };
}

function hasAll(job: Job, titles: Titles, words: readonly string[]): boolean {
  const text = fold(
    [displayName(job), job.url, job.path ?? '', job.output, titles.get(job.notebook)?.title ?? ''].join('\n'),
  );
  return words.every((word) => text.includes(word));
}

function sorted(jobs: Job[], { sort, descending }: Query): Job[] {
  if (sort === 'added') return descending ? jobs : jobs.toReversed();
  const way = descending ? -1 : 1;
  if (sort === 'name') {
    const { compare } = new Intl.Collator(undefined, { numeric: true });
    return byKey(jobs, displayName, (a, b) => way * compare(a, b));
  }
  // What has no value (no size, no speed) stands at the end either way.
  return byKey(jobs, MEASURE[sort], (a, b) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return way * (a - b);
  });
}

const MEASURE: Record<'progress' | 'speed' | 'left', (job: Job) => number | null> = {
  progress: ({ offset, size, state }) =>
    state === 'completed' ? 1 : size === null ? null : offset / Math.max(size, 1),
  speed: ({ rate }) => (rate > 0 ? rate : null),
  left: ({ eta }) => eta,
};

/** The key is taken once for each job, not once for each comparison. */
function byKey<Key>(jobs: Job[], key: (job: Job) => Key, compare: (a: Key, b: Key) => number): Job[] {
  return jobs
    .map((job) => ({ job, key: key(job) }))
    .toSorted((a, b) => compare(a.key, b.key))
    .map(({ job }) => job);
}
