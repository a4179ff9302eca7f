import { isLive, type Job } from '../jobs/job';
import { needOf } from '../jobs/need';
import { type Attended, attend, type Look, type News } from '../keepalive/attend';
import { type Connection, letBe, MAX_RECONNECTS, wantsWatch } from '../keepalive/policy';
import type { PageIdentity, PageView } from '../messaging/messages';
import type { KnownTab } from '../messaging/shown';
import { isOnline } from '../platform/network';
import { finishedJobs, openJobs } from '../store/read';
import type { Notebook } from '../store/schema';
import { keepAliveRules, readSettings, type Settings } from '../store/settings';
import { act } from './act';
import { editNotebook } from './edit';
import { tell } from './keep-alive-news';
import { record } from './recorder';

const GB = 1e9;
/** Of this life of the worker. */
const LIFE = crypto.randomUUID();
/** So many of the downloads that ended last are looked at before a runtime is released. */
const RECENT = 200;

/**
 * Whether a notebook is to be looked at with each beat of the clock: for its downloads, or for keep-alive's own sake. `shown`
 * tells whether a tab shows it: without one there is no cell to watch.
 */
export function isWatched(notebook: Notebook, jobs: readonly Job[], shown: boolean, settings: Settings): boolean {
  const { guard, release } = notebook;
  return needsRuntime(notebook, jobs) || release.due !== null || wantsWatch(guard, shown, keepAliveRules(settings));
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

/** How a page's state looks to keep-alive. */
export function connectionOf(state: PageIdentity['state']): Connection {
  if (state === 'idle' || state === 'busy') return 'up';
  if (state === 'captcha' || state === 'blocked') return state;
  return state === 'disconnected' || state === 'lost' ? 'down' : 'unclear';
}

/** A refusal that is over with its cause (too many sessions, no GPU to be had), and no verdict on what the notebook does. */
function isPassing({ state, dialogs }: PageView): boolean {
  return state === 'blocked' && !dialogs.some(({ kind }) => kind === 'disallowed-disconnect');
}

/**
 * Does for a notebook's runtime what the policy says is due now, after the store knows that it is being done. Without a tab
 * that shows the notebook only time passes.
 */
export async function keepAlive(key: string, tab: KnownTab | null, page: PageView | null): Promise<void> {
  const settings = await readSettings();
  const [jobs, finished] = await Promise.all([
    openJobs(key),
    settings.releaseWhenDone ? finishedJobs(RECENT, key) : [],
  ]);
  const rules = { ...keepAliveRules(settings), release: settings.releaseWhenDone };
  let attended: Attended | null = null;
  const { notebook } = await editNotebook(key, ({ notebook: before }) => {
    if (before === undefined) return {};
    attended = attend(before, lookOf(before, page, jobs, finished), rules);
    const { guard } = attended.care;
    if (guard.status !== before.guard.status)
      record(key, { kind: 'keep-alive', what: guard.status, why: guard.plan.mode });
    return { notebook: { ...before, ...attended.care } };
  });
  if (notebook === undefined || attended === null) return;
  const { acts, news } = attended as Attended;
  for (const each of news) await announce(notebook, each);
  if (tab === null) return;
  if (acts.includes('nudge')) await act(tab, 'tab/nudge', { request: settings.keepAliveRequest }, 'keep-alive');
  if (acts.includes('reconnect')) await reconnect(tab);
  if (acts.includes('release')) await endRuntime(tab);
}

async function announce(notebook: Notebook, news: News): Promise<void> {
  record(notebook.key, { kind: 'keep-alive', what: news });
  await tell(notebook, news);
}

/** Connects again. Where Colab refuses, or nobody is signed in, only the user can help: no other try is made until then. */
async function reconnect(tab: KnownTab): Promise<void> {
  const result = await act(tab, 'tab/connect', null, 'keep-alive');
  if (result.ok || (result.code !== 'refused' && result.code !== 'signed-out')) return;
  await editNotebook(tab.notebook, ({ notebook }) =>
    notebook === undefined ? {} : { notebook: { ...notebook, guard: letBe(notebook.guard) } },
  );
}

/** Ends the runtime, and says so. Where that cannot be done it is not tried again, until another download has ended. */
async function endRuntime(tab: KnownTab): Promise<void> {
  const { ok } = await act(tab, 'tab/release', null, 'all-done');
  const { notebook } = await editNotebook(tab.notebook, ({ notebook: before }) =>
    before === undefined
      ? {}
      : { notebook: { ...before, release: { due: null, kept: Date.now() }, ...(ok ? { session: null } : {}) } },
  );
  if (notebook !== undefined) await announce(notebook, ok ? 'released' : 'not-released');
}

function lookOf(notebook: Notebook, page: PageView | null, jobs: readonly Job[], finished: readonly Job[]): Look {
  const wall = Date.now();
  const local = new Date(wall);
  const unseenSince = notebook.guard.seenAt?.wall ?? notebook.awaySince ?? wall;
  const begun = Math.min(unseenSince, notebook.session?.since ?? wall);
  return {
    at: { wall, steady: performance.now(), life: LIFE },
    local: { day: local.getDay(), minute: local.getHours() * 60 + local.getMinutes() },
    connection: page === null || isPassing(page) ? 'unclear' : connectionOf(page.state),
    online: isOnline(),
    downloading: needsRuntime(notebook, jobs),
    cellRunning: page?.state === 'busy',
    boot: page?.layers.pageObject === true ? page.vm : (lastHeard(jobs)?.boot ?? null),
    lasts: page?.lasts ?? null,
    free: page?.disk ? (page.disk.totalGb - page.disk.usedGb) * GB : null,
    need: needOf(jobs),
    doneAt: doneAt(
      jobs,
      finished.filter(({ finishedAt }) => (finishedAt ?? 0) >= begun),
    ),
    unseenSince,
  };
}

function lastHeard(jobs: readonly Job[]): Job | undefined {
  return jobs.toSorted((a, b) => (a.heardAt ?? 0) - (b.heardAt ?? 0)).at(-1);
}

/** When the last of the `finished` downloads ended, if nothing is open and each was checked against something. */
function doneAt(open: readonly Job[], finished: readonly Job[]): number | null {
  const sure = open.length === 0 && finished.every(({ verified }) => verified !== null && verified !== 'none');
  return sure ? (finished[0]?.finishedAt ?? null) : null;
}
