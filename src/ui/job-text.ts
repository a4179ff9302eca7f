import type { Job } from '../jobs/job';
import { formatBytes, formatDuration, formatTime } from './format';
import { type TextKey, t, textIfAny } from './text';

const key = (text: string) => text.replaceAll('-', '_');

/** What a job does now, in a few words. */
export function stateText(job: Job): string {
  if (job.state !== 'completed') return t(`state_${job.state}`);
  if (job.verified === null || job.verified === 'none') return t('state_completed_unverified');
  return job.verified === 'size' ? t('state_completed_size') : t('state_completed_checked', job.verified.toUpperCase());
}

/** Why it stands still, what is kept, and what happens next; nothing where the state says it all. */
export function explanations(job: Job): string[] {
  return [
    job.reason === null ? null : t(`reason_${key(job.reason)}` as TextKey),
    job.error === null ? null : (textIfAny(`error_${key(job.error.code)}`) ?? job.error.message),
    job.lost === null ? null : t(`lost_${key(job.lost.cause)}` as TextKey, formatBytes(job.lost.bytes)),
    job.relaunchAt === null ? null : t('next_try', formatTime(job.relaunchAt)),
  ].filter((text) => text !== null);
}

/** Bytes, speed and time left, as far as they are known. */
export function amounts(job: Job): string[] {
  const done = formatBytes(job.offset);
  const all = job.size === null ? '?' : formatBytes(job.size);
  const stopped = job.state === 'interrupted' || job.state === 'paused' || job.state === 'failed';
  const amount =
    job.state === 'completed' ? formatBytes(job.size ?? job.offset) : t(stopped ? 'amount_kept' : 'amount', done, all);
  return [
    job.offset === 0 && job.size === null ? null : amount,
    job.rate > 0 ? t('speed', formatBytes(job.rate)) : null,
    job.eta === null ? null : t('time_left', formatDuration(job.eta)),
  ].filter((text) => text !== null);
}
