import type { InterruptReason, Job } from './job';
import { awaitsConsent, gaveUp, needsUser } from './relaunch';

/** Kinds of news that a download makes. */
export type News = 'done' | 'failed' | 'stalled' | 'disconnected' | 'needs-you';

/** What the user did knowingly is no news. */
const BY_THE_USER: ReadonlySet<InterruptReason> = new Set(['tab-closed', 'browser-closed']);

/**
 * What a job's change is worth telling, null for most. `byItself`: what another try can mend is relaunched without a click,
 * and is news only when the last of these tries has failed.
 */
export function newsOf(before: Job | undefined, after: Job, byItself: boolean): News | null {
  if (before === undefined || before.state === after.state) return null;
  switch (after.state) {
    case 'completed':
      return 'done';
    case 'stalled':
      return 'stalled';
    case 'failed':
      // The question follows a click, and stands where that was made.
      if (awaitsConsent(after)) return null;
      if (needsUser(after) || gaveUp(after)) return 'needs-you';
      return byItself && after.error?.retryable === true ? null : 'failed';
    case 'interrupted':
      if (after.reason !== null && BY_THE_USER.has(after.reason)) return null;
      return gaveUp(after) ? 'needs-you' : 'disconnected';
    default:
      return null;
  }
}
