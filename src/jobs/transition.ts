import { type InterruptReason, isLive, type Job, type JobError, type Loss } from './job';
import type { JobRecord } from './progress';

export type JobEvent =
  /** It should run: the cell is about to be run. By a click, or because the planned time has come. */
  | { type: 'launch'; at: number; by: 'user' | 'plan' }
  /** It was stopped, and is to be launched by itself at `due`. */
  | { type: 'plan'; at: number; due: number }
  /** The runtime says how it stands. */
  | { type: 'record'; at: number; boot: string; record: JobRecord }
  | { type: 'pause'; at: number }
  /** The way to the runtime is gone or silent; what it has on disk is kept. */
  | { type: 'interrupt'; at: number; reason: InterruptReason }
  /** The notebook's page could not start it. */
  | { type: 'refuse'; at: number; error: JobError };

const PAST_BOOTS = 8;

/**
 * The one place that decides a job's next state. Pure and total: an event that makes no sense gives the same job back.
 * Invariants (property-tested): a completed job never changes; an offset moves only by a fresh record of the runtime;
 * a smaller offset is never silent, it leaves a `lost`; a record counts once, and never after a newer VM has spoken.
 */
export function transition(job: Job, event: JobEvent): Job {
  if (job.state === 'completed') return job;
  switch (event.type) {
    case 'launch':
      return isLive(job) && job.wanted === 'run'
        ? job
        : {
            ...job,
            relaunches: event.by === 'plan' ? job.relaunches + 1 : 0,
            ...still,
            state: 'starting',
            wanted: 'run',
            launchedAt: event.at,
          };
    case 'plan':
      return job.state === 'interrupted' || job.state === 'failed' ? { ...job, relaunchAt: event.due } : job;
    case 'pause':
      return job.state === 'failed' ? job : { ...job, ...still, state: 'paused', wanted: 'pause' };
    case 'interrupt':
      if (isLive(job)) return { ...job, ...still, state: 'interrupted', reason: event.reason };
      return job.state === 'interrupted' || job.state === 'failed' ? interruptedAgain(job, event.reason) : job;
    case 'refuse':
      return isLive(job) ? { ...job, ...still, state: 'failed', error: event.error } : job;
    case 'record':
      return isFresh(job, event) ? fold(job, event) : job;
  }
}

/** What says more about the same loss than the other, which therefore does not take its place. */
const SAYS_MORE: Partial<Record<InterruptReason, ReadonlySet<InterruptReason>>> = {
  'tab-closed': new Set(['browser-closed']),
  disconnected: new Set(['cell-stopped', 'kernel-restarted', 'silent']),
  'vm-replaced': new Set([
    'tab-closed',
    'tab-discarded',
    'tab-crashed',
    'browser-closed',
    'disconnected',
    'cell-stopped',
    'kernel-restarted',
    'silent',
  ]),
};
/** Without its tab nothing is relaunched by itself: a plan would never be carried out. */
const WITHOUT_TAB: ReadonlySet<InterruptReason> = new Set([
  'tab-closed',
  'tab-discarded',
  'tab-crashed',
  'browser-closed',
]);

/** What stands already loses its plan with its tab, and gets a better reason if there is one. */
function interruptedAgain(job: Job, reason: InterruptReason): Job {
  const kept = job.state === 'failed' || job.reason === null || SAYS_MORE[job.reason]?.has(reason) === true;
  const next = kept ? job.reason : reason;
  const relaunchAt = WITHOUT_TAB.has(reason) ? null : job.relaunchAt;
  return next === job.reason && relaunchAt === job.relaunchAt ? job : { ...job, reason: next, relaunchAt };
}

const still = { reason: null, error: null, rate: 0, eta: null, relaunchAt: null } as const;

function isFresh(job: Job, { boot, record }: { boot: string; record: JobRecord }): boolean {
  if (record.job !== job.id || job.pastBoots.includes(boot)) return false;
  if (record.state === 'completed' && record.size !== null && record.offset !== record.size) return false;
  return boot !== job.boot || record.seq > job.seq;
}

function fold(job: Job, { at, boot, record }: { at: number; boot: string; record: JobRecord }): Job {
  const heard: Job = {
    ...job,
    boot,
    pastBoots: job.boot === null || job.boot === boot ? job.pastBoots : [...job.pastBoots, job.boot].slice(-PAST_BOOTS),
    seq: record.seq,
    heardAt: at,
    engine: record.engine ?? job.engine,
    attempt: record.attempt,
    notice: record.notice,
    copied: record.copy?.offset ?? null,
    path: record.path ?? job.path,
  };
  // Before the runtime has looked at its disk a record says nothing about bytes.
  const measured: Job =
    record.kept === null
      ? heard
      : {
          ...heard,
          offset: record.offset,
          offsetBoot: boot,
          relaunches: record.offset > job.offset ? 0 : job.relaunches,
          size: record.size,
          etag: record.etag,
          modified: record.modified,
          verified: record.verified,
          lost: lossBetween(job, at, boot, record, record.kept) ?? job.lost,
        };
  return { ...measured, ...stateAfter(job, record, at) };
}

/**
 * What a new VM found on its disk tells what was lost with the old one, however fast it has caught up since. On the same VM
 * a smaller offset does.
 */
function lossBetween(job: Job, at: number, boot: string, record: JobRecord, kept: number): Loss | null {
  if (job.offsetBoot !== null && boot !== job.offsetBoot) {
    return kept < job.offset ? { bytes: job.offset - kept, cause: 'vm-replaced', at } : null;
  }
  if (record.offset >= job.offset) return null;
  return { bytes: job.offset - record.offset, cause: record.restarted ? 'remote-changed' : 'file-gone', at };
}

function stateAfter(job: Job, record: JobRecord, at: number): Partial<Job> {
  switch (record.state) {
    case 'completed':
      return { ...still, state: 'completed', finishedAt: at };
    case 'failed':
      return { ...still, state: 'failed', error: record.error ?? { code: 'unknown', message: '', retryable: true } };
    case 'paused':
      // A launch is on its way to the VM: what it says until then is about the time before.
      return job.state === 'starting' ? {} : { ...still, state: 'paused' };
    default:
      if (job.wanted === 'pause') return { rate: 0, eta: null };
      return { ...still, state: record.state, error: record.error, rate: record.rate, eta: record.eta };
  }
}
