import * as v from 'valibot';
import { browser } from '../platform/browser';
import { forgetTab, knownTabs, renameTab } from './tabs';

/*
 * The browser may discard a hidden tab to save memory, and with it the page that keeps the runtime. It is asked not to while
 * a notebook is watched, and may again afterwards. That is best effort: an explicit discard goes through all the same
 * (measured on Chromium 156), so a tab that was discarded over work is loaded again.
 */

/**
 * Ids of the tabs that were taken out of the browser's hands. Not in `storage.session`, which an update of the extension ends: the
 * tabs live on. An id that is left over from an earlier browser session is of no tab, or of one that gets what it has already.
 */
const KEY = 'kept-tabs';

let last: Promise<unknown> = Promise.resolve();

/** One change of the list after the other. */
function inTurn(task: () => Promise<void>): Promise<void> {
  const next = last.then(task);
  last = next.catch(() => undefined);
  return next;
}

/** Lets the browser discard every tab but those of `watched` notebooks. Safe to repeat. */
export function careForTabs(watched: ReadonlySet<string>): Promise<void> {
  return inTurn(async () => {
    const kept = await keptTabs();
    const wanted = (await knownTabs()).filter(({ notebook }) => watched.has(notebook)).map(({ tabId }) => tabId);
    const [added, dropped] = [wanted.filter((id) => !kept.includes(id)), kept.filter((id) => !wanted.includes(id))];
    if (added.length === 0 && dropped.length === 0) return;
    const taken = await Promise.all(added.map(async (id) => ((await isDiscardable(id)) ? [id] : [])));
    for (const id of taken.flat()) await setDiscardable(id, false);
    for (const id of dropped) await setDiscardable(id, true);
    await browser.storage.local.set({ [KEY]: [...kept.filter((id) => !dropped.includes(id)), ...taken.flat()] });
  });
}

/** A discarded or prerendered tab has come back under another id: it shows the same, and is still ours to give back. */
export async function tabReplaced(from: number, to: number): Promise<void> {
  await Promise.all([
    renameTab(from, to),
    inTurn(async () => {
      const kept = await keptTabs();
      await browser.storage.local.set({ [KEY]: kept.map((id) => (id === from ? to : id)) });
    }),
  ]);
}

/** Loads a discarded tab again, without bringing it to the front, if its notebook is `wanted`. Returns that notebook. */
export async function afterDiscard(tabId: number, wanted: ReadonlySet<string>): Promise<string | null> {
  const tab = await forgetTab(tabId);
  if (tab === undefined) return null;
  if (wanted.has(tab.notebook)) await browser.tabs.reload(tabId).catch(() => undefined);
  return tab.notebook;
}

async function keptTabs(): Promise<number[]> {
  const parsed = v.safeParse(v.array(v.number()), (await browser.storage.local.get(KEY))[KEY]);
  return parsed.success ? parsed.output : [];
}

/** A tab that its user has made undiscardable stays so: it is not ours to give back. */
async function isDiscardable(tabId: number): Promise<boolean> {
  const tab = await browser.tabs.get(tabId).catch(() => undefined);
  return tab?.autoDiscardable === true;
}

async function setDiscardable(tabId: number, autoDiscardable: boolean): Promise<void> {
  // A tab that is closed meanwhile needs nothing.
  await browser.tabs.update(tabId, { autoDiscardable }).catch(() => undefined);
}
