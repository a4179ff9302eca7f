import { isLive, type Job } from '../jobs/job';
import type { Moment } from '../keepalive/clock';
import { type Connection, MAX_RECONNECTS, type Rules, type Step, step, wantsWatch } from '../keepalive/policy';
import type { PageIdentity } from '../messaging/messages';
import { isOnline } from '../platform/network';
import { openJobs } from '../store/read';
import type { Notebook } from '../store/schema';
import { readSettings, type Settings } from '../store/settings';
import { act } from './act';
import { editNotebook } from './edit';
import { record } from './recorder';
import type { KnownTab } from './tabs';

type PageState = PageIdentity['state'];

const HOUR_MS = 3_600_000;
/** Of this life of the worker. */
const LIFE = crypto.randomUUID();

/**
 * Whether a notebook is to be looked at with each beat of the clock: for its downloads, or for keep-alive's own sake. `shown`
 * tells whether a tab shows it: without one there is no cell to watch.
 */
export function isWatched(notebook: Notebook, jobs: readonly Job[], shown: boolean, settings: Settings): boolean {
  return needsRuntime(notebook, jobs) || wantsWatch(notebook.guard, shown, rulesOf(settings));
}

/** Whether a download runs, or waits for a planned relaunch, or for a reconnect that keep-alive may still try. */
function needsRuntime({ guard }: Notebook, jobs: readonly Job[]): boolean {
  return (
    jobs.some((job) => isLive(job) || job.relaunchAt !== null) ||
    (guard.plan.mode !== 'off' &&
      guard.reconnects < MAX_RECONNECTS &&
      jobs.some((job) => job.state === 'interrupted' && job.reason === 'disconnected'))
  );
}

/** How a page's state looks to keep-alive; `state` is a word of the page's reading. */
export function connectionOf(state: PageState): Connection {
  if (state === 'idle' || state === 'busy') return 'up';
  if (state === 'captcha' || state === 'blocked') return state;
  return state === 'disconnected' || state === 'lost' ? 'down' : 'unclear';
}

/**
 * Does for a notebook's runtime what the policy says is due now, after the store knows that it is being done. `tab` is null
 * where no tab shows the notebook: then only time passes.
 */
export async function keepAlive(key: string, tab: KnownTab | null, state: PageState): Promise<void> {
  const rules = rulesOf(await readSettings());
  const jobs = await openJobs(key);
  let due: Step['act'] = null;
  await editNotebook(key, ({ notebook }) => {
    if (notebook === undefined) return {};
    const {
      guard,
      act: decided,
      news,
    } = step(
      notebook.guard,
      {
        ...timeNow(),
        connection: tab === null ? 'unclear' : connectionOf(state),
        online: isOnline(),
        downloading: needsRuntime(notebook, jobs),
        cellRunning: state === 'busy',
      },
      rules,
    );
    due = decided;
    if (guard.status !== notebook.guard.status)
      record(key, { kind: 'keep-alive', what: guard.status, why: news ?? guard.plan.mode });
    return { notebook: { ...notebook, guard } };
  });
  if (tab === null) return;
  if (due === 'nudge') await act(tab, 'tab/nudge', null, 'keep-alive');
  if (due === 'reconnect') await act(tab, 'tab/connect', null, 'keep-alive');
}

function timeNow(): { at: Moment; local: { day: number; minute: number } } {
  const wall = Date.now();
  const local = new Date(wall);
  return {
    at: { wall, steady: performance.now(), life: LIFE },
    local: { day: local.getDay(), minute: local.getHours() * 60 + local.getMinutes() },
  };
}

export function rulesOf({ keepAliveHours, keepAliveCells, keepAliveSchedule }: Settings): Rules {
  return { budget: keepAliveHours * HOUR_MS, countCells: keepAliveCells, schedule: keepAliveSchedule };
}
