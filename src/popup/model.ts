import { type Signal, signal } from '@preact/signals';
import { isLive, type Job } from '../jobs/job';
import type { Trail } from '../jobs/trail';
import { onShownChange, shownTabs } from '../messaging/shown';
import { browser } from '../platform/browser';
import { coalesced } from '../platform/coalesced';
import { onStoreChange } from '../store/changes';
import { allNotebooks, countFinished, finishedJobs, openJobs } from '../store/read';
import { trailsOf } from '../store/trails';
import { createRequests, type Requests } from '../ui/requests';
import { type NotebookSummary, summaryOf } from './notebook';

const COLAB = 'https://colab.research.google.com/';
const CLOCK_MS = 1_000;
const PAGE = 20;

/** What the popup shows. */
export interface Model extends Requests {
  tabId: number | null;
  /** The notebook of the tab; null where it shows none. */
  notebook: Signal<NotebookSummary | null>;
  /** A Colab tab whose page has not spoken to the extension yet. */
  mute: Signal<boolean>;
  /**
   * Those of the notebook, or all where the tab shows none; newest first. Of a long history only as much as is asked for:
   * reading ten thousand downloads would take longer than looking at them.
   */
  jobs: Signal<readonly Job[]>;
  /** How many are completed, of which `jobs` has the newest. */
  finished: Signal<number>;
  showMoreFinished(): void;
  /** Titles of the notebooks, where the list is of all. */
  titles: Signal<ReadonlyMap<string, string>>;
  /** Of those that run. */
  trails: Signal<ReadonlyMap<string, Trail>>;
  /** The downloads whose state has changed since the last reading, for those who hear the popup. */
  news: Signal<readonly Job[]>;
  /** Unix milliseconds, each second: countdowns run. */
  now: Signal<number>;
}

/** Finds the tab that the popup is about (`?tab=` overrides the active one), reads of it, and follows it and the store from then on. */
export async function createModel(search: string): Promise<Model> {
  const tab = await findTab(search);
  let shown = PAGE;
  const refresh = coalesced(() => read(model, tab?.url, shown));
  const model: Model = {
    ...createRequests(refresh),
    tabId: tab?.id ?? null,
    notebook: signal(null),
    mute: signal(false),
    jobs: signal([]),
    finished: signal(0),
    showMoreFinished() {
      shown += PAGE;
      void refresh();
    },
    titles: signal(new Map()),
    trails: signal(new Map()),
    news: signal([]),
    now: signal(Date.now()),
  };
  onStoreChange(() => void refresh());
  onShownChange(() => void refresh());
  setInterval(() => {
    model.now.value = Date.now();
  }, CLOCK_MS);
  await refresh();
  return model;
}

async function findTab(search: string): Promise<{ id: number; url: string | undefined } | null> {
  const given = new URLSearchParams(search).get('tab');
  const tab =
    given === null
      ? (await browser.tabs.query({ active: true, currentWindow: true }))[0]
      : await browser.tabs.get(Number(given)).catch(() => undefined);
  return tab?.id === undefined ? null : { id: tab.id, url: tab.url };
}

async function read(model: Model, url: string | undefined, shown: number): Promise<void> {
  const tab = model.tabId === null ? undefined : (await shownTabs())[model.tabId];
  const [notebook, open, done, titles] = await Promise.all([
    tab === undefined ? null : summaryOf(tab),
    openJobs(tab?.notebook),
    finishedJobs(shown, tab?.notebook),
    tab === undefined ? allNotebooks() : [],
  ]);
  const jobs = [...open.toSorted((a, b) => b.createdAt - a.createdAt), ...done];
  model.titles.value = new Map(titles.map(({ key, title }) => [key, title]));
  model.notebook.value = notebook;
  model.mute.value = notebook === null && url?.startsWith(COLAB) === true;
  const known = model.jobs.value;
  const before = new Map(known.map((job) => [job.id, job.state]));
  model.trails.value = await trailsOf(jobs.filter(isLive).map(({ id }) => id));
  model.now.value = Date.now();
  model.finished.value = Math.max(model.finished.value, done.length);
  model.jobs.value = jobs;
  const changed = jobs.filter(({ id, state }) => before.has(id) && before.get(id) !== state);
  if (changed.length > 0) model.news.value = changed;
  // Counting a long history takes longer than reading what is shown of it: the list does not wait, and progress of others
  // is no reason to count again.
  const asBefore = done.length === known.filter(({ state }) => state === 'completed').length;
  if (!asBefore || done.some(({ id }) => before.get(id) !== 'completed'))
    model.finished.value = await countFinished(tab?.notebook);
}
