import { createJob, type Job } from '../jobs/job';
import { checkJobInput, type FieldProblems } from '../jobs/new-job';
import { transition } from '../jobs/transition';
import type { KeepAliveMode } from '../keepalive/policy';
import type { AddResult, ImportReport } from '../messaging/messages';
import { RpcError } from '../messaging/rpc';
import { allJobs, allNotebooks, findJob, findNotebook, openJobs } from '../store/read';
import type { Notebook } from '../store/schema';
import { readSettings, writeSettings } from '../store/settings';
import { exportText, parseImport } from '../store/transfer';
import { mergeTransfer } from '../store/write';
import { act } from './act';
import { deliver, newCommand, openNotebook } from './delivery';
import { editNotebook } from './edit';
import { type KnownTab, knownTab } from './tabs';
import { keepWatch } from './watch';

/*
 * What the user asks for. Each command is written to the store, together with what it changes, before anything acts on it:
 * a worker that dies in between finds it there and delivers it again.
 */

export async function addDownload(
  tabId: number,
  id: string,
  input: { url: string; output: string; sha256: string },
  consent: boolean,
): Promise<AddResult> {
  const tab = await knownTab(tabId);
  if (tab === undefined) return { refused: 'no-notebook' };
  if (!consent && (await findNotebook(tab.notebook))?.consented !== true) return { refused: 'consent-needed' };
  const repeated = await findJob(id);
  if (repeated !== undefined) {
    await start(repeated.notebook);
    return { added: repeated };
  }
  let result: AddResult = { refused: 'no-notebook' };
  await editNotebook(tab.notebook, ({ notebook, jobs }) => {
    const checked = checkJobInput(input, jobs);
    if (!checked.ok) {
      result = { problems: checked.problems };
      return {};
    }
    const at = Date.now();
    const created = createJob({ id, notebook: tab.notebook, ...checked.value, at });
    const added = transition(created, { type: 'launch', at, by: 'user' });
    result = { added };
    return { notebook: { ...(notebook ?? newNotebook(tab)), consented: true, command: newCommand(at) }, jobs: [added] };
  });
  if ('added' in result) await start(tab.notebook);
  return result;
}

/** Relaunches a job, and with it all that was interrupted in its notebook, since one cell carries them. */
export async function relaunch(id: string, overwriteEdited: boolean): Promise<void> {
  const { notebook } = await existingJob(id);
  await launch(notebook, overwriteEdited, (job) => job.id === id || job.state === 'interrupted');
}

/** Relaunches all that was interrupted in a notebook. */
export function relaunchNotebook(key: string): Promise<void> {
  return launch(key, false, (job) => job.state === 'interrupted');
}

async function launch(key: string, overwriteEdited: boolean, chosen: (job: Job) => boolean): Promise<void> {
  const at = Date.now();
  await editNotebook(key, ({ notebook, jobs }) => ({
    notebook: { ...existing(notebook), command: { ...newCommand(at), overwriteEdited } },
    jobs: jobs.map((job) => (chosen(job) ? transition(job, { type: 'launch', at, by: 'user' }) : job)),
  }));
  await openNotebook(key);
  await start(key);
}

export async function pause(id: string): Promise<void> {
  const { notebook: key } = await existingJob(id);
  const at = Date.now();
  await editNotebook(key, ({ notebook, jobs }) => ({
    notebook: { ...existing(notebook), command: newCommand(at) },
    jobs: jobs.map((job) => (job.id === id ? transition(job, { type: 'pause', at }) : job)),
  }));
  await start(key);
}

/**
 * Gives a download a fresh address for the same file, as when a signed one has expired, and relaunches it. The runtime goes
 * on from what it has only if size and content agree with the new address; else it starts over and says so.
 */
export async function replaceLink(id: string, url: string): Promise<FieldProblems | null> {
  const { notebook: key } = await existingJob(id);
  const at = Date.now();
  let problems: FieldProblems | null = null;
  await editNotebook(key, ({ notebook, jobs }) => {
    const job = jobs.find((open) => open.id === id);
    if (job === undefined) return {};
    const others = jobs.filter((open) => open !== job);
    const checked = checkJobInput({ url, output: job.output, sha256: job.sha256 ?? '' }, others);
    if (!checked.ok) {
      problems = checked.problems;
      return {};
    }
    const replaced = transition({ ...job, url: checked.value.url }, { type: 'launch', at, by: 'user' });
    return { notebook: { ...existing(notebook), command: newCommand(at) }, jobs: [replaced] };
  });
  if (problems !== null) return problems;
  await openNotebook(key);
  await start(key);
  return null;
}

export async function pauseAll(): Promise<void> {
  const at = Date.now();
  for (const key of await notebooksWith((job) => job.wanted === 'run')) {
    await editNotebook(key, ({ notebook, jobs }) => ({
      notebook: { ...existing(notebook), command: newCommand(at) },
      jobs: jobs.map((job) => transition(job, { type: 'pause', at })),
    }));
    await start(key);
  }
}

/** Relaunches all that is paused or was interrupted, in every notebook; opens those that no tab shows. */
export async function resumeAll(): Promise<void> {
  const stopped = (job: Job) => job.state === 'paused' || job.state === 'interrupted';
  for (const key of await notebooksWith(stopped)) await launch(key, false, stopped);
}

async function notebooksWith(chosen: (job: Job) => boolean): Promise<string[]> {
  return [...new Set((await openJobs()).filter(chosen).map((job) => job.notebook))];
}

/** Takes a download off the list. What it has in the VM stays there. */
export async function remove(id: string): Promise<void> {
  const job = await findJob(id);
  if (job === undefined) return;
  await editNotebook(job.notebook, ({ notebook, jobs }) => ({
    ...(notebook !== undefined && jobs.some((open) => open.id === id)
      ? { notebook: { ...notebook, command: newCommand(Date.now()) } }
      : {}),
    remove: [id],
  }));
  await start(job.notebook);
}

/** Takes the Lifeline cell out of the notebook. The next download asks again before it puts one in. */
export async function removeCell(tabId: number): Promise<void> {
  const tab = await knownTab(tabId);
  if (tab === undefined) throw new RpcError('no-notebook', 'This tab shows no notebook.');
  const removed = await act(tab, 'tab/remove-cell', null, 'user');
  if (!removed.ok) throw new RpcError(removed.code, removed.message);
  await editNotebook(tab.notebook, ({ notebook }) =>
    notebook === undefined ? {} : { notebook: { ...notebook, consented: false } },
  );
}

export async function setKeepAlive(tabId: number, mode: KeepAliveMode): Promise<void> {
  const tab = await knownTab(tabId);
  if (tab === undefined) throw new RpcError('no-notebook', 'This tab shows no notebook.');
  await editNotebook(tab.notebook, ({ notebook }) => ({
    notebook: { ...(notebook ?? newNotebook(tab)), keepAlive: mode },
  }));
}

/** All downloads, notebooks and settings as the text of a file. */
export async function exportAll(): Promise<string> {
  return exportText(await allJobs(), await allNotebooks(), await readSettings());
}

/** Adds an exported file's downloads and takes over its settings. A file that is refused changes nothing. */
export async function importAll(text: string): Promise<ImportReport> {
  const imported = parseImport(text);
  if (!imported.ok) return { problem: imported.problem };
  const added = await mergeTransfer(imported.value, ({ key, url, title }) =>
    newNotebook({ notebook: key, url, title }),
  );
  await writeSettings(imported.value.settings);
  return { added, leftOut: imported.leftOut };
}

/** Starts what the store says, without making the caller wait for the notebook: the faces follow the store. */
async function start(key: string): Promise<void> {
  await keepWatch();
  void deliver(key);
}

async function existingJob(id: string): Promise<Job> {
  const job = await findJob(id);
  if (job === undefined) throw new RpcError('no-job', 'This download is no longer in the list.');
  return job;
}

function existing(notebook: Notebook | undefined): Notebook {
  if (notebook === undefined) throw new RpcError('no-notebook', 'This notebook is no longer known.');
  return notebook;
}

function newNotebook({ notebook: key, url, title }: Pick<KnownTab, 'notebook' | 'url' | 'title'>): Notebook {
  return {
    key,
    url,
    title,
    token: crypto.randomUUID(),
    consented: false,
    keepAlive: 'while-working',
    lastNudgeAt: null,
    lastReconnectAt: null,
    downSince: null,
    reconnects: 0,
    command: null,
    trouble: null,
  };
}
