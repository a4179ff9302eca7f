import { isLive, type Job } from '../jobs/job';
import { type Connection, decide, type KeepAliveAct, MAX_RECONNECTS } from '../keepalive/policy';
import { openJobs } from '../store/read';
import type { Notebook } from '../store/schema';
import { act } from './act';
import { editNotebook } from './edit';
import type { KnownTab } from './tabs';

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
export async function keepAlive(tab: KnownTab, connection: Connection): Promise<void> {
  const key = tab.notebook;
  const jobs = await openJobs(key);
  let due = 'nothing' as KeepAliveAct;
  await editNotebook(key, ({ notebook }) => {
    if (notebook === undefined) return {};
    const now = Date.now();
    due = decide({ ...notebook, mode: notebook.keepAlive, working: needsRuntime(notebook, jobs), connection, now });
    if (due === 'nudge') return { notebook: { ...notebook, lastNudgeAt: now } };
    if (due === 'reconnect')
      return { notebook: { ...notebook, lastReconnectAt: now, reconnects: notebook.reconnects + 1 } };
    return {};
  });
  if (due === 'nudge') await act(tab, 'tab/nudge', null, 'keep-alive');
  if (due === 'reconnect') await act(tab, 'tab/connect', null, 'keep-alive');
}
