import * as v from 'valibot';
import { createJob, type Job } from '../jobs/job';
import { headers } from '../jobs/job-schema';
import { checkJobInput } from '../jobs/new-job';
import type { ImportReport } from '../messaging/messages';
import { RpcError } from '../messaging/rpc';
import type { KnownTab } from '../messaging/shown';
import { type Backup, backupHeads, findBackup } from '../store/backup';
import { findJobs } from '../store/read';
import { type Rescue, readRescue, writeRescue } from '../store/rescue';
import { isMarked, markAsUsed, readSafetyCopy } from '../store/safety-copy';
import { SETTINGS, writeSettings } from '../store/settings';
import { cleaned, parseImport, type Transfer } from '../store/transfer';
import { mergeTransfer } from '../store/write';
import { editNotebook } from './edit';
import { fromTransfer, newNotebook } from './notebook';
import { askTab } from './tabs';

/*
 * Nothing is lost with the database: what can be had from a copy is brought back before anything else is done, and the
 * notebooks' cells, which list their downloads, tell the rest when they are opened.
 */

/** Sees whether the database is the one that it was. Safe to repeat; each step leaves the rest to the next try. */
export async function rescue(): Promise<void> {
  if (await isMarked()) return;
  const found = await lastKnown();
  if (found !== null) {
    const restored = await mergeTransfer(found.value, asAllowed(found.value));
    await writeSettings(found.value.settings);
    await writeRescue({ at: Date.now(), cause: found.cause, restored, leftOut: found.leftOut });
  }
  await markAsUsed();
}

async function lastKnown(): Promise<{ cause: Rescue['cause']; value: Transfer; leftOut: number } | null> {
  const aside = (await backupHeads()).findLast((head) => head.setAside !== null);
  const backup = aside === undefined ? undefined : await findBackup(aside.at);
  if (aside?.setAside != null && backup !== undefined) return { cause: aside.setAside, ...contentOf(backup) };
  const copy = await readSafetyCopy();
  if (copy === null) return null;
  const imported = parseImport(copy);
  return imported.ok ? { cause: 'lost', ...imported } : null;
}

function contentOf({ stores }: Backup) {
  const settings = stores.meta?.values[stores.meta.keys.indexOf(SETTINGS)];
  return cleaned({ jobs: stores.jobs?.values ?? [], notebooks: stores.notebooks?.values ?? [], settings });
}

/** These copies are this browser's own: where there are downloads its user has allowed our cell. A file from elsewhere says no such thing. */
function asAllowed({ jobs }: Transfer): typeof fromTransfer {
  const keys = new Set(jobs.map((job) => job.notebook));
  return (known) => ({ ...fromTransfer(known), consented: keys.has(known.key) });
}

/** Brings back what a backup holds, beside what is there. */
export async function restore(at: number): Promise<ImportReport> {
  const backup = await findBackup(at);
  if (backup === undefined) throw new RpcError('no-backup', 'This backup is no longer there.');
  const { value, leftOut } = contentOf(backup);
  const added = await mergeTransfer(value, asAllowed(value));
  return { added, known: value.jobs.length - added, leftOut };
}

/** The list in a cell. It comes from a notebook that anyone may have written. */
const listSchema = v.object({
  token: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  jobs: v.pipe(
    v.array(
      v.object({
        id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
        url: v.string(),
        output: v.string(),
        sha256: v.optional(v.string()),
        sha1: v.optional(v.string()),
        md5: v.optional(v.string()),
        headers: v.exactOptional(headers),
        copyTo: v.exactOptional(v.string()),
        unpack: v.exactOptional(v.boolean()),
        paused: v.optional(v.boolean(), false),
      }),
    ),
    v.maxLength(1000),
  ),
});

/** After a loss: takes over the downloads that a notebook's cell lists and the store does not know, if there are any. */
export async function adoptFromCell({ notebook: key, url, title, tabId }: KnownTab): Promise<boolean> {
  const lost = await readRescue();
  if (lost === null) return false;
  // A page that is not loaded yet, or cannot be read, speaks again.
  const list = parseList(await askTab(tabId, 'tab/list', null).catch(() => null));
  if (list === null) return false;
  const known = new Set((await findJobs(list.jobs.map(({ id }) => id))).map(({ id }) => id));
  const at = Date.now();
  let adopted = 0;
  await editNotebook(key, ({ notebook, jobs }) => {
    const missing = list.jobs.filter(({ id }) => !known.has(id)).flatMap((listed) => adoptable(listed, key, at, jobs));
    adopted = missing.length;
    if (adopted === 0) return {};
    const asListed = notebook ?? { ...newNotebook({ notebook: key, url, title }), consented: true };
    // What the cell prints bears the token that it was written with: as long as it was not written anew, that one counts.
    const rewritten = jobs.some(({ launchedAt }) => launchedAt !== null && launchedAt >= lost.at);
    return { notebook: rewritten ? asListed : { ...asListed, token: list.token }, jobs: missing };
  });
  if (adopted > 0) await writeRescue({ ...lost, restored: lost.restored + adopted });
  return adopted > 0;
}

function parseList(json: string | null) {
  try {
    const parsed = v.safeParse(listSchema, JSON.parse(json ?? 'null'));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

type Listed = v.InferOutput<typeof listSchema>['jobs'][number];

/** The download that a cell lists, at rest; none if it could not have been added here. */
function adoptable({ id, paused, sha256, sha1, md5, ...listed }: Listed, notebook: string, at: number, open: Job[]) {
  const checked = checkJobInput({ ...listed, checksum: sha256 ?? sha1 ?? md5 ?? '' }, open);
  if (!checked.ok) return [];
  const job = createJob({ id, notebook, ...checked.value, at });
  const atRest = paused
    ? ({ state: 'paused', wanted: 'pause' } as const)
    : ({ state: 'interrupted', reason: 'browser-closed' } as const);
  return [{ ...job, ...atRest }];
}
