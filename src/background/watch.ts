import type { InterruptReason } from '../jobs/job';
import { relaunchDelay } from '../jobs/relaunch';
import { inTime } from '../jobs/set-back';
import { transition } from '../jobs/transition';
import { RpcError } from '../messaging/rpc';
import { browser } from '../platform/browser';
import { keepAwake } from '../platform/power';
import { allNotebooks, findNotebook, openJobs } from '../store/read';
import { readSettings } from '../store/settings';
import { announce, deliver, newCommand, PATIENCE_MS } from './delivery';
import { editNotebook } from './edit';
import { callSilent, forgetSuspicion, isClear, judge } from './judge';
import { connectionOf, isWatched, keepAlive } from './keep-alive';
import { noteFramed, testIfDue } from './page-health';
import { foldProgress } from './progress';
import { serialByKey } from './serial';
import { afterDiscard, careForTabs } from './tab-care';
import { askTab, forgetTab, knownTab, leadingTab, markCrashed, pagelessTab, shownNotebooks } from './tabs';

export const TICK_ALARM = 'tick';
/** Half a minute keeps the worker up while bytes flow (measured on Chromium 156), and is the shortest that Chrome 120 allows. */
const TICK_MINUTES = 0.5;

const inTurn = serialByKey();

/** Sees to it that the clock runs, and tabs and computer stay awake, while a notebook needs it, and only then. */
export async function keepWatch(): Promise<void> {
  const watched = new Set(await watchedNotebooks());
  if (watched.size === 0) await browser.alarms.clear(TICK_ALARM);
  else if ((await browser.alarms.get(TICK_ALARM)) === undefined)
    await browser.alarms.create(TICK_ALARM, { periodInMinutes: TICK_MINUTES });
  await careForTabs(watched);
  await keepAwake(watched.size > 0 && (await readSettings()).keepAwake);
}

/** Starts the clock if it stands, and is needed again: a record can bring a download back that nobody has relaunched. */
export async function wakeClock(): Promise<void> {
  if ((await browser.alarms.get(TICK_ALARM)) === undefined) await keepWatch();
}

/** The browser discarded a tab. */
export async function tabDiscarded(tabId: number): Promise<void> {
  const notebook = await afterDiscard(tabId, new Set(await watchedNotebooks()));
  if (notebook !== null) await interruptJobs(notebook, 'tab-discarded');
}

/** A tab was closed, or shows no notebook any more: another one that shows its notebook takes over. */
export async function tabLeft(tabId: number): Promise<void> {
  const left = await forgetTab(tabId);
  if (left === undefined) return;
  const { notebook: key } = left;
  const [next, notebook, watched] = await Promise.all([leadingTab(key), findNotebook(key), watchedNotebooks()]);
  if (next !== null && notebook !== undefined && watched.includes(key)) void announce(next, notebook);
  await look(key);
}

/** The line to a tab's page has ended. A page that is on its way elsewhere has an event of its own; of a crash only this tells. */
export async function lineBroke(tabId: number): Promise<void> {
  const [tab, real] = await Promise.all([knownTab(tabId), browser.tabs.get(tabId).catch(() => undefined)]);
  if (tab === undefined || real === undefined || real.status === 'loading' || real.discarded === true) return;
  const notebook = await findNotebook(tab.notebook);
  if (notebook === undefined || (await announce(tab, notebook))) return;
  // The tab may have been told to be elsewhere meanwhile: then it is no crash.
  if (!(await markCrashed(tabId))) return;
  if ((await leadingTab(tab.notebook)) === null) await interruptJobs(tab.notebook, 'tab-crashed');
  else await look(tab.notebook);
}

/** One beat of the clock: looks at each notebook that has work. */
export async function tick(): Promise<void> {
  await Promise.all((await watchedNotebooks()).map(look));
  await keepWatch();
}

/** Marks a notebook's live downloads as interrupted; those that had been interrupted for a vaguer reason get this one. */
export async function interruptJobs(key: string, reason: InterruptReason): Promise<void> {
  const at = Date.now();
  await editNotebook(key, ({ jobs }) => ({
    jobs: jobs.map((job) => transition(job, { type: 'interrupt', at, reason })),
  }));
}

/** A tab shows a notebook, or shows it otherwise: looks at it, if it is watched, and sees that the clock runs. */
export async function noticed(key: string): Promise<void> {
  const { releaseWhenDone } = await readSettings();
  if (releaseWhenDone || (await openJobs(key)).length > 0 || (await watchedNotebooks()).includes(key)) await look(key);
  await keepWatch();
}

/** Looks at a notebook's page once and draws the conclusions: progress, losses, commands still to deliver, keep-alive. */
export function look(key: string): Promise<void> {
  return inTurn(key, () => lookNow(key));
}

async function lookNow(key: string): Promise<void> {
  const at = Date.now();
  const { notebook } = await editNotebook(key, ({ notebook: before, jobs }) => ({
    ...(before?.command != null && before.command.at > at
      ? { notebook: { ...before, command: { ...before.command, at } } }
      : {}),
    jobs: jobs.map((job) => inTime(job, at)),
  }));
  if (notebook === undefined) return;
  const tab = await leadingTab(key);
  if (tab === null) {
    // A relaunch has just opened the notebook: its tab has not said hello yet.
    if (notebook.command === null || Date.now() - notebook.command.at > PATIENCE_MS)
      await interruptJobs(key, (await pagelessTab(key)) === undefined ? 'tab-closed' : 'tab-crashed');
    await keepAlive(key, null, null);
    return;
  }
  try {
    const page = await askTab(tab.tabId, 'tab/read', null);
    const raw = await askTab(tab.tabId, 'tab/progress', { token: notebook.token });
    const progress = await foldProgress(key, raw, { paced: false });
    await noteFramed(tab, raw.framed && raw.running);
    void testIfDue(tab);
    const { command } = notebook;
    if (command === null) await judge(key, page, raw, progress, () => void look(key));
    else forgetSuspicion(key);
    // Also while a command waits: what it waits for may be a CAPTCHA that its user should hear of.
    await keepAlive(key, tab, page);
    if (command === null) {
      if ((await readSettings()).relaunchByItself) await relaunchWhenDue(key);
    } else if (isClear(connectionOf(page.state)) || Date.now() - command.at > PATIENCE_MS) await deliver(key);
  } catch (error) {
    // The page went away while we looked, which is an event of its own; or it has crashed, and then nothing tells us but its silence.
    if (!(error instanceof RpcError)) throw error;
    await callSilent(key);
  }
}

/** Plans the relaunch of what was stopped, and carries out a plan whose time has come. */
async function relaunchWhenDue(key: string): Promise<void> {
  const at = Date.now();
  let due = false;
  await editNotebook(key, ({ notebook, jobs }) => {
    if (notebook === undefined || notebook.command !== null) return {};
    // Colab has blocked the runtime: nothing starts again but by the user's hand.
    if (notebook.guard.status === 'blocked') return {};
    due = jobs.some((job) => job.relaunchAt !== null && job.relaunchAt <= at);
    return {
      ...(due ? { notebook: { ...notebook, command: newCommand(at) } } : {}),
      jobs: jobs.map((job) => {
        if (job.relaunchAt !== null)
          return job.relaunchAt <= at ? transition(job, { type: 'launch', at, by: 'plan' }) : job;
        const delay = relaunchDelay(job, Math.random);
        return delay === null ? job : transition(job, { type: 'plan', at, due: at + delay });
      }),
    };
  });
  if (due) await deliver(key);
}

async function watchedNotebooks(): Promise<string[]> {
  const [notebooks, jobs, shown, settings] = await Promise.all([
    allNotebooks(),
    openJobs(),
    shownNotebooks(),
    readSettings(),
  ]);
  return notebooks
    .filter((notebook) => {
      const own = jobs.filter((job) => job.notebook === notebook.key);
      const { command, key } = notebook;
      // Without a tab a command waits for one to say hello, not for the clock; one that was just opened gets some time.
      const awaited = command !== null && (shown.has(key) || Date.now() - command.at < PATIENCE_MS);
      return awaited || isWatched(notebook, own, shown.has(key), settings);
    })
    .map(({ key }) => key);
}
