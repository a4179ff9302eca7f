import { browser } from '../platform/browser';
import { openJobs } from '../store/read';
import { interruptJobs } from './watch';

const KEY = 'session-begun';

/**
 * At the first start of the worker in a browser session, before anything else looks at the tabs: what was at work ended with the
 * browser. Not by `onStartup`, which comes at some time after the worker is up.
 */
export async function beginSession(): Promise<void> {
  if ((await browser.storage.session.get(KEY))[KEY] === true) return;
  const keys = new Set((await openJobs()).map((job) => job.notebook));
  await Promise.all([...keys].map((key) => interruptJobs(key, 'browser-closed')));
  await browser.storage.session.set({ [KEY]: true });
}
