import { namesFile } from './naming';
import type { JobRecord } from './progress';

export type JobState =
  | 'queued'
  | 'starting'
  | 'running'
  | 'stalled'
  | 'verifying'
  | 'completed'
  | 'paused'
  | 'interrupted'
  | 'failed';

export type InterruptReason =
  | 'tab-closed'
  | 'tab-discarded'
  | 'tab-crashed'
  | 'disconnected'
  | 'kernel-restarted'
  | 'vm-replaced'
  | 'cell-stopped'
  | 'silent'
  | 'browser-closed';

export interface JobError {
  code: string;
  message: string;
  retryable: boolean;
}

export type Priority = -1 | 0 | 1;

/** Bytes that were kept once and have to be fetched again. */
export interface Loss {
  bytes: number;
  cause: 'vm-replaced' | 'remote-changed' | 'file-gone';
  at: number;
}

/** What is to be fetched, where to, and what with. */
export interface Task {
  url: string;
  /** Where to: empty or ending in `/` is a folder in the VM, and so is what is before a name with `{name}` in it. */
  output: string;
  /** As `digestText` writes it. */
  checksum: string | null;
  /** Sent to the address's own origin. A secret value is written `{secret:NAME}`, and known in the VM only. */
  headers: Record<string, string>;
  /** Where the verified file is copied to, as a folder of a mounted Drive; null for nowhere. */
  copyTo: string | null;
  /** Whether an archive is unpacked beside itself once it is verified. */
  unpack: boolean;
}

/** One download of one notebook, as the store keeps it. Times are Unix milliseconds on this computer's clock. */
export interface Job extends Task {
  id: string;
  /** Key of the notebook: a job belongs to a notebook, never to a tab. */
  notebook: string;
  state: JobState;
  /** Why it is `interrupted`; null in every other state. */
  reason: InterruptReason | null;
  error: JobError | null;
  /** What the user last asked for; a late record of the running cell does not overrule it. */
  wanted: 'run' | 'pause';
  /** Last offset that the runtime called durable, in bytes. */
  offset: number;
  size: number | null;
  rate: number;
  eta: number | null;
  engine: string | null;
  attempt: number;
  /** What else the runtime says of it. */
  notice: string | null;
  /** Bytes that are copied to `copyTo` so far, while that goes on. */
  copied: number | null;
  path: string | null;
  etag: string | null;
  modified: string | null;
  verified: JobRecord['verified'];
  /** The VM that was heard last; null before its first record. */
  boot: string | null;
  /** The VM that the offset lives on: another one until the new VM has looked at its disk. */
  offsetBoot: string | null;
  /** Earlier VMs, newest last: a saved output of theirs must not count. */
  pastBoots: string[];
  seq: number;
  lost: Loss | null;
  /** Goes before all of a lower one in the queue of its notebook. */
  priority: Priority;
  /** Place among those of the same priority: the smallest goes first. */
  rank: number;
  /** Automatic relaunches since the last progress. */
  relaunches: number;
  /** When the next one is due; null if none is planned. */
  relaunchAt: number | null;
  createdAt: number;
  launchedAt: number | null;
  /** When the last fresh record came. */
  heardAt: number | null;
  finishedAt: number | null;
}

export interface NewJob extends Partial<Task> {
  url: string;
  output: string;
  checksum: string | null;
  id: string;
  notebook: string;
  at: number;
}

export function createJob({ id, notebook, at, ...task }: NewJob): Job {
  return {
    id,
    notebook,
    headers: {},
    copyTo: null,
    unpack: false,
    ...task,
    state: 'queued',
    reason: null,
    error: null,
    wanted: 'run',
    offset: 0,
    size: null,
    rate: 0,
    eta: null,
    engine: null,
    attempt: 0,
    notice: null,
    copied: null,
    path: null,
    etag: null,
    modified: null,
    verified: null,
    boot: null,
    offsetBoot: null,
    pastBoots: [],
    seq: -1,
    lost: null,
    priority: 0,
    // Unix milliseconds are larger than any place that a reordering gives: a new one goes last.
    rank: at,
    relaunches: 0,
    relaunchAt: null,
    createdAt: at,
    launchedAt: null,
    heardAt: null,
    finishedAt: null,
  };
}

const LIVE: ReadonlySet<JobState> = new Set(['starting', 'running', 'stalled', 'verifying']);

/** True while bytes should be flowing: the states that the supervisor watches and keep-alive counts as work. */
export function isLive(job: Job): boolean {
  return LIVE.has(job.state) || (job.state === 'queued' && job.launchedAt !== null);
}

/** The name to show: of the file where the runtime has told it, else the last part of the address. */
export function displayName(job: Pick<Job, 'path' | 'output' | 'url'>): string {
  const source = job.path ?? (namesFile(job.output) ? job.output : null);
  if (source !== null) return source.slice(source.lastIndexOf('/') + 1);
  try {
    const { pathname, hostname } = new URL(job.url);
    const last = pathname.split('/').filter(Boolean).at(-1);
    return last === undefined ? hostname : decodeURIComponent(last);
  } catch {
    return job.url;
  }
}
