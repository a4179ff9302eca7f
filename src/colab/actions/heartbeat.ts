import { climb, refusal } from '../ladder';
import type { ActionResult } from '../notebook-page';
import { undisturbed } from '../quiet';
import { type Sight, unlessConnected, unlessKnown } from '../sight';
import { codeCells } from './code-cells';
import { removeById } from './remove';
import { climbToRun, MAY_RUN } from './run';
import { insertRungs, writeRungs } from './upsert';

/** Puts the heartbeat cell, whose text is `text`, into the notebook if it is not there, and runs it once. */
export async function putHeartbeat(sight: Sight, text: string): Promise<ActionResult<null>> {
  const obstacle = sight.obstacle() ?? unlessConnected(sight.state());
  if (obstacle !== null) return refusal(obstacle);
  const found = await findLike(sight, text);
  if (found === undefined) return refusal(CANNOT_TELL);
  return undisturbed(sight.document, sight.until, async () => {
    const cell = found === null ? await insert(sight, text) : here(found);
    if (!cell.ok) return cell;
    const id = cell.value;
    const ran = await climbToRun(sight, id, () => {
      return sight.obstacle() ?? (sight.activity(id) === 'still' ? null : MAY_RUN);
    });
    const trace = [...cell.trace, ...ran.trace];
    return ran.ok ? { ...ran, value: null, trace } : { ...ran, trace };
  });
}

/** Takes the heartbeat cell out again. Its thread ends with the kernel. */
export async function dropHeartbeat(sight: Sight, text: string): Promise<ActionResult<null>> {
  const obstacle = sight.obstacle() ?? unlessKnown(sight.state());
  if (obstacle !== null) return refusal(obstacle);
  const found = await findLike(sight, text);
  if (found === undefined) return refusal(CANNOT_TELL);
  if (found === null) return { ok: true, value: null, rung: 'already-gone', trace: [] };
  return undisturbed(sight.document, sight.until, () => removeById(sight, found));
}

/** The cell with the same marker, its second line, as `text`; null if there is none, undefined where that is not sure. */
async function findLike(sight: Sight, text: string): Promise<string | null | undefined> {
  const cells = await codeCells(sight);
  const found = cells.find(({ source }) => source !== null && markerOf(source) === markerOf(text));
  if (found !== undefined) return found.id;
  return cells.some(({ source }) => source === null) ? undefined : null;
}

const markerOf = (source: string) => source.split(/\r?\n/, 2)[1]?.trim();
const here = (id: string) => ({ ok: true as const, value: id, rung: 'already-there', trace: [] });
const CANNOT_TELL = {
  code: 'unknown-state' as const,
  message: 'Whether the notebook has a heartbeat cell already cannot be seen.',
};

async function insert(sight: Sight, text: string): Promise<ActionResult<string>> {
  const inserted = await climb(insertRungs(sight, text), sight.until, () => sight.obstacle());
  if (!inserted.ok) return inserted;
  const written = await climb(writeRungs(sight, inserted.value, text), sight.until, () => sight.obstacle());
  const trace = [...inserted.trace, ...written.trace];
  if (written.ok) return { ...inserted, trace };
  // Nothing is left half-made.
  await removeById(sight, inserted.value);
  return { ...written, trace };
}
