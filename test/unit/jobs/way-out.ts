import { isLive, type Job } from '../../../src/jobs/job';

/** What takes a download out of the state that it is in: things that happen by themselves, or what the user is to do. */
export type WayOut = 'runtime' | 'plan' | 'start' | 'resume' | 'relaunch' | 'consent' | 'overwrite' | 'mend';

/**
 * Every download that is not done has one. `runtime`: the next record, or the silence after which it is called interrupted.
 * `plan`: the automatic relaunch. `mend`: another address, or what the error's text says.
 */
export function wayOut(job: Job): WayOut | null {
  if (job.state === 'completed') return null;
  if (isLive(job)) return 'runtime';
  if (job.relaunchAt !== null) return 'plan';
  switch (job.state) {
    case 'paused':
      return 'resume';
    case 'interrupted':
      return 'relaunch';
    case 'failed':
      if (job.error?.code === 'no-consent') return 'consent';
      if (job.error?.code === 'cell-edited') return 'overwrite';
      return job.error?.retryable === true ? 'relaunch' : 'mend';
    default:
      return 'start';
  }
}
