import { isLive, type Job } from './job';

/** What a relaunch finds of what has come so far, as far as it can be known before. In bytes. */
export interface Forecast {
  /** Of a download that is not whole yet, what need not be fetched again. */
  kept: number;
  /** What of that is gone if Colab gives a new VM; 0 where that is not to be feared. */
  atRisk: number;
}

const DRIVE = '/content/drive/';

/** Null for a download that is at work or done, or of which nothing had come. */
export function forecast(job: Job): Forecast | null {
  const { offset, state, reason } = job;
  if (offset === 0 || isLive(job) || state === 'completed') return null;
  if (isOnDrive(job)) return { kept: offset, atRisk: 0 };
  if (state === 'interrupted' && reason === 'vm-replaced') return { kept: 0, atRisk: 0 };
  // The page saw the kernel go, or the cell stop: the VM was there.
  const seen = reason === 'kernel-restarted' || reason === 'cell-stopped';
  return { kept: offset, atRisk: seen ? 0 : offset };
}

function isOnDrive({ path, output }: Pick<Job, 'path' | 'output'>): boolean {
  return (path ?? `/content/${output}`).startsWith(DRIVE) || output.startsWith(DRIVE);
}
