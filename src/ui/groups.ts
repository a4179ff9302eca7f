import { isLive, type Job } from '../jobs/job';

export type Group = 'attention' | 'active' | 'waiting' | 'done';

/** In the order in which they matter to whoever opens the popup. */
export const GROUPS: readonly Group[] = ['attention', 'active', 'waiting', 'done'];

export function groupOf(job: Job): Group {
  if (job.state === 'interrupted' || job.state === 'failed') return 'attention';
  if (job.state === 'completed') return 'done';
  return isLive(job) && job.state !== 'queued' ? 'active' : 'waiting';
}

export function grouped(jobs: readonly Job[]): Record<Group, Job[]> {
  const groups: Record<Group, Job[]> = { attention: [], active: [], waiting: [], done: [] };
  for (const job of jobs) groups[groupOf(job)].push(job);
  return groups;
}
