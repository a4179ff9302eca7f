import { expect } from '@playwright/test';
import type { Job } from '../../../src/jobs/job';
import type { Notebook } from '../../../src/store/schema';
import type { ExtensionBrowser } from './extension';

/* What tests of keep-alive do to the worker's clock, and see of what it has stored and told. */

/** Pushes the worker's wall clock by `seconds`, back if negative. Its steady clock, as on a machine that slept, is not. */
export async function pushClock(browser: ExtensionBrowser, seconds: number): Promise<void> {
  const worker = await browser.worker();
  await worker.evaluate((by) => {
    const scope = self as unknown as { realNow?: () => number; pushed?: number };
    scope.realNow ??= Date.now.bind(Date);
    scope.pushed = (scope.pushed ?? 0) + by * 1000;
    const { realNow } = scope;
    Date.now = () => realNow() + (scope.pushed ?? 0);
  }, seconds);
}

/**
 * Lets the worker's alarm ring once, with `wait` until the notebook was looked at. The runtime's own clock is not pushed with the
 * worker's: it speaks every few real seconds, which are hours here, and would count as silent. So a download that was heard of
 * `pushed` seconds ago counts as just heard.
 */
export async function ring(browser: ExtensionBrowser, { pushed, wait }: { pushed: number; wait: boolean }) {
  const worker = await browser.worker();
  const now = await worker.evaluate(async (by) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('lifeline');
      opening.addEventListener('success', () => resolve(opening.result));
      opening.addEventListener('error', () => reject(new Error(String(opening.error))));
    });
    await new Promise<void>((resolve, reject) => {
      const changing = db.transaction('jobs', 'readwrite');
      const cursor = changing.objectStore('jobs').openCursor();
      cursor.addEventListener('success', () => {
        if (cursor.result === null) return;
        const job = cursor.result.value as Job;
        if (job.heardAt !== null) cursor.result.update({ ...job, heardAt: job.heardAt + by * 1000 });
        cursor.result.continue();
      });
      changing.addEventListener('complete', () => resolve());
      changing.addEventListener('abort', () => reject(new Error(String(changing.error))));
    });
    db.close();
    const at = Date.now();
    const alarms = chrome.alarms.onAlarm as unknown as { dispatch(alarm: object): void };
    alarms.dispatch({ name: 'tick', scheduledTime: at });
    return at;
  }, pushed);
  if (wait)
    await expect
      .poll(async () => (await storedNotebook(browser))?.guard.seenAt?.wall ?? 0, QUICK)
      .toBeGreaterThanOrEqual(now);
}
const QUICK = { intervals: [5, 10, 20, 50] };

/** Lets `seconds` pass on the worker's clock, with one beat of its alarm at their end. */
export async function beat(browser: ExtensionBrowser, seconds: number, wait: boolean): Promise<void> {
  await pushClock(browser, seconds);
  await ring(browser, { pushed: seconds, wait });
}

/** What the store has of the first notebook. */
export async function storedNotebook(browser: ExtensionBrowser): Promise<Notebook | undefined> {
  const worker = await browser.worker();
  return worker.evaluate(
    () =>
      new Promise<Notebook | undefined>((resolve, reject) => {
        const opening = indexedDB.open('lifeline');
        opening.addEventListener('error', () => reject(new Error(String(opening.error))));
        opening.addEventListener('success', () => {
          const db = opening.result;
          const reading = db.transaction('notebooks').objectStore('notebooks').getAll();
          reading.addEventListener('success', () => {
            db.close();
            resolve((reading.result as Notebook[])[0]);
          });
        });
      }),
  );
}

/** Kinds of the notifications that are shown or wait to be. */
export async function told(browser: ExtensionBrowser): Promise<string[]> {
  const worker = await browser.worker();
  const ids = await worker.evaluate(async () => {
    const { outbox } = await chrome.storage.session.get('outbox');
    const { waiting = [] } = (outbox ?? {}) as { waiting?: { id: string }[] };
    return [...Object.keys(await chrome.notifications.getAll()), ...waiting.map(({ id }) => id)];
  });
  return ids.map((id) => id.slice(0, id.indexOf(' ')));
}

/** The user clicks on the notification of a kind. */
export async function clickNotification(browser: ExtensionBrowser, kind: string, notebook: string): Promise<void> {
  const worker = await browser.worker();
  await worker.evaluate(
    (id) => (chrome.notifications.onClicked as unknown as { dispatch(id: string): void }).dispatch(id),
    `${kind} ${notebook}`,
  );
}

/** What the toolbar shows. */
export async function toolbar(browser: ExtensionBrowser): Promise<{ badge: string; title: string }> {
  const worker = await browser.worker();
  return worker.evaluate(async () => ({
    badge: await chrome.action.getBadgeText({}),
    title: await chrome.action.getTitle({}),
  }));
}
