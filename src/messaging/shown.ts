import { browser } from '../platform/browser';
import type { PageIdentity } from './messages';

/*
 * What the background tells the faces of the tabs. Kept in `storage.session`: it outlives the service worker, and ends with the
 * browser as the tabs do. Only the background writes it, and checks before what comes from a page; the popup reads it without
 * waiting for a worker that sleeps. An update of the extension ends it too, so it is always of this version's shape.
 */

export const TABS = 'tabs';
const HEALTH = 'health ';

/**
 * Which tab shows which notebook. A job never holds a tab's id, since a discarded tab comes back under another one (measured
 * on Chromium 156).
 */
export interface KnownTab extends Omit<PageIdentity, 'notebook'> {
  notebook: string;
  tabId: number;
  /** Its page is gone, or not there yet; one that is loaded into it says hello. */
  pageless?: true;
}

/** What a tab's page cannot do for us at present. */
export interface PageHealth {
  /** Unix milliseconds of the last self-test; null before the first. */
  testedAt: number | null;
  /** Which notebook it was about: a tab may show another one since. */
  notebook: string;
  /** Actions of which no rung was there. */
  lost: string[];
  /** The cell's output stands in a frame, and no other way tells of the progress. */
  framed: boolean;
}

/** The tabs that are known to show a notebook, by their ids. */
export async function shownTabs(): Promise<Record<string, KnownTab>> {
  return ((await browser.storage.session.get(TABS))[TABS] ?? {}) as Record<string, KnownTab>;
}

export async function healthOf({ tabId, notebook }: Pick<KnownTab, 'tabId' | 'notebook'>): Promise<PageHealth> {
  const key = healthKey(tabId);
  const known = (await browser.storage.session.get(key))[key] as PageHealth | undefined;
  return known?.notebook === notebook ? known : { testedAt: null, notebook, lost: [], framed: false };
}

export function healthKey(tabId: number): string {
  return HEALTH + tabId;
}

/** Calls back when any of this has changed. */
export function onShownChange(callback: () => void): void {
  browser.storage.session.onChanged.addListener((changes) => {
    if (Object.keys(changes).some((key) => key === TABS || key.startsWith(HEALTH))) callback();
  });
}
