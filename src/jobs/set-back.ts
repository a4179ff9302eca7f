import type { Job } from './job';
import { LONGEST_WAIT_MS } from './relaunch';

/**
 * A job without times that a clock, which is at `at` (Unix milliseconds) now, cannot have shown: after it was set back, what waits for a
 * time to pass would wait for that, too. The same object where all is well.
 */
export function inTime(job: Job, at: number): Job {
  const launchedAt = job.launchedAt === null ? null : Math.min(job.launchedAt, at);
  const heardAt = job.heardAt === null ? null : Math.min(job.heardAt, at);
  const relaunchAt = job.relaunchAt === null ? null : Math.min(job.relaunchAt, at + LONGEST_WAIT_MS);
  const same = launchedAt === job.launchedAt && heardAt === job.heardAt && relaunchAt === job.relaunchAt;
  return same ? job : { ...job, launchedAt, heardAt, relaunchAt };
}
