import type { Job, Priority } from './job';

/** A download that has a turn, or waits for one; what failed has to be relaunched first. */
export function isInQueue({ state }: Job): boolean {
  return state !== 'completed' && state !== 'failed';
}

/** The order in which the downloads of a notebook take their turn. */
export function inQueueOrder(jobs: readonly Job[]): Job[] {
  return jobs.toSorted(
    (a, b) =>
      b.priority - a.priority ||
      a.rank - b.rank ||
      a.createdAt - b.createdAt ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

/**
 * The open jobs of a notebook with one of them moved right before `before` (null: behind all). It takes over the priority of
 * its new place. A job that keeps its place in the order is the same object.
 */
export function moved(jobs: readonly Job[], id: string, before: string | null): Job[] {
  const order = inQueueOrder(jobs);
  const job = order.find((each) => each.id === id);
  if (job === undefined || id === before) return order;
  const others = order.filter((each) => each !== job);
  const found = others.findIndex((each) => each.id === before);
  const place = found < 0 ? others.length : found;
  const priority: Priority = (others[place] ?? others.at(-1))?.priority ?? job.priority;
  const placed = job.priority === priority ? job : { ...job, priority };
  return [...others.slice(0, place), placed, ...others.slice(place)].map((each, rank) =>
    each.rank === rank ? each : { ...each, rank },
  );
}
