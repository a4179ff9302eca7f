import * as v from 'valibot';
import { announceChange } from './changes';
import { database } from './database';

const KEY = 'rescue';

const rescueSchema = v.object({
  /** Unix milliseconds. */
  at: v.number(),
  /** `lost`: the browser had found the database damaged and made an empty one. */
  cause: v.picklist(['lost', 'newer-version', 'failed-upgrade']),
  /** Downloads that are back, from a copy or from a notebook's cell since. */
  restored: v.number(),
  /** Entries of the copy that could not be read. */
  leftOut: v.number(),
});

/** What happened to the database, and what came of it. It stands until the user has taken note. */
export type Rescue = v.InferOutput<typeof rescueSchema>;

export async function readRescue(): Promise<Rescue | null> {
  const parsed = v.safeParse(rescueSchema, await (await database()).get('meta', KEY));
  return parsed.success ? parsed.output : null;
}

/** Only the background calls this; null is "taken note of". */
export async function writeRescue(rescue: Rescue | null): Promise<void> {
  const db = await database();
  await (rescue === null ? db.delete('meta', KEY) : db.put('meta', rescue, KEY));
  announceChange();
}
