import type { Job } from './job';

/** After so many tries without a byte of progress only the user can help. */
export const MAX_RELAUNCHES = 6;
const CAP_MS = 10 * 60_000;

/** Failures that no repetition mends: the user has to say or do something first. */
const NEEDS_USER: ReadonlySet<string> = new Set(['cell-edited', 'read-only', 'setup-failed', 'dialog-open']);

/** Whether another try can help without anything else being done first. */
export function canRelaunch({ state, error }: Pick<Job, 'state' | 'error'>): boolean {
  return state === 'interrupted' || (state === 'failed' && error?.retryable === true && !NEEDS_USER.has(error.code));
}

/** How long the first wait may be, by what stopped the job; null where relaunching by itself would be wrong. */
function baseMs(job: Job): number | null {
  if (job.wanted !== 'run') return null;
  if (job.state === 'failed') return canRelaunch(job) ? 30_000 : null;
  if (job.state !== 'interrupted') return null;
  switch (job.reason) {
    case 'kernel-restarted':
    case 'cell-stopped':
    case 'silent':
      return 15_000;
    case 'disconnected':
    case 'vm-replaced':
      return 60_000;
    default:
      // The VM goes on without its tab, and only the user opens notebooks.
      return null;
  }
}

/**
 * Milliseconds until a job is to be relaunched by itself: doubled with each try that brought nothing, capped, the upper half
 * random so that many jobs do not come at once. Null if it should wait for the user.
 */
export function relaunchDelay(job: Job, random: () => number): number | null {
  const base = baseMs(job);
  if (base === null || job.relaunches >= MAX_RELAUNCHES) return null;
  return Math.min(CAP_MS, base * 2 ** job.relaunches) * (0.5 + random() / 2);
}
