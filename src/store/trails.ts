import type { Job } from '../jobs/job';
import { extended, type Trail } from '../jobs/trail';
import { database } from './database';

/**
 * The trails lie beside the jobs, not in them: a list of ten thousand downloads has to be read fast, and shows a handful of
 * trails. They are no promise to anybody, so they are not forced to the disk. Only the background calls this.
 */
export async function extendTrails(changed: readonly { before: Job | undefined; after: Job }[]): Promise<void> {
  const moved = changed.filter(({ before, after }) => after.heardAt !== null && after.heardAt !== before?.heardAt);
  if (moved.length === 0) return;
  const tx = (await database()).transaction('trails', 'readwrite', { durability: 'relaxed' });
  await Promise.all([
    ...moved.map(async ({ after: { id, heardAt, offset } }) => {
      const before = (await tx.store.get(id)) ?? [];
      const trail = extended(before, [heardAt ?? 0, offset]);
      if (trail !== before) await tx.store.put(trail, id);
    }),
    tx.done,
  ]);
}

/** The trails of these jobs, by id; a job that has not reported yet has none. */
export async function trailsOf(ids: readonly string[]): Promise<Map<string, Trail>> {
  const tx = (await database()).transaction('trails');
  const found = await Promise.all(ids.map(async (id) => [id, await tx.store.get(id)] as const));
  return new Map(found.filter((entry): entry is [string, Trail] => entry[1] !== undefined));
}
