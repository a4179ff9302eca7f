import { isLive, type Job } from '../jobs/job';
import type { Progress } from '../jobs/progress';
import { DOUBT_MS, isBelieved, type Suspicion, suspect } from '../jobs/suspicion';
import { transition } from '../jobs/transition';
import type { Connection } from '../keepalive/policy';
import type { RawProgress } from '../messaging/messages';
import { PATIENCE_MS } from './delivery';
import { editNotebook } from './edit';
import { connectionOf } from './keep-alive';
import type { askTab } from './tabs';

/* Whether a notebook's downloads stand still, by what its page shows and how long nothing was heard. */

type Page = Awaited<ReturnType<typeof askTab<'tab/read'>>>;

/** Interrupts what has said nothing for too long. */
export async function callSilent(key: string): Promise<void> {
  const at = Date.now();
  await editNotebook(key, ({ jobs }) => ({ jobs: jobs.map((job) => unlessSilent(job, jobs, at)) }));
}

/** Whether the page lets anything be concluded about the runtime. */
export function isClear(connection: Connection): boolean {
  return connection === 'up' || connection === 'down' || connection === 'blocked';
}

/**
 * A download that should be at work, and has said nothing for too long, is called interrupted. One that waits for its turn has
 * nothing to say: there the runtime's word on any of the notebook's `jobs` counts.
 */
function unlessSilent(job: Job, jobs: readonly Job[], at: number): Job {
  const heard = (job.state === 'queued' ? jobs : [job]).map(({ heardAt }) => heardAt ?? 0);
  const lastSign = Math.max(job.launchedAt ?? 0, ...heard);
  return isLive(job) && at - lastSign > PATIENCE_MS
    ? transition(job, { type: 'interrupt', at, reason: 'silent' })
    : job;
}

/** What each notebook's downloads are suspected of, in this life of the worker: a new life doubts anew. */
const suspicions = new Map<string, Suspicion>();

/** What waits to be carried out will change the picture: nothing that was seen before it counts. */
export function forgetSuspicion(key: string): void {
  suspicions.delete(key);
}

/**
 * Draws the conclusions from one look at a page. Where it does not show its runtime clearly, only silence tells. A sign that is not
 * believed yet has `lookAgain` called once it could be.
 */
export async function judge(
  key: string,
  page: Page,
  raw: RawProgress,
  progress: Progress | null,
  lookAgain: () => void,
): Promise<void> {
  if (!isClear(connectionOf(page.state))) return callSilent(key);
  const at = Date.now();
  const suspicion = suspect(suspicions.get(key) ?? null, signOf(page, raw, progress), at);
  if (suspicion === null) suspicions.delete(key);
  else suspicions.set(key, suspicion);
  const believed = suspicion !== null && isBelieved(suspicion, at);
  let atStake = false;
  await editNotebook(key, ({ notebook, jobs }) => {
    if (notebook === undefined || notebook.command !== null) return {};
    atStake = jobs.some(isLive);
    if (suspicion === null) return { jobs: jobs.map((job) => unlessSilent(job, jobs, at)) };
    if (!believed) return {};
    return { jobs: jobs.map((job) => transition(job, { type: 'interrupt', at, reason: suspicion.reason })) };
  });
  // The clock beats too seldom for a doubt. A timer may come a moment early.
  if (atStake && !believed && suspicion?.since === at) setTimeout(lookAgain, DOUBT_MS + 100);
}

/** Why the notebook's downloads would stand still, by one look; null where its cell runs. */
function signOf(page: Page, raw: RawProgress, progress: Progress | null): Omit<Suspicion, 'since'> | null {
  const connection = connectionOf(page.state);
  if (connection !== 'up') {
    // Colab says so itself when it has taken the VM back, in the dialog that it then shows.
    const taken = page.dialogs.some(({ kind }) => kind === 'inactivity-disconnect');
    return { reason: taken ? 'vm-replaced' : 'disconnected', told: taken || connection === 'blocked' };
  }
  if (raw.running) return null;
  const restarted = progress !== null && progress.end === null;
  return { reason: restarted ? 'kernel-restarted' : 'cell-stopped', told: false };
}
