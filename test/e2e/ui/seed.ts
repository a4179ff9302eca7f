import type { Page } from '@playwright/test';
import { createJob, type Job } from '../../../src/jobs/job';
import { newGuard } from '../../../src/keepalive/guard';
import type { Notebook } from '../../../src/store/schema';
import type { ExtensionBrowser } from '../support/extension';

/** Jobs with what the test is about, all else as it is when a job is made. */
export function job(changes: Partial<Job> & { id: string }): Job {
  const url = `https://example.org/${changes.id}`;
  const made = {
    ...createJob({ id: changes.id, notebook: 'drive:abc', url, output: '', sha256: null, at: 1 }),
    ...changes,
  };
  return made.state === 'completed' ? { ...made, finishedAt: made.finishedAt ?? made.createdAt } : made;
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

/** Writes what the background would have written, from a page of the extension. The popup then opens on it. */
export async function seed(extension: Page, state: { jobs?: Job[]; notebooks?: Notebook[] }): Promise<void> {
  await extension.evaluate(async ({ jobs = [], notebooks = [] }) => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error));
      });
    const db = await done(indexedDB.open('lifeline'));
    const tx = db.transaction(['jobs', 'notebooks'], 'readwrite');
    tx.objectStore('jobs').clear();
    tx.objectStore('notebooks').clear();
    for (const each of jobs) {
      tx.objectStore('jobs').put(each.state === 'completed' ? each : { ...each, openIn: each.notebook });
    }
    for (const each of notebooks) tx.objectStore('notebooks').put(each);
    await new Promise((resolve) => {
      tx.addEventListener('complete', resolve);
    });
    db.close();
    new BroadcastChannel('lifeline-store').postMessage(null);
  }, state);
}

/** Opens a tab that the extension takes for one of `notebook`: no page of Colab is needed to look at the popup. */
export async function pretendTab(browser: ExtensionBrowser, known: Notebook, state = 'busy'): Promise<Page> {
  const tab = await browser.context.newPage();
  // A tab whose address the extension may know without any permission: one of its own files.
  await tab.goto(`chrome-extension://${browser.id}/icons/icon.svg`);
  const tabId = await browser.tabId(tab);
  const { key, url, title } = known;
  await (await browser.worker()).evaluate(
    async (entry) => {
      await chrome.storage.session.clear();
      await chrome.storage.session.set({ tabs: { [entry.tabId]: entry } });
    },
    {
      tabId,
      notebook: key,
      url,
      title,
      state,
    },
  );
  return tab;
}
