import { parseDigest } from '../jobs/digest';
import type { Job } from '../jobs/job';
import { inQueueOrder, isInQueue } from '../jobs/queue';
import { transition } from '../jobs/transition';
import { RpcError } from '../messaging/rpc';
import type { KnownTab } from '../messaging/shown';
import { browser } from '../platform/browser';
import { buildCell, type CellJob } from '../runtime/cell';
import { findNotebook, openJobs } from '../store/read';
import type { Command, Notebook } from '../store/schema';
import { readSettings, type Settings } from '../store/settings';
import { act } from './act';
import { editNotebook } from './edit';
import { serialByKey } from './serial';
import { setUp } from './setup';
import { askTab, leadingTab, openTab, pagelessTab } from './tabs';

/** A VM is allocated and booted in well under this; a command that could not be carried out by then needs the user. */
export const PATIENCE_MS = 180_000;
/** Failures that the user has to do something about; any other is tried again at the next sign of life. */
const NEEDS_USER: ReadonlySet<string> = new Set([
  'no-consent',
  'cell-edited',
  'read-only',
  'setup-failed',
  'refused',
  'signed-out',
]);
/** Nothing is started in a notebook whose user has not allowed our cell in it. */
export const NO_CONSENT = { code: 'no-consent', message: 'Lifeline may not put its cell into this notebook yet.' };

const inTurn = serialByKey();

interface Outcome {
  ok: boolean;
  code: string;
  message: string;
}

export function newCommand(at: number): Command {
  return { id: crypto.randomUUID(), overwriteEdited: false, at };
}

/** Carries out a notebook's written command, if it has one and a tab shows it. Safe to call at any time, any number of times. */
export function deliver(key: string): Promise<void> {
  return inTurn(key, async () => {
    const notebook = await findNotebook(key);
    if (notebook?.command == null) return;
    const tab = await leadingTab(key);
    if (tab === null) return;
    await settle(key, notebook.command, await attempt(tab, notebook, notebook.command));
  });
}

/**
 * Tells a notebook's page that there is work: it pushes its progress from now on, and calls the worker back if that dies. Returns
 * whether the page has heard it.
 */
export function announce({ tabId }: KnownTab, { token }: Notebook): Promise<boolean> {
  return askTab(tabId, 'tab/watch', { token }).then(
    () => true,
    () => false,
  );
}

/** Makes sure that a living tab shows the notebook: loads one whose page is gone again, or opens it if none is there but a discarded one. */
export async function openNotebook(key: string): Promise<void> {
  if ((await leadingTab(key)) !== null) return;
  const pageless = await pagelessTab(key);
  if (pageless !== undefined) return browser.tabs.reload(pageless.tabId);
  const notebook = await findNotebook(key);
  if (notebook === undefined) throw new RpcError('no-notebook', 'This notebook is no longer known.');
  await openTab(notebook);
}

/** Brings the notebook before the user's eyes. */
export async function focusNotebook(key: string): Promise<void> {
  const tab = await leadingTab(key);
  if (tab === null) return openNotebook(key);
  const { windowId } = await browser.tabs.update(tab.tabId, { active: true });
  if (windowId !== undefined) await browser.windows.update(windowId, { focused: true });
}

async function attempt(tab: KnownTab, notebook: Notebook, { overwriteEdited }: Command): Promise<Outcome> {
  const jobs = inQueueOrder((await openJobs(notebook.key)).filter(isInQueue));
  const run = jobs.some((job) => job.wanted === 'run');
  // A list that shrinks is no reason to put a cell in; a download that is to run is one to ask.
  if (!notebook.consented) return run ? { ok: false, ...NO_CONSENT } : { ok: true, code: '', message: '' };
  const settings = await readSettings();
  const { concurrency, speedLimit } = settings;
  const entries = jobs.map((job) => ({ ...entry(job), ...engineFields(settings) }));
  const text = await buildCell({ token: notebook.token, jobs: entries, concurrency, speedLimit });
  await announce(tab, notebook);
  try {
    const obstacle = run ? await setUp(tab, notebook) : null;
    if (obstacle !== null) return obstacle;
    const held = await act(
      tab,
      'tab/ensure',
      { text, overwriteEdited, run, runUntrusted: notebook.runUntrusted === true },
      'command',
    );
    if (!held.ok) return held;
    // With nothing left to run, a cell that still runs an older list is stopped: that pauses its downloads.
    const stopped = run ? held : await act(tab, 'tab/interrupt', null, 'nothing-left-to-run');
    return stopped.ok ? { ok: true, code: '', message: '' } : stopped;
  } catch (error) {
    if (error instanceof RpcError) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

async function settle(key: string, command: Command, outcome: Outcome): Promise<void> {
  const at = Date.now();
  await editNotebook(key, ({ notebook, jobs }) => {
    // A newer command took this one's place while it was under way: that one will be delivered next.
    if (notebook?.command?.id !== command.id) return {};
    if (outcome.ok) return { notebook: { ...notebook, command: null, trouble: null } };
    const { code, message } = outcome;
    if (!NEEDS_USER.has(code) && at - command.at < PATIENCE_MS)
      return { notebook: { ...notebook, trouble: { code, message } } };
    const error = { code, message, retryable: true };
    return {
      notebook: { ...notebook, command: null, trouble: null },
      jobs: jobs.map((job) => (job.state === 'starting' ? transition(job, { type: 'refuse', at, error }) : job)),
    };
  });
}

function entry({ id, url, output, checksum, headers, copyTo, unpack, wanted }: Job): CellJob {
  const digest = checksum === null ? null : parseDigest(checksum);
  return {
    id,
    url,
    output,
    ...(digest && { [digest.algorithm]: digest.hex }),
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(copyTo !== null && { copyTo }),
    ...(unpack && { unpack }),
    paused: wanted === 'pause',
  };
}

/** How the user wants downloads to be fetched; what is left to the runtime is not said. */
function engineFields({ engine, connections, tries }: Settings): Partial<CellJob> {
  return {
    ...(engine !== 'auto' && { engine }),
    ...(connections !== null && { connections }),
    ...(tries !== null && { tries }),
  };
}
