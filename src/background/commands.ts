import type { Job, Priority } from '../jobs/job';
import { checkJobInput, type FieldProblems } from '../jobs/new-job';
import { inQueueOrder, moved } from '../jobs/queue';
import { awaitsConsent, canRelaunch } from '../jobs/relaunch';
import { transition } from '../jobs/transition';
import { renewed } from '../keepalive/guard';
import { RpcError } from '../messaging/rpc';
import { findJobs, findNotebook } from '../store/read';
import type { Command, Notebook } from '../store/schema';
import { announce, deliver, NO_CONSENT, newCommand, openNotebook } from './delivery';
import { editNotebook } from './edit';
import { existing } from './notebook';
import { leadingTab } from './tabs';
import { keepWatch } from './watch';

/*
 * What the user asks for. Each command is written to the store, together with what it changes, before anything acts on it:
 * a worker that dies in between finds it there and delivers it again.
 */

/** What the user was asked before a relaunch, and has said yes to. */
interface Said {
  /** Our cell may be written over what they changed in it. */
  overwriteEdited: boolean;
  /** Our cell may be put into the notebook. */
  consent: boolean;
}

/** Relaunches some downloads, and with them all that was interrupted in their notebooks, since one cell carries them. */
export async function relaunch(ids: readonly string[], said: Said): Promise<void> {
  const chosen = new Set(ids);
  for (const key of await notebooksOf(ids))
    await launch(key, said, (job) => chosen.has(job.id) || job.state === 'interrupted' || awaitsConsent(job));
}

/** Relaunches all in a notebook that a relaunch can help. */
export function relaunchNotebook(key: string): Promise<void> {
  return launch(key, { overwriteEdited: false, consent: false }, canRelaunch);
}

async function launch(key: string, { overwriteEdited, consent }: Said, chosen: (job: Job) => boolean): Promise<void> {
  const at = Date.now();
  const { notebook: known } = await editNotebook(key, ({ notebook, jobs }) => {
    const before = existing(notebook);
    const consented = before.consented || consent;
    const after = jobs.map((job) => (chosen(job) ? transition(job, { type: 'launch', at, by: 'user' }) : job));
    // Imported downloads, or those of a notebook whose user took our cell out: nothing is opened before the question is answered.
    if (!consented) return { jobs: after.map((job, n) => (job === jobs[n] ? job : withoutConsent(job, at))) };
    return { notebook: { ...launched(before, { ...newCommand(at), overwriteEdited }), consented }, jobs: after };
  });
  if (known?.consented !== true) return;
  await openNotebook(key);
  await start(key);
}

function withoutConsent(job: Job, at: number): Job {
  return transition(job, { type: 'refuse', at, error: { ...NO_CONSENT, retryable: true } });
}

export async function pause(ids: readonly string[]): Promise<void> {
  const chosen = new Set(ids);
  const at = Date.now();
  for (const key of await notebooksOf(ids))
    await changeList(key, (jobs) =>
      jobs.map((job) => (chosen.has(job.id) ? transition(job, { type: 'pause', at }) : job)),
    );
}

/**
 * Gives a download a fresh address for the same file, as when a signed one has expired, and relaunches it. The runtime goes
 * on from what it has only if size and content agree with the new address; else it starts over and says so.
 */
export async function replaceLink(id: string, url: string): Promise<FieldProblems | null> {
  const [key] = await notebooksOf([id]);
  if (key === undefined) return null;
  const at = Date.now();
  let problems: FieldProblems | null = null;
  await editNotebook(key, ({ notebook, jobs }) => {
    const job = jobs.find((open) => open.id === id);
    if (job === undefined) return {};
    const others = jobs.filter((open) => open !== job);
    // To the very file that it was filling: another address may give another name, and what has come would lie under the old one.
    const output = job.offset > 0 ? (job.path ?? job.output) : job.output;
    const checked = checkJobInput({ url, output, checksum: job.checksum ?? '' }, others);
    if (!checked.ok) {
      problems = checked.problems;
      return {};
    }
    const replaced = transition(
      { ...job, url: checked.value.url, output: checked.value.output },
      { type: 'launch', at, by: 'user' },
    );
    return { notebook: launched(existing(notebook), newCommand(at)), jobs: [replaced] };
  });
  if (problems !== null) return problems;
  await openNotebook(key);
  await start(key);
  return null;
}

/** Puts a download right before another one in its notebook's queue, or behind all (null). */
export async function move(id: string, before: string | null): Promise<void> {
  for (const key of await notebooksOf([id])) await changeList(key, (jobs) => moved(jobs, id, before));
}

export async function setPriority(ids: readonly string[], priority: Priority): Promise<void> {
  const chosen = new Set(ids);
  for (const key of await notebooksOf(ids)) {
    await changeList(key, (jobs) =>
      jobs.map((job) => (chosen.has(job.id) && job.priority !== priority ? { ...job, priority } : job)),
    );
  }
}

/** Takes downloads off the list. What they have in the VM stays there. */
export async function remove(ids: readonly string[]): Promise<void> {
  const jobs = await findJobs(ids);
  for (const key of new Set(jobs.map((job) => job.notebook))) {
    const removed = jobs.filter((job) => job.notebook === key).map(({ id }) => id);
    await editNotebook(key, ({ notebook, jobs: open }) => ({
      ...(notebook !== undefined && open.some(({ id }) => removed.includes(id))
        ? { notebook: { ...notebook, command: newCommand(Date.now()) } }
        : {}),
      remove: removed,
    }));
    await start(key);
  }
}

/** Changes a notebook's open downloads. Its page is told if the cell would read otherwise. */
async function changeList(key: string, change: (jobs: Job[]) => Job[]): Promise<void> {
  await editNotebook(key, ({ notebook, jobs }) => {
    const changed = change(jobs);
    return listOf(changed) === listOf(jobs)
      ? { jobs: changed }
      : { notebook: { ...existing(notebook), command: newCommand(Date.now()) }, jobs: changed };
  });
  await start(key);
}

/** What a cell says of these downloads, as far as a change of order or of a pause goes. */
function listOf(jobs: readonly Job[]): string {
  return inQueueOrder(jobs)
    .map(({ id, wanted }) => `${id} ${wanted}`)
    .join();
}

/** A notebook in which the user has just had something started. */
export function launched(notebook: Notebook, command: Command): Notebook {
  return { ...notebook, command, guard: renewed(notebook.guard), awaySince: command.at };
}

/**
 * Starts what the store says, without making the caller wait for the notebook: the faces follow the store. Before the caller hears
 * that all is well, the page and the clock know of it: one of them starts a new worker if this one dies over it.
 */
export async function start(key: string): Promise<void> {
  await keepWatch();
  const [tab, notebook] = await Promise.all([leadingTab(key), findNotebook(key)]);
  if (tab !== null && notebook !== undefined && notebook.command !== null) void announce(tab, notebook);
  void deliver(key);
}

/** The notebooks of these downloads. Rejects if none of them is left. */
async function notebooksOf(ids: readonly string[]): Promise<Set<string>> {
  const found = await findJobs(ids);
  if (found.length === 0) throw new RpcError('no-job', 'This download is no longer in the list.');
  return new Set(found.map((job) => job.notebook));
}
