import { displayName, type Job, type Task } from '../jobs/job';
import { expiryOf } from './expiry';

/*
 * What can be known of a download before it starts, from its address and from the notebook's list alone: no server is asked.
 */

export interface Expiry {
  kind: 'expired' | 'expires-soon';
  /** Unix milliseconds. */
  at: number;
}

const SOON_MS = 2 * 3_600_000;

/** Of an address whose signature has run out or soon will; a download that outlives its address needs *Replace link*. */
export function expiryWarning(url: string, now: number): Expiry | null {
  const at = expiryOf(url);
  if (at === null || at - now > SOON_MS) return null;
  return { kind: at <= now ? 'expired' : 'expires-soon', at };
}

type Place = Pick<Task, 'url' | 'output'>;
type Known = Pick<Job, 'url' | 'output' | 'path' | 'state'>;

/** `listed`: one before it in the same list, by its index; `waiting`: the notebook has this very download; `there`: its file. */
export type Clash = { kind: 'listed'; index: number } | { kind: 'waiting' } | { kind: 'there' };

/**
 * Which downloads of a list would get the place of another one, or of one that the notebook has: null where there is none. The
 * address alone says their names where nobody did; a server may name its file otherwise.
 */
export function clashesOf(list: readonly Place[], known: readonly Known[]): (Clash | null)[] {
  const there = new Map(known.map((job) => [placeOf(job), job]));
  const taken = new Map<string, number>();
  return list.map((each, index): Clash | null => {
    const place = placeOf({ ...each, path: null });
    const before = taken.get(place);
    if (before !== undefined) return { kind: 'listed', index: before };
    taken.set(place, index);
    const job = there.get(place);
    if (job === undefined) return null;
    const same = job.state !== 'completed' && job.url === each.url && job.output === each.output;
    return { kind: same ? 'waiting' : 'there' };
  });
}

/** Where a file lies or will lie, from the VM's working folder on. */
function placeOf(job: Place & Pick<Job, 'path'>): string {
  const folder = job.output.endsWith('/') || job.output === '' ? job.output : null;
  const place = job.path ?? (folder === null ? job.output : folder + displayName(job));
  return place.replace(/^\/content\//, '').replace(/^(?:\.\/)+/, '');
}
