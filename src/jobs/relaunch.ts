import type { Job } from './job';

/** After so many tries without a byte of progress only the user can help. */
export const MAX_RELAUNCHES = 6;
export const LONGEST_WAIT_MS = 10 * 60_000;

/** Failures that no repetition mends: the user has to say or do something first. */
const NEEDS_USER: ReadonlySet<string> = new Set([
  'no-consent',
  'cell-edited',
  'read-only',
  'setup-failed',
  'dialog-open',
  'refused',
  'signed-out',
  'no-space',
  'drive-gone',
]);

/** Failures that ask a question, whose answer is a click. */
const ASKS: ReadonlySet<string> = new Set(['no-consent', 'cell-edited']);

/**
 * First wait after a failure by its code (of the runtime and of the page), in milliseconds. The runtime has tried for minutes
 * before it gives up, so these are longer than its own: a server that is overrun wants space, a path that broke may be back.
 */
const AFTER_FAILURE: Readonly<Record<string, number>> = {
  'server-busy': 180_000,
  'server-error': 120_000,
  'connection-refused': 120_000,
  'keeps-changing': 300_000,
  'no-network': 60_000,
  'connection-lost': 15_000,
  'cell-running': 15_000,
};
const AFTER_ANY_FAILURE = 30_000;

/** Whether a click on *Relaunch all* may take this one along: what asks a question has a button of its own. */
export function canRelaunch({ state, error }: Pick<Job, 'state' | 'error'>): boolean {
  return state === 'interrupted' || (state === 'failed' && error?.retryable === true && !ASKS.has(error.code));
}

/** It is to run in a notebook whose user has not allowed our cell there yet. */
export function awaitsConsent({ state, error }: Pick<Job, 'state' | 'error'>): boolean {
  return state === 'failed' && error?.code === 'no-consent';
}

/** It failed over something that the user has to do first; then another try can help. */
export function needsUser({ state, error }: Pick<Job, 'state' | 'error'>): boolean {
  return state === 'failed' && error?.retryable === true && NEEDS_USER.has(error.code);
}

/** It was relaunched by itself so often without a byte of progress that only the user can help now. */
export function gaveUp(job: Pick<Job, 'state' | 'relaunches'>): boolean {
  return job.relaunches >= MAX_RELAUNCHES && (job.state === 'interrupted' || job.state === 'failed');
}

/** How long the first wait may be, by what stopped the job; null where relaunching by itself would be wrong. */
function baseMs(job: Job): number | null {
  if (job.wanted !== 'run') return null;
  if (job.state === 'failed') {
    if (job.error?.retryable !== true || needsUser(job)) return null;
    return AFTER_FAILURE[job.error.code] ?? AFTER_ANY_FAILURE;
  }
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
  if (base === null || gaveUp(job)) return null;
  return Math.min(LONGEST_WAIT_MS, base * 2 ** job.relaunches) * (0.5 + random() / 2);
}
