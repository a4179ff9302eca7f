import type { NotebookChoice } from '../messaging/messages';
import type { KnownTab } from '../messaging/shown';
import { browser } from '../platform/browser';
import { allNotebooks, findNotebook, openJobs } from '../store/read';
import type { Notebook } from '../store/schema';
import type { Target } from './add';
import { knownTabs } from './tabs';

/** What is known of a notebook by its key, from its tab or from the store; null if nothing is. */
export async function targetOf(key: string): Promise<Target | null> {
  const shown = (await knownTabs()).find(({ notebook }) => notebook === key);
  if (shown !== undefined) return shown;
  const kept = await findNotebook(key);
  return kept === undefined ? null : { notebook: kept.key, url: kept.url, title: kept.title };
}

/** The notebooks that tabs show or that have downloads to be done; the one that was looked at last comes first. */
export async function notebookChoices(): Promise<NotebookChoice[]> {
  const [tabs, notebooks, jobs] = await Promise.all([tabsByUse(), allNotebooks(), openJobs()]);
  const kept = new Map(notebooks.map((notebook) => [notebook.key, notebook]));
  const choices = new Map<string, NotebookChoice>();
  for (const { notebook, title, tabId } of tabs) {
    if (!choices.has(notebook)) choices.set(notebook, { notebook, title, tabId, ...known(kept.get(notebook)) });
  }
  const newest = new Map(jobs.map(({ notebook, createdAt }) => [notebook, createdAt]));
  for (const notebook of [...newest.keys()].toSorted((a, b) => (newest.get(b) ?? 0) - (newest.get(a) ?? 0))) {
    const { title = '' } = kept.get(notebook) ?? {};
    if (!choices.has(notebook)) choices.set(notebook, { notebook, title, tabId: null, ...known(kept.get(notebook)) });
  }
  return [...choices.values()];
}

function known(notebook: Notebook | undefined): Pick<NotebookChoice, 'consented' | 'room'> {
  return { consented: notebook?.consented ?? false, room: notebook?.room ?? { disk: null, drive: null } };
}

/** The known tabs that are still there, the one that was looked at last first. */
async function tabsByUse(): Promise<KnownTab[]> {
  const real = new Map((await browser.tabs.query({})).map((tab) => [tab.id, tab]));
  const used = ({ tabId }: KnownTab) => real.get(tabId)?.lastAccessed ?? 0;
  return (await knownTabs()).filter(({ tabId }) => real.has(tabId)).toSorted((a, b) => used(b) - used(a));
}
