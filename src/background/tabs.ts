import * as v from 'valibot';
import type { Request, TabProtocol } from '../messaging/messages';
import { call, RpcError } from '../messaging/rpc';
import { acted, cellList, ensured, pageReading, rawProgress, selfTest, setUp } from '../messaging/schemas';
import { type KnownTab, shownTabs, TABS } from '../messaging/shown';
import { browser } from '../platform/browser';
import type { Notebook } from '../store/schema';

let last: Promise<unknown> = Promise.resolve();

/** Reads, changes and writes the directory; one change after the other. */
function change<T>(edit: (tabs: Record<string, KnownTab>) => T): Promise<T> {
  const next = last.then(async () => {
    const tabs = await shownTabs();
    const before = JSON.stringify(tabs);
    const result = edit(tabs);
    // Most tabs that are closed show no notebook: no face has to read again for them.
    if (JSON.stringify(tabs) !== before) await browser.storage.session.set({ [TABS]: tabs });
    return result;
  });
  last = next.catch(() => undefined);
  return next;
}

export function rememberTab(tab: KnownTab): Promise<void> {
  return change((tabs) => {
    tabs[tab.tabId] = tab;
  });
}

/** Notes that the page of a tab has crashed; false if the tab is known no more. */
export function markCrashed(tabId: number): Promise<boolean> {
  return change((tabs) => {
    const tab = tabs[tabId];
    if (tab === undefined) return false;
    tabs[tabId] = { ...tab, state: 'unknown', dialog: null, pageless: true };
    return true;
  });
}

/** Returns what the tab had shown, if that was known. */
export function forgetTab(tabId: number): Promise<KnownTab | undefined> {
  return change((tabs) => {
    const before = tabs[tabId];
    delete tabs[tabId];
    return before;
  });
}

/** A discarded or prerendered tab was replaced by one with another id. */
export function renameTab(from: number, to: number): Promise<void> {
  return change((tabs) => {
    const tab = tabs[from];
    if (tab === undefined) return;
    delete tabs[from];
    tabs[to] = { ...tab, tabId: to };
  });
}

export async function knownTab(tabId: number): Promise<KnownTab | undefined> {
  return (await shownTabs())[tabId];
}

/** Tabs that show a notebook, the longest known first: that one leads. */
async function tabsOf(notebook: string): Promise<KnownTab[]> {
  return (await knownTabs()).filter((tab) => tab.notebook === notebook);
}

/** All tabs that show a notebook, as far as is known. */
export async function knownTabs(): Promise<KnownTab[]> {
  return Object.values(await shownTabs());
}

/** The notebooks that tabs show. */
export async function shownNotebooks(): Promise<ReadonlySet<string>> {
  return new Set((await knownTabs()).map(({ notebook }) => notebook));
}

/** The tab that speaks for a notebook: the first known that still exists and has a page; null if there is none. */
export async function leadingTab(notebook: string): Promise<KnownTab | null> {
  for (const tab of await tabsOf(notebook)) {
    const real = await browser.tabs.get(tab.tabId).catch(() => undefined);
    if (real === undefined) await forgetTab(tab.tabId);
    else if (real.discarded !== true && tab.pageless !== true) return tab;
  }
  return null;
}

/** A tab of a notebook that has no page to show it: it crashed, or is not loaded yet. */
export async function pagelessTab(notebook: string): Promise<KnownTab | undefined> {
  return (await tabsOf(notebook)).find(({ pageless }) => pageless);
}

const BY_TAB = 'tab:';

/**
 * The key of a tab's notebook. A scratchpad has no identity of its own and is known by its tab: by its first one, where `before`
 * tells that the tab took over from another.
 */
export function notebookKeyOf(notebook: string | null, tabId: number, before: KnownTab | undefined): string {
  if (notebook !== null) return notebook;
  return before?.notebook.startsWith(BY_TAB) ? before.notebook : BY_TAB + tabId;
}

/** Opens a notebook in a new tab. Where only its tab told it from others, the new one stands for that from now on. */
export async function openTab({ key, url, title }: Pick<Notebook, 'key' | 'url' | 'title'>): Promise<void> {
  const { id: tabId } = await browser.tabs.create({ url });
  if (tabId !== undefined && key.startsWith(BY_TAB))
    await rememberTab({ tabId, notebook: key, url, title, state: 'unknown', dialog: null, pageless: true });
}

export const answers = {
  'tab/read': pageReading,
  'tab/progress': rawProgress,
  'tab/ensure': ensured,
  'tab/list': cellList,
  'tab/interrupt': acted,
  'tab/remove-cell': acted,
  'tab/connect': acted,
  'tab/nudge': acted,
  'tab/setup': setUp,
  'tab/heartbeat': acted,
  'tab/release': acted,
  'tab/watch': v.null(),
  'tab/self-test': selfTest,
} satisfies Record<keyof TabProtocol, v.GenericSchema>;

/**
 * Asks the content script in a tab's top frame, and checks what comes back: it read it from a page.
 * Rejects with `RpcError`: `unreachable` where no content script answers, else the code of its own failure.
 */
export async function askTab<Kind extends keyof TabProtocol>(
  tabId: number,
  kind: Kind,
  payload: TabProtocol[Kind]['input'],
): Promise<v.InferOutput<(typeof answers)[Kind]>> {
  const send = (request: Request) => browser.tabs.sendMessage(tabId, request, { frameId: 0 });
  const answer = await call<TabProtocol, Kind>(send, kind, payload);
  const parsed = v.safeParse(answers[kind], answer);
  if (!parsed.success) throw new RpcError('bad-answer', `${kind}: ${parsed.issues[0].message}`);
  return parsed.output;
}
