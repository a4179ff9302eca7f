import * as v from 'valibot';
import { isLive, type Job } from '../jobs/job';
import type { FrameProtocol, PageProtocol } from '../messaging/messages';
import { frameProgress, pageIdentity, rawProgress } from '../messaging/schemas';
import { findNotebook, openJobs } from '../store/read';
import { readSettings } from '../store/settings';
import { editNotebook } from './edit';
import { makeMenus } from './menus';
import { newNotebook } from './notebook';
import { forgetHealth, testIfDue } from './page-health';
import { foldLine, foldProgress } from './progress';
import { record } from './recorder';
import { adoptFromCell } from './rescue';
import { knownTab, notebookKeyOf, rememberTab } from './tabs';
import { keepWatch, look, noticed, wakeClock } from './watch';

/** What content scripts may ask. Each answers at once; what follows from it goes on by itself. */
export const pageHandlers = {
  'page/hello': async (payload: unknown, tabId: number): Promise<PageProtocol['page/hello']['output']> => {
    await forgetHealth(tabId);
    const key = await remember(payload, tabId);
    void afterLoss(tabId);
    const jobs = await openJobs(key);
    const notebook = await findNotebook(key);
    void noticed(key);
    return {
      watch: notebook !== undefined && jobs.some(mayProgress) ? { token: notebook.token } : null,
      working: jobs.some(isLive) || (notebook?.command ?? null) !== null,
    };
  },
  'page/state': async (payload: unknown, tabId: number): Promise<null> => {
    const key = await remember(payload, tabId);
    void afterLoss(tabId);
    void noticed(key);
    return null;
  },
  'page/progress': async (payload: unknown, tabId: number): Promise<{ kept: true }> => {
    const raw = v.parse(rawProgress, payload);
    const tab = await knownTab(tabId);
    if (tab !== undefined) {
      await foldProgress(tab.notebook, raw, { paced: true });
      // Its end may be what a release waits for, and that needs the clock.
      if (raw.running) await wakeClock();
      else void look(tab.notebook).then(keepWatch);
    }
    return { kept: true };
  },
};

/** What the script in an output frame may tell. */
export const frameHandlers = {
  'frame/progress': async (payload: unknown, tabId: number): Promise<FrameProtocol['frame/progress']['output']> => {
    const { lines } = v.parse(frameProgress, payload);
    const tab = await knownTab(tabId);
    if (tab === undefined) return null;
    // Each line stands for itself: the one with the highest number wins in the jobs.
    for (const line of lines) await foldLine(tab.notebook, line, { paced: true });
    await wakeClock();
    return null;
  },
};

/** Remembers what the tab shows; returns the notebook's key. */
async function remember(payload: unknown, tabId: number): Promise<string> {
  const identity = v.parse(pageIdentity, payload);
  const before = await knownTab(tabId);
  const notebook = notebookKeyOf(identity.notebook, tabId, before);
  if (before?.notebook !== notebook || before.state !== identity.state)
    record(notebook, {
      kind: 'state',
      what: identity.state,
      why: before?.notebook === notebook ? before.state : 'opened',
    });
  const { dialog } = identity;
  if (dialog !== null && dialog.kind + dialog.title !== (before?.dialog?.kind ?? '') + (before?.dialog?.title ?? ''))
    record(notebook, { kind: 'dialog', what: dialog.kind, text: dialog.title || dialog.text });
  const tab = { ...identity, notebook, tabId };
  await rememberTab(tab);
  if (before?.notebook !== notebook || before.title !== identity.title) void makeMenus();
  void testIfDue(tab);
  // The tab went on to another notebook: the one before may have lost its only one.
  if (before !== undefined && before.notebook !== notebook) void look(before.notebook);
  const { keepAliveCells } = await readSettings();
  await editNotebook(notebook, ({ notebook: known }) => {
    // Where every running cell is work, every notebook is to be known.
    if (known === undefined) return keepAliveCells ? { notebook: newNotebook(tab) } : {};
    const same = known.title === identity.title && known.url === identity.url;
    return same ? {} : { notebook: { ...known, title: identity.title, url: identity.url } };
  });
  return notebook;
}

/** Where the database was lost, a notebook that is opened tells what its cell knows. */
async function afterLoss(tabId: number): Promise<void> {
  const tab = await knownTab(tabId);
  if (tab !== undefined && (await adoptFromCell(tab))) await look(tab.notebook);
}

function mayProgress(job: Job): boolean {
  return isLive(job) || job.state === 'interrupted';
}
