import type { Page } from '@playwright/test';
import type { DialogReading } from '../../../src/colab/notebook-page';
import { createJob, type Job } from '../../../src/jobs/job';
import type { Trail } from '../../../src/jobs/trail';
import { newGuard } from '../../../src/keepalive/guard';
import type { Notebook } from '../../../src/store/schema';
import type { ExtensionBrowser } from '../support/extension';

/** Jobs with what the test is about, all else as it is when a job is made. */
export function job(changes: Partial<Job> & { id: string }): Job {
  const url = `https://example.org/${changes.id}`;
  const made = {
    ...createJob({ id: changes.id, notebook: 'drive:abc', url, output: '', checksum: null, at: 1 }),
    ...changes,
  };
  return made.state === 'completed' ? { ...made, finishedAt: made.finishedAt ?? Date.now() } : made;
}

export function notebook(changes: Partial<Notebook> = {}): Notebook {
  return {
    key: 'drive:abc',
    url: 'https://colab.research.google.com/drive/abc',
    title: 'Train the model.ipynb',
    token: 'token',
    consented: true,
    guard: newGuard({ mode: 'while-working' }),
    session: null,
    setup: { enabled: false, doneOn: null },
    release: { due: null, kept: null },
    awaySince: null,
    command: null,
    trouble: null,
    ...changes,
  };
}

/** A download's way over the last `minutes`, to `offset`: with bursts and a short stall, as real ones have. */
export function trailTo(offset: number, now: number, minutes = 12): Trail {
  const count = 120;
  const rates = Array.from({ length: count }, (_, n) =>
    n > 70 && n < 76 ? 0 : 1 + 0.35 * Math.sin(n / 7) + 0.2 * Math.sin(n * 1.7) + (n % 17 === 0 ? 0.5 : 0),
  );
  const sum = rates.reduce((total, rate) => total + rate, 0);
  let done = 0;
  return rates.map((rate, n) => {
    done += rate;
    return [Math.round(now - (count - 1 - n) * ((minutes * 60_000) / count)), Math.round((offset * done) / sum)];
  });
}

/** Writes what the background would have written, from a page of the extension. The popup then opens on it. */
export async function seed(
  extension: Page,
  state: { jobs?: Job[]; notebooks?: Notebook[]; trails?: Record<string, Trail> },
): Promise<void> {
  await extension.evaluate(async ({ jobs = [], notebooks = [], trails = {} }) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error));
      });
    const db = await done(indexedDB.open('lifeline'));
    const tx = db.transaction(['jobs', 'notebooks', 'trails'], 'readwrite');
    tx.objectStore('jobs').clear();
    tx.objectStore('notebooks').clear();
    for (const each of jobs) {
      tx.objectStore('jobs').put(each.state === 'completed' ? each : { ...each, openIn: each.notebook });
    }
    for (const [id, trail] of Object.entries(trails)) tx.objectStore('trails').put(trail, id);
    for (const each of notebooks) tx.objectStore('notebooks').put(each);
    await new Promise((resolve) => {
      tx.addEventListener('complete', resolve);
    });
    db.close();
    new BroadcastChannel('lifeline-store').postMessage(null);
  }, state);
}

/** What a page wants of its user. */
export interface PageNeeds {
  dialog: DialogReading | null;
  lost: readonly string[];
  framed: boolean;
}

/** What the background knows of tabs that show a notebook. */
export async function shownIn(browser: ExtensionBrowser): Promise<unknown> {
  return (await browser.worker()).evaluate(async () => (await chrome.storage.session.get('tabs')).tabs ?? {});
}

/** Opens a tab that the extension takes for one of `notebook`: no page of Colab is needed to look at the popup. */
export async function pretendTab(
  browser: ExtensionBrowser,
  known: Notebook,
  state = 'busy',
  { dialog = null, lost = [], framed = false }: Partial<PageNeeds> = {},
): Promise<Page> {
  const tab = await browser.context.newPage();
  // A tab whose address the extension may know without any permission: one of its own files.
  await tab.goto(`chrome-extension://${browser.id}/icons/icon.svg`);
  const tabId = await browser.tabId(tab);
  const { key, url, title } = known;
  await (await browser.worker()).evaluate(
    async ({ health, ...entry }) => {
      // The session has begun, and stays so: a worker that starts again takes nothing for ended.
      const begun = await chrome.storage.session.get('session-begun');
      await chrome.storage.session.clear();
      await chrome.storage.session.set({
        ...begun,
        tabs: { [entry.tabId]: entry },
        [`health ${entry.tabId}`]: health,
      });
    },
    {
      tabId,
      notebook: key,
      url,
      title,
      state,
      dialog,
      health: { testedAt: 1, notebook: key, lost, framed },
    },
  );
  return tab;
}
