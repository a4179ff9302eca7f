import type { InterruptReason } from '../jobs/job';
import { type Progress, parseProgress } from '../jobs/progress';
import { relaunchDelay } from '../jobs/relaunch';
import { transition } from '../jobs/transition';
import type { Connection } from '../keepalive/policy';
import type { RawProgress } from '../messaging/messages';
import { RpcError } from '../messaging/rpc';
import { browser } from '../platform/browser';
import { keepAwake } from '../platform/power';
import { allNotebooks, findJobs, findNotebook, openJobs } from '../store/read';
import { readSettings } from '../store/settings';
import { deliver, newCommand, PATIENCE_MS } from './delivery';
import { editNotebook } from './edit';
import { connectionOf, isWatched, keepAlive } from './keep-alive';
import { noteFramed, testIfDue } from './page-health';
import { record } from './recorder';
import { serialByKey } from './serial';
import { afterDiscard, careForTabs } from './tab-care';
import { askTab, leadingTab, shownNotebooks } from './tabs';

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

/** The browser discarded a tab. */
export async function tabDiscarded(tabId: number): Promise<void> {
  const notebook = await afterDiscard(tabId, new Set(await watchedNotebooks()));
  if (notebook !== null) await interruptJobs(notebook, 'tab-discarded');
}

/** One beat of the clock: looks at each notebook that has work. */
export async function tick(): Promise<void> {
  await Promise.all((await watchedNotebooks()).map(look));
  await keepWatch();
}

/** Folds what was read of the Lifeline cell into the notebook's jobs, and records what tried to pass for it. */
export async function foldProgress(key: string, { line, foreign, ways }: RawProgress): Promise<Progress | null> {
  if (foreign > 0) record(key, { kind: 'forged', what: 'progress', why: 'not-our-token' });
  if (line === null) return null;
  const progress = await foldLine(key, line);
  if (progress !== null) recordWay(key, ways.join(' '));
  return progress;
}

/** By which ways each notebook's progress came last, in this life of the worker. */
const lastWays = new Map<string, string>();

function recordWay(key: string, ways: string): void {
  if (ways === '' || lastWays.get(key) === ways) return;
  lastWays.set(key, ways);
  record(key, { kind: 'action', what: 'progress', outcome: ways });
}

/** Folds one line into the jobs. One that is not ours, or not whole, changes nothing; neither does a record that cannot be true. */
export async function foldLine(key: string, line: string): Promise<Progress | null> {
  const at = Date.now();
  const doubts = new Set<string>();
  const others: string[] = [];
  let progress: Progress | null = null;
  await editNotebook(key, ({ notebook, jobs }) => {
    if (notebook === undefined) return {};
    progress = parseProgress(line, notebook.token);
    if (progress === null) return {};
    const { boot } = progress;
    const told = new Map(progress.jobs.map((each) => [each.job, each]));
    for (const { job, offset, size } of progress.jobs) {
      if (size !== null && offset > size) {
        doubts.add('numbers-lie');
        told.delete(job);
      } else if (!jobs.some(({ id }) => id === job)) others.push(job);
    }
    return {
      jobs: jobs.map((job) => {
        const news = told.get(job.id);
        return news === undefined ? job : transition(job, { type: 'record', at, boot, record: news });
      }),
    };
  });
  if (progress === null) doubts.add('not-ours');
  // A completed download is still in the cell's list; one of another notebook, or of nobody, has no business there.
  const known = await findJobs(others);
  if (known.some(({ notebook }) => notebook !== key) || known.length < others.length) doubts.add('unknown-job');
  for (const why of doubts) record(key, { kind: 'forged', what: 'progress', why });
  return progress;
}

/** Marks a notebook's live downloads as interrupted; those that had been interrupted for a vaguer reason get this one. */
export async function interruptJobs(key: string, reason: InterruptReason): Promise<void> {
  const at = Date.now();
  await editNotebook(key, ({ jobs }) => ({
    jobs: jobs.map((job) => transition(job, { type: 'interrupt', at, reason })),
  }));
}

/** Looks at a notebook's page once and draws the conclusions: progress, losses, commands still to deliver, keep-alive. */
export function look(key: string): Promise<void> {
  return inTurn(key, () => lookNow(key));
}

async function lookNow(key: string): Promise<void> {
  const notebook = await findNotebook(key);
  if (notebook === undefined) return;
  const tab = await leadingTab(key);
  if (tab === null) {
    // A relaunch has just opened the notebook: its tab has not said hello yet.
    if (notebook.command === null || Date.now() - notebook.command.at > PATIENCE_MS)
      await interruptJobs(key, 'tab-closed');
    await keepAlive(key, null, null);
    return;
  }
  try {
    const page = await askTab(tab.tabId, 'tab/read', null);
    const raw = await askTab(tab.tabId, 'tab/progress', { token: notebook.token });
    const progress = await foldProgress(key, raw);
    await noteFramed(tab, raw.framed && raw.running);
    void testIfDue(tab);
    const connection = connectionOf(page.state);
    if (notebook.command === null) {
      await judge(key, connection, raw, progress);
      await keepAlive(key, tab, page);
      if ((await readSettings()).relaunchByItself) await relaunchWhenDue(key);
    } else if (isClear(connection) || Date.now() - notebook.command.at > PATIENCE_MS) await deliver(key);
  } catch (error) {
    // The page went away while we looked; its going is an event of its own.
    if (!(error instanceof RpcError)) throw error;
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
      return notebook.command !== null || isWatched(notebook, own, shown.has(notebook.key), settings);
    })
    .map(({ key }) => key);
}

/** Whether the page lets anything be concluded about the runtime. */
function isClear(connection: Connection): boolean {
  return connection === 'up' || connection === 'down' || connection === 'blocked';
}

async function judge(key: string, connection: Connection, raw: RawProgress, progress: Progress | null): Promise<void> {
  if (!isClear(connection)) return;
  const at = Date.now();
  await editNotebook(key, ({ notebook, jobs }) => {
    if (notebook === undefined || notebook.command !== null) return {};
    if (connection !== 'up') {
      return {
        jobs: jobs.map((job) => transition(job, { type: 'interrupt', at, reason: 'disconnected' })),
      };
    }
    return {
      jobs: jobs.map((job) => {
        if (!raw.running) {
          const reason = progress !== null && progress.end === null ? 'kernel-restarted' : 'cell-stopped';
          const known = job.state === 'interrupted' && job.reason === 'disconnected';
          return known ? job : transition(job, { type: 'interrupt', at, reason });
        }
        const silent = job.state === 'starting' && at - (job.launchedAt ?? at) > PATIENCE_MS;
        return silent ? transition(job, { type: 'interrupt', at, reason: 'silent' }) : job;
      }),
    };
  });
}
