import { isLive, type Job } from '../jobs/job';
import { type Connection, decide, type KeepAliveAct, MAX_RECONNECTS } from '../keepalive/policy';
import { openJobs } from '../store/read';
import type { Notebook } from '../store/schema';
import { editNotebook } from './edit';
import { askTab } from './tabs';

/** Whether a download runs, or waits for a planned relaunch, or for a reconnect that keep-alive may still try. */
export function needsRuntime(notebook: Notebook, jobs: Job[]): boolean {
  return (
    jobs.some((job) => isLive(job) || job.relaunchAt !== null) ||
    (notebook.keepAlive !== 'off' &&
      notebook.reconnects < MAX_RECONNECTS &&
      jobs.some((job) => job.state === 'interrupted' && job.reason === 'disconnected'))
  );
}

/** Does for a notebook's runtime what the policy says is due now, after the store knows that it is being done. */
export async function keepAlive(key: string, tabId: number, connection: Connection): Promise<void> {
  const jobs = await openJobs(key);
  let act = 'nothing' as KeepAliveAct;
  await editNotebook(key, ({ notebook }) => {
    if (notebook === undefined) return {};
    const now = Date.now();
    act = decide({ ...notebook, mode: notebook.keepAlive, working: needsRuntime(notebook, jobs), connection, now });
    if (act === 'nudge') return { notebook: { ...notebook, lastNudgeAt: now } };
    if (act === 'reconnect')
      return { notebook: { ...notebook, lastReconnectAt: now, reconnects: notebook.reconnects + 1 } };
    return {};
  });
  if (act === 'nudge') await askTab(tabId, 'tab/nudge', null);
  if (act === 'reconnect') await askTab(tabId, 'tab/connect', null);
}
